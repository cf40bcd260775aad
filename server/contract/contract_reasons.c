/* SPDX-License-Identifier: EUPL-1.2 */
/* Which codes an operation names as its own. */
#include "contract/contract_reasons.h"

bool operation_is_command(const struct operation *o)
{
    return o->flags & OPERATION_COMMAND;
}

static bool is_of(enum reason reason, int status)
{
    return status == 0 || reason_info(reason)->status == status;
}

/* Those that its table lists, then those of its machine. status 0: of any. */
static unsigned listed_reasons(const struct operation *o, int status,
                               enum reason ret_reasons[REASON_COUNT])
{
    unsigned count = 0;
    bool is_listed[REASON_COUNT] = { false };
    for (const enum reason *reason = o->reasons; reason && *reason != REASON_NONE; reason++) {
        is_listed[*reason] = true;
        if (is_of(*reason, status))
            ret_reasons[count++] = *reason;
    }
    for (enum reason reason = REASON_NONE + 1; o->raises && reason < REASON_COUNT; reason++) {
        if (!is_listed[reason] && is_of(reason, status) && o->raises(reason))
            ret_reasons[count++] = reason;
    }
    return count;
}

unsigned operation_reasons(const struct operation *o, int status,
                           enum reason ret_reasons[REASON_COUNT])
{
    unsigned count = listed_reasons(o, status, ret_reasons);
    if (operation_is_command(o) && is_of(REASON_OUTCOME_UNKNOWN, status))
        ret_reasons[count++] = REASON_OUTCOME_UNKNOWN;
    return count;
}

bool operation_has_reason(const struct operation *o, int status)
{
    enum reason reasons[REASON_COUNT];
    return listed_reasons(o, status, reasons) > 0;
}

void operation_write_codes(struct writer *writer, const struct operation *o)
{
    enum reason codes[REASON_COUNT];
    const unsigned count = operation_reasons(o, 0, codes);
    if (count == 0)
        return;
    writer_key(writer, "x-problem-codes");
    writer_open(writer, '[');
    for (unsigned i = 0; i < count; i++)
        writer_text(writer, reason_info(codes[i])->code);
    writer_close(writer, ']');
}
