/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/pen.h"

enum status pen_blame(const struct pen *pen, enum draw_fault_kind kind, unsigned character,
                      struct slice text)
{
    *pen->fault = (struct draw_fault){ kind, character, text };
    return STATUS_FAILED;
}
