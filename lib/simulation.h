/* What a session could decide, asked beforehand: who would have to step down from a file so that
 * both colleges have as many voters on it (3.4, A20). */
#ifndef SIMULATION_H
#define SIMULATION_H

#include "session.h"

/* Who of the larger college could step down from a file, as few as parity needs: alternates before
 * members, then whoever sits last; chair and vice-chair only when nobody else is left, and behind
 * them who has voted on it in person. None while a college lacks its minimum (QUORUM_NOT_MET is
 * what comes first), and none where parity stands. */
uint64_t simulation_step_downs(const struct session *session, const struct agenda_item *item,
                               const struct policy *policy);

#endif
