/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/commissions/session_codes.h"

uint32_t session_domains_of(const struct referential *referential, struct slice codes)
{
    uint32_t domains = 0;
    for (size_t from = 0; referential && from < codes.size;) {
        size_t to = from;
        while (to < codes.size && codes.at[to] != ',')
            to++;
        int domain = referential_find_domain(referential, codes.at + from, to - from);
        if (domain >= 0)
            domains |= 1u << domain;
        from = to + 1;
    }
    return domains;
}

void session_write_codes(struct writer *writer, struct slice codes)
{
    writer_open(writer, '[');
    for (size_t from = 0; from < codes.size;) {
        size_t to = from;
        while (to < codes.size && codes.at[to] != ',')
            to++;
        writer_string(writer, (struct slice){ codes.at + from, to - from });
        from = to + 1;
    }
    writer_close(writer, ']');
}
