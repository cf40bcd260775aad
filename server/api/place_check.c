#include "api/place_check.h"

void place_check_read(struct exchange *x, struct row *row)
{
    const struct slice pointer = row_text(row, "pointer");
    exchange_violate(x, pointer.at, REASON_INSEE_CODE_UNKNOWN);
    exchange_expect(x, (struct expected){ .suggestions = row_text(row, "suggestions") });
}
