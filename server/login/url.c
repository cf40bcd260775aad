/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/url.h"

#include <strings.h>

static bool take(struct slice *text, const char *prefix)
{
    const struct slice start = slice_of(prefix);
    if (!slice_starts_with(*text, start))
        return false;
    text->at += start.size;
    text->size -= start.size;
    return true;
}

/* Of all characters that a URL may hold, those without which nobody misses anything are left out.
 */
static bool is_plain(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] <= ' ' || text.at[i] > '~' || strchr("\"<>\\^`{|}#@", text.at[i]))
            return false;
    }
    return true;
}

static bool consists_of(struct slice text, const char *characters)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!text.at[i] || !strchr(characters, text.at[i]))
            return false;
    }
    return text.size > 0;
}

static bool host_is_right(struct slice host)
{
    if (host.size > 2 && host.at[0] == '[' && host.at[host.size - 1] == ']')
        return consists_of((struct slice){ host.at + 1, host.size - 2 },
                           "0123456789abcdefABCDEF:.");
    return consists_of(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");
}

static bool read_port(struct slice text, unsigned *ret_port)
{
    unsigned port = 0;
    if (!consists_of(text, "0123456789") || text.size > 5)
        return false;
    for (size_t i = 0; i < text.size; i++)
        port = port * 10 + (unsigned)(text.at[i] - '0');
    *ret_port = port;
    return port > 0 && port <= 65535;
}

bool url_parse(struct slice text, struct url *ret_url)
{
    struct url url = { 0 };
    if (text.size > URL_MAX || !is_plain(text))
        return false;
    url.is_https = take(&text, "https://");
    if (!url.is_https && !take(&text, "http://"))
        return false;
    const char *slash = memchr(text.at, '/', text.size);
    struct slice authority = { text.at, slash ? (size_t)(slash - text.at) : text.size };
    url.path = (struct slice){ text.at + authority.size, text.size - authority.size };
    /* The colon of a port stands behind the bracket of a host that has colons of its own. */
    const char *end = authority.size > 0 && authority.at[0] == '['
                          ? memchr(authority.at, ']', authority.size)
                          : authority.at;
    if (!end)
        return false;
    const char *colon = memchr(end, ':', authority.size - (size_t)(end - authority.at));
    url.port = url.is_https ? 443 : 80;
    if (colon) {
        const size_t host_size = (size_t)(colon - authority.at);
        if (!read_port((struct slice){ colon + 1, authority.size - host_size - 1 }, &url.port))
            return false;
        authority.size = host_size;
    }
    url.host = authority;
    if (!host_is_right(url.host))
        return false;
    *ret_url = url;
    return true;
}

static bool host_is(const struct url *url, struct slice host)
{
    return url->host.size == host.size && strncasecmp(url->host.at, host.at, host.size) == 0;
}

bool url_is_loopback(const struct url *url)
{
    return host_is(url, SLICE("localhost")) || host_is(url, SLICE("[::1]")) ||
           (slice_starts_with(url->host, SLICE("127.")) && consists_of(url->host, "0123456789."));
}

bool url_is_private(const struct url *url)
{
    return url->is_https || url_is_loopback(url);
}

bool url_has_origin_of(const struct url *url, const struct url *other)
{
    return url->is_https == other->is_https && url->port == other->port &&
           host_is(url, other->host);
}
