/* SPDX-License-Identifier: EUPL-1.2 */
/* What formats share. */
#include "engine/sheet.h"

#include "json/scan.h"

struct slice sheet_next_cursor(struct slice page)
{
    (void)scan_open(&page, '{');
    while (slice_is_set(page) && scan_more(&page)) {
        const struct slice name = scan_key(&page);
        const struct slice value = scan_value(&page);
        if (slice_is(name, "next_cursor"))
            return value;
    }
    return SLICE("null");
}

void sheet_say(const struct sheet *sheet, unsigned i, struct buffer *buffer)
{
    const struct slice value = sheet->cells[i];
    if (!slice_is_set(value) || slice_is(value, "null"))
        return;
    if (value.at[0] == '"')
        scan_say(value, buffer);
    else
        scan_compact(value, buffer);
}
