/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/authority.h"

#include "hex.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

enum { PORT_MOST = 65535 };

/* unreserved and sub-delims of RFC 3986. */
static bool is_name_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("-._~!$&'()*+,;=", c));
}

/* An IPv4 address is a name too, by its grammar. */
static bool is_name(struct slice name)
{
    for (size_t i = 0; i < name.size; i++) {
        if (is_name_byte(name.at[i]))
            continue;
        if (name.at[i] != '%' || name.size - i < 3 || hex_digit_value(name.at[i + 1]) < 0 ||
            hex_digit_value(name.at[i + 2]) < 0)
            return false;
        i += 2;
    }
    return name.size > 0;
}

static bool is_ipv6(struct slice text)
{
    char copy[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (text.size >= sizeof copy || memchr(text.at, '\0', text.size))
        return false;
    memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    return inet_pton(AF_INET6, copy, &address) == 1;
}

/* What stands behind the host: nothing, or a colon and digits; also none of them (RFC 3986, 3.2.3).
 */
static bool is_port(struct slice text)
{
    int port = 0;
    if (text.size > 0 && text.at[0] != ':')
        return false;
    for (size_t i = 1; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        port = port * 10 + (text.at[i] - '0');
        if (port > PORT_MOST)
            return false;
    }
    return true;
}

bool authority_is_sound(struct slice authority)
{
    const bool is_literal = authority.size > 0 && authority.at[0] == '[';
    const char *end =
        authority.size > 0 ? memchr(authority.at, is_literal ? ']' : ':', authority.size) : NULL;
    const size_t size = end ? (size_t)(end - authority.at) : authority.size;
    if (!is_literal)
        return is_name((struct slice){ authority.at, size }) &&
               is_port((struct slice){ authority.at + size, authority.size - size });
    return end && is_ipv6((struct slice){ authority.at + 1, size - 1 }) &&
           is_port((struct slice){ end + 1, authority.size - size - 1 });
}

bool authority_cut(struct slice target, struct slice *ret_authority, struct slice *ret_rest)
{
    /* A proxy that ends TLS may pass on what it was asked, scheme and all. */
    static const char *const schemes[] = { "http://", "https://" };
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const size_t begin = strlen(schemes[i]);
        if (target.size < begin || strncasecmp(target.at, schemes[i], begin) != 0)
            continue;
        size_t end = begin;
        while (end < target.size && !strchr("/?#", target.at[end]))
            end++;
        *ret_authority = (struct slice){ target.at + begin, end - begin };
        *ret_rest = (struct slice){ target.at + end, target.size - end };
        return true;
    }
    return false;
}
