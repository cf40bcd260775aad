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

/* The address was checked when the settings were read; what is not asked for here cannot happen:
 * another protocol, another host, a file, credentials of a ~/.netrc. */
static bool prepare(CURL *curl, const char *url, const atomic_bool *is_ending,
                    struct fetched *fetched)
{
    struct url address;
    return url_parse(slice_of(url), &address) && url_is_private(&address) &&
           curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, address.is_https ? "https" : "http") ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOPROXY, url_is_loopback(&address) ? "*" : NULL) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)FETCH_TIMEOUT_MS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)FETCH_MAX) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USERAGENT, "clea-server/" CLEA_VERSION) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetched) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch_end) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFODATA, (void *)(uintptr_t)is_ending) == CURLE_OK;
}

bool fetch(const char *url, const atomic_bool *is_ending, struct fetched *ret_fetched,
           char *ret_why, size_t why_size)
{
    long status = 0;
    CURL *curl = curl_easy_init();
    ret_fetched->size = 0;
    if (!curl || !prepare(curl, url, is_ending, ret_fetched)) {
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
