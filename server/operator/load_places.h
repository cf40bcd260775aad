/* SPDX-License-Identifier: EUPL-1.2 */
/* Loads the communes and countries of the official geographical code from the files that INSEE
 * publishes (operator/place.h), all or nothing. What files of one kind hold takes the place of what
 * was there of this kind; the other kinds stay. The same files again change nothing. */
#ifndef LOAD_PLACES_H
#define LOAD_PLACES_H

#include "command.h"
#include "db/store.h"
#include "operator/place.h"

/* The sub-command and its options. Returns an exit code. */
extern const struct command_option load_places_options[];
int load_places_run(const struct config *config, const struct command_line *line);

/* The same with what was read already; settled by the callee. False after it said why. */
bool load_places(struct store *store, struct place_list *list);

/* How many codes are loaded, of communes and of countries. */
bool count_places(struct store *store, unsigned long *ret_communes, unsigned long *ret_countries);

#endif
