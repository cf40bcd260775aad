/* SPDX-License-Identifier: EUPL-1.2 */
/* The record of a candidate as clients write it, and what is kept beside it to compare him by. */
#ifndef CANDIDATE_RECORD_H
#define CANDIDATE_RECORD_H

#include "api/exchange.h"
#include "identity.h"

/* The CPF file takes no longer name of a place. */
enum { CANDIDATE_PLACE_MOST = 40 };

struct candidate_body {
    struct given given;
    struct slice birth_name, usage_name, first_name_1, first_name_2, first_name_3;
    int sex;
    int64_t birth_year, birth_month, birth_day;
    struct slice birth_commune_insee, birth_postal_code, birth_commune_label, birth_country_code,
        birth_country_label;
    struct slice email, phone, address_line_1, address_line_2, postal_code, city;
    int employment_status, region;
    struct slice branch_idcc, employer_siret;
    bool is_distinct; /* of a change: a statement about the record, not a part of it */
};

extern const struct fields candidate_new, candidate_change;
extern const struct fields candidate_record; /* the whole one that a change is laid over */

/* The .check of what is made and of what a change makes. */
void candidate_check(struct exchange *x, const void *record);

/* Of the body of something new, or of the record as it will be. */
struct candidate_columns {
    struct civil_identity identity; /* its names folded, in the arena as all of this is: the two of
                                       the key */
    struct slice parts, search_name, words;
    struct slice first_name; /* as it is written: its initials stand for what is not known */
    struct slice key;        /* unset while a part is unknown */
    struct id lock_id;       /* as the SQL function identity_lock_id() says it */
};
/* NULL when memory was short: the exchange has failed. */
const struct candidate_columns *candidate_columns_of(struct exchange *x);
/* The four columns that follow the names, and the version of their rule. */
void candidate_bind_columns(struct params *params, const struct candidate_columns *columns);

/* As exchange_liken(), of a body that names a part of an identity which is whole, or `is_compared`
 * with those of whom others follow. */
void candidate_note_likeness(struct exchange *x, const struct candidate_columns *columns,
                             bool is_compared);

/* The member of the body that says the country of birth: its code, or that of the commune or the
 * post. */
const char *candidate_country_of(const struct exchange *x);

/* What no date of the record may be. */
void candidate_refuse_future(struct exchange *x, const struct candidate_columns *columns);

#endif
