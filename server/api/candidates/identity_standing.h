/* SPDX-License-Identifier: EUPL-1.2 */
/* Who a candidate is takes two of the certifier to say: one states it, another one acts on it. */
#ifndef IDENTITY_STANDING_H
#define IDENTITY_STANDING_H

#include "api/operation.h"

/* The statement that an act may rest on; id unset = there is none. */
struct identity_standing {
    struct id candidate_id, id;
    bool is_asker; /* by whoever asks, or by one whose access comes from the same hands */
};

/* The columns of identity_statement_load behind whose it is: who asks. */
void identity_bind_asker(const struct exchange *x, struct params *params);
void identity_read_standing(struct row *row, struct identity_standing *ret_standing);

/* Refuses with IDENTITY_UNCONFIRMED, which names the members at fault and leads to where they are
 * stated, or with CONFIRMER_IS_ASKER, unless somebody else's statement stands. */
void identity_refuse_unstated(struct exchange *x, const struct identity_standing *standing,
                              const char *const *names, size_t name_count);

#endif
