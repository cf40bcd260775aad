/* SPDX-License-Identifier: EUPL-1.2 */
#include "text/denomination.h"

#include "text/folded.h"
#include "text/text.h"

static struct slice reserved;

unsigned denomination_not_of_it(struct slice text)
{
    return text_not_of_scripts(text);
}

void denomination_reserve(const char *name)
{
    reserved = slice_of(name);
}

bool denomination_is_reserved(struct slice text)
{
    struct buffer typed = { 0 }, own = { 0 };
    if (reserved.size == 0)
        return false;
    text_fold(text, &typed);
    text_fold(reserved, &own);
    /* Without memory: as if it were, and the next try is judged. */
    const bool is_reserved =
        typed.has_failed || own.has_failed ||
        (own.size > 0 && slice_equals(buffer_as_slice(&typed), buffer_as_slice(&own)));
    buffer_release(&typed);
    buffer_release(&own);
    return is_reserved;
}
