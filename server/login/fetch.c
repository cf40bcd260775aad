/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/fetch.h"

#include "login/url.h"

#include <curl/curl.h>
#include <stdio.h>

static size_t take(char *bytes, size_t one, size_t count, void *user)
{
    struct fetched *fetched = user;
    const size_t size = one * count;
    if (size > FETCH_MAX - fetched->size)
        return 0; /* ends the transfer */
    memcpy(fetched->text + fetched->size, bytes, size);
    fetched->size += size;
    return size;
}

static int watch_end(void *user, curl_off_t down_all, curl_off_t down, curl_off_t up_all,
                     curl_off_t up)
{
    const atomic_bool *is_ending = user;
    (void)down_all, (void)down, (void)up_all, (void)up;
    return atomic_load(is_ending);
}

struct option {
    CURLoption name;
    long value;
};

static const struct option options[] = {
    { CURLOPT_FOLLOWLOCATION, 0 },
    { CURLOPT_NETRC, CURL_NETRC_IGNORED },
    { CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 }, /* or later */
    { CURLOPT_NOSIGNAL, 1 },
    { CURLOPT_CONNECTTIMEOUT_MS, FETCH_CONNECT_MS },
    { CURLOPT_TIMEOUT_MS, FETCH_TIMEOUT_MS },
    { CURLOPT_MAXFILESIZE, FETCH_MAX },
    { CURLOPT_NOPROGRESS, 0 },
};

static bool set_text(CURL *curl, CURLoption name, const char *text)
{
    return curl_easy_setopt(curl, name, text) == CURLE_OK;
}

/* The address was checked when the settings were read; what is not asked for here cannot happen:
 * another protocol, another host, a file, credentials of a ~/.netrc. */
static bool prepare(CURL *curl, const char *url, const char *ca_file, const atomic_bool *is_ending,
                    struct fetched *fetched)
{
    struct url address;
    if (!url_parse(slice_of(url), &address) || !url_is_private(&address))
        return false;
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (curl_easy_setopt(curl, options[i].name, options[i].value) != CURLE_OK)
            return false;
    }
    return set_text(curl, CURLOPT_URL, url) &&
           (!*ca_file || set_text(curl, CURLOPT_CAINFO, ca_file)) &&
           set_text(curl, CURLOPT_PROTOCOLS_STR, address.is_https ? "https" : "http") &&
           set_text(curl, CURLOPT_NOPROXY, url_is_loopback(&address) ? "*" : NULL) &&
           set_text(curl, CURLOPT_USERAGENT, "clea-server/" CLEA_VERSION) &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetched) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch_end) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFODATA, (void *)(uintptr_t)is_ending) == CURLE_OK;
}

bool fetch(const char *url, const char *ca_file, const atomic_bool *is_ending,
           struct fetched *ret_fetched, char *ret_why, size_t why_size)
{
    long status = 0;
    CURL *curl = curl_easy_init();
    ret_fetched->size = 0;
    if (!curl || !prepare(curl, url, ca_file, is_ending, ret_fetched)) {
        snprintf(ret_why, why_size, "%s: not an address that is asked", url);
        curl_easy_cleanup(curl);
        return false;
    }
    const CURLcode code = curl_easy_perform(curl);
    if (code == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    if (code == CURLE_OK && status == 200)
        return true;
    if (code == CURLE_OK)
        snprintf(ret_why, why_size, "%s: answered %ld, wanted 200", url, status);
    else
        snprintf(ret_why, why_size, "%s: %s", url, curl_easy_strerror(code));
    return false;
}
