/* SPDX-License-Identifier: EUPL-1.2 */
/* Which commission examines a file is resolved by rule: that of the branch, else that of the
 * region. The certifier may name another, with a reason (A30), as long as no commission has taken
 * it up. */
#ifndef COMPETENCE_H
#define COMPETENCE_H

#include "candidacy.h"
#include "outcome.h"

struct competence {
    enum candidacy_state state;
    bool is_decided;    /* the file that waits was decided before: deferred, or appealed */
    bool is_commission; /* the one that is named is active, and of this certification */
    bool is_there; /* it is the one where files of this candidacy go already, the one that waits too
                    */
    bool
        is_waiting_there; /* the file that waits was sent to it: by a naming that was ended since */
};

/* INVALID_STATE of a candidacy that is over, FILE_ON_AGENDA, FILE_DECIDED;
 * COMMISSION_NOT_COMPETENT, COMMISSION_ALREADY_COMPETENT. */
struct outcome competence_override(const struct competence *now);
/* Whether a file waits at another commission, and goes to the one that is named. */
bool competence_moves_file(const struct competence *now);

#endif
