/* SPDX-License-Identifier: EUPL-1.2 */
/* Communes and countries as the files of the official geographical code (INSEE) tell them. What a
 * file holds is told by its row of names, whatever the file is called:
 *
 *     COM, LIBELLE, DATE_DEBUT, DATE_FIN         v_commune_depuis_1943.csv
 *     TYPECOM, COM, LIBELLE                      v_commune_YYYY.csv, for the districts (ARM)
 *     COM_COMER, LIBELLE                         v_commune_comer_YYYY.csv, or with dates
 *     COG, LIBCOG, CRPAY, DATE_DEBUT, DATE_FIN   v_pays_et_territoire_depuis_1943.csv
 *
 * NCCENR, the name without its article, may be there; other columns are passed over. A row holds
 * from DATE_DEBUT on and until the day before DATE_FIN, which is the day of what comes after it. */
#ifndef PLACE_H
#define PLACE_H

#include "arena.h"
#include "calendar.h"
#include "slice.h"

#include <stdbool.h>
#include <stddef.h>

enum place_kind {
    PLACE_COMMUNE,
    PLACE_DISTRICT,
    PLACE_OVERSEAS,
    PLACE_COUNTRY,
    PLACE_TERRITORY,
    PLACE_KINDS
};
extern const char *const place_kind_names[]; /* as the database has them, NULL-terminated */

struct place {
    enum place_kind kind;
    struct slice code, label, name; /* name: the label without its article */
    struct date from, to;           /* first and last day; unset = open on this side */
    bool is_dated;                  /* the file has dates */
};

struct place_list {
    struct arena *arena; /* set by the caller; holds what the places point to besides the texts */
    struct place *places;
    size_t count, capacity;
};

/* What is wrong with a file, for its owner to mend. */
struct place_fault {
    unsigned line;
    char text[160]; /* "column DATE_FIN: it is no date (YYYY-MM-DD)" */
};

/* Adds what the file holds. The text outlives the list. False: ret_fault says what is wrong; the
 * list is of no use then. */
bool place_list_read(struct place_list *list, struct slice text, struct place_fault *ret_fault);

/* Takes away what has no date where a row of the same code has one: the file with dates knows
 * better. */
void place_list_settle(struct place_list *list);
/* Whether there is a place of the kind, and whether one of them has a date. */
bool place_list_has(const struct place_list *list, enum place_kind kind, bool is_dated);

#endif
