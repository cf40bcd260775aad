/* SPDX-License-Identifier: EUPL-1.2 */
/* What minutes and rectifying minutes share: how they are signed, and by whom. */
#ifndef MINUTES_H
#define MINUTES_H

#include "api/commissions/session_snapshot.h"

extern const struct view minutes_signature_view;

struct signature_body {
    struct given given;
    struct id member_id;
};
extern const struct fields minutes_signature_body;

/* The mandate in which the caller signs: the one that the body names, if it is his, or his own as
 * chair or vice-chair. */
struct id minutes_signer(const struct exchange *x);
/* Whether who signed before came with a key from the same hands: of the minutes, or of the draft
 * that {rectification_id} names. */
void minutes_bind_hands(const struct exchange *x, struct params *params);
void minutes_read_hands(struct exchange *x, struct row *row);
#define SIGNATURE_HANDS                                                                            \
    {                                                                                              \
        &SQL_signature_hands, minutes_bind_hands, minutes_read_hands, 0                            \
    }
void minutes_refuse_one_hand(struct exchange *x);
/* False, and said: the body names no juror of the session. */
bool minutes_check_signer(struct exchange *x);

#endif
