/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists that are read by pages: which of the statements of a list (db/statement.h) walks it for a
 * caller, in the order that was asked for. */
#ifndef LIST_H
#define LIST_H

#include "engine/flight.h"

/* "-created_at": the order of a page from now on. False: the list has no such sort. */
bool list_read_sort(struct flight *flight, struct slice text);
/* The values that are taken, the default first, in the arena; NULL when memory is short. */
const struct vocabulary *list_sorts(const struct walks *walks, struct arena *arena);
/* What the reply of a flight is read with: its statement, or the way of its list. */
const struct statement *list_statement(const struct flight *flight);
/* The parameters of every page: how many, behind which entry, in which direction where the
 * statement does not go in one alone. */
void list_bind_page(const struct flight *flight, struct params *params);
/* Of the reply of an operation, whether it is a list or not: what its statement is asked with. */
void list_bind(const struct exchange *x, struct params *params);
/* A cursor whose sort looks up the key of its entry, and nothing behind it: the entry may have gone
 * where the caller does not see it, and with it the place in the list. There was something behind
 * it when the cursor was made. */
bool list_has_lost_its_place(const struct flight *flight, unsigned row_count);
/* Every scope that its roles bring has a way; `ret_scope` is one that has none. */
bool list_is_whole(const struct operation *operation, const char **ret_scope);

/* What a cursor of the flight belongs to; its body must have been read. */
struct cursor_list list_cursor_of(struct flight *flight);

#endif
