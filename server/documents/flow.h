/* SPDX-License-Identifier: EUPL-1.2 */
/* Spreads what runs over several sheets: where each of them ends. What belongs together stays on
 * one sheet (`keeps_next`), a paragraph leaves two lines at least on either side, a row is never
 * cut, the head of a table comes again above its rows. A last sheet
 * with little on it is saved by letters that are a little smaller. */
#ifndef FLOW_H
#define FLOW_H

#include "arena.h"
#include "documents/draw.h"

/* The sheets are in the arena, with their numbers. STATUS_FAILED: ret_fault says what no sheet has
 * room for. */
enum status flow_sheets(struct fonts *fonts, const struct flow *flow, struct arena *arena,
                        const struct sheet **ret_sheets, size_t *ret_count,
                        struct draw_fault *ret_fault) NODISCARD;

#endif
