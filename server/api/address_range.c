/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/address_range.h"

#include <arpa/inet.h>

/* The longest text: an IPv6 address of eight groups, a stroke and three digits. */
enum { TEXT_MAX = INET6_ADDRSTRLEN + 4 };

/* The digits behind the stroke; -1 when they are none, or say more bits than there are. */
static int read_bits(const char *text, int most)
{
    int bits = 0;
    if (*text == '\0' || (text[0] == '0' && text[1] != '\0'))
        return -1;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return -1;
        bits = bits * 10 + (*text - '0');
        if (bits > most)
            return -1;
    }
    return bits;
}

static bool has_bits_behind(const struct address_range *range)
{
    for (int i = range->bits; i < ADDRESS_BYTES * 8; i++) {
        if (range->bytes[i / 8] & (0x80 >> i % 8))
            return true;
    }
    return false;
}

bool address_range_parse(struct slice text, struct address_range *ret_range)
{
    struct address_range range = { .is_v6 = memchr(text.at, ':', text.size) != NULL };
    char copy[TEXT_MAX];
    const int most = range.is_v6 ? 128 : 32;
    if (text.size >= sizeof copy || memchr(text.at, '\0', text.size))
        return false;
    memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    char *stroke = strchr(copy, '/');
    if (stroke)
        *stroke = '\0';
    const int bits = stroke ? read_bits(stroke + 1, most) : most;
    if (bits < 0 || inet_pton(range.is_v6 ? AF_INET6 : AF_INET, copy, range.bytes) != 1)
        return false;
    range.bits = (unsigned char)bits;
    if (has_bits_behind(&range))
        return false;
    *ret_range = range;
    return true;
}

/* Networks between any of `signs`. */
static bool ranges_read(struct slice text, const char *signs, struct address_ranges *ret_ranges)
{
    const char *end = text.at + text.size;
    ret_ranges->count = 0;
    for (const char *at = text.at; at < end;) {
        while (at < end && *at && strchr(signs, *at))
            at++;
        const char *start = at;
        while (at < end && !(*at && strchr(signs, *at)))
            at++;
        if (at == start)
            continue;
        const struct slice one = { start, (size_t)(at - start) };
        if (ret_ranges->count == ADDRESS_RANGES_MAX ||
            !address_range_parse(one, &ret_ranges->items[ret_ranges->count]))
            return false;
        ret_ranges->count++;
    }
    return true;
}

bool address_ranges_from_array(struct slice text, struct address_ranges *ret_ranges)
{
    return ranges_read(text, "{,}", ret_ranges);
}

bool address_ranges_from_list(const char *text, struct address_ranges *ret_ranges)
{
    return ranges_read(slice_of(text), ", \t", ret_ranges);
}

bool address_print(struct slice text, char ret_text[ADDRESS_TEXT_SIZE])
{
    static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
    struct address_range address;
    if (memchr(text.at, '/', text.size) || !address_range_parse(text, &address))
        return false;
    const bool is_mapped = address.is_v6 && memcmp(address.bytes, mapped, sizeof mapped) == 0;
    return inet_ntop(address.is_v6 && !is_mapped ? AF_INET6 : AF_INET,
                     address.bytes + (is_mapped ? sizeof mapped : 0), ret_text,
                     ADDRESS_TEXT_SIZE) != NULL;
}

bool address_host_print(struct slice text, char ret_text[ADDRESS_TEXT_SIZE])
{
    enum { HOST_BYTES = 8 };
    struct address_range address;
    if (!address_print(text, ret_text) || !address_range_parse(slice_of(ret_text), &address))
        return false;
    if (!address.is_v6)
        return true;
    memset(address.bytes + HOST_BYTES, 0, sizeof address.bytes - HOST_BYTES);
    return inet_ntop(AF_INET6, address.bytes, ret_text, ADDRESS_TEXT_SIZE) != NULL;
}

static bool holds(const struct address_range *range, const struct address_range *address)
{
    const unsigned whole = range->bits / 8u, rest = range->bits % 8u;
    if (range->is_v6 != address->is_v6 || memcmp(range->bytes, address->bytes, whole) != 0)
        return false;
    return rest == 0 || (range->bytes[whole] ^ address->bytes[whole]) >> (8 - rest) == 0;
}

bool address_ranges_allow(const struct address_ranges *ranges, struct slice address)
{
    struct address_range found;
    if (ranges->count == 0)
        return true;
    if (!slice_is_set(address) || !address_range_parse(address, &found))
        return false;
    for (unsigned i = 0; i < ranges->count; i++) {
        if (holds(&ranges->items[i], &found))
            return true;
    }
    return false;
}

enum reason check_address_range(const void *slice)
{
    struct address_range range;
    return address_range_parse(*(const struct slice *)slice, &range) ? REASON_NONE
                                                                     : REASON_ADDRESS_RANGE_INVALID;
}
