/* Who would have to step down from a file, for parity. */
#include "simulation.h"

/* The higher, the later. */
static int weight_of(const struct session *session, const struct agenda_item *item, int juror)
{
    const uint64_t cast =
        item->votes[VOTE_FOR] | item->votes[VOTE_AGAINST] | item->votes[VOTE_ABSTAIN];
    const struct juror *asked = &session->jurors[juror];
    const bool has_spoken =
        (((cast & ~item->recorded) | item->contested) & session_juror_bit(juror)) != 0;
    const bool is_chair = id_equals(asked->member_id, session->chair_member_id) ||
                          id_equals(asked->member_id, session->vice_chair_member_id);
    return (has_spoken ? 4 : 0) + (is_chair ? 2 : 0) + (asked->is_alternate ? 0 : 1);
}

uint64_t simulation_step_downs(const struct session *session, const struct agenda_item *item,
                               const struct policy *policy)
{
    const uint64_t voters = session_voters(session, item);
    const struct tally tally = session_tally_of(session, item, voters, policy);
    const int more = tally.voters[COLLEGE_EMPLOYER] - tally.voters[COLLEGE_EMPLOYEE];
    const enum college larger = more > 0 ? COLLEGE_EMPLOYER : COLLEGE_EMPLOYEE;
    uint64_t proposed = 0;
    if (tally_has_parity(&tally))
        return 0;
    for (int left = more > 0 ? more : -more; left > 0; left--) {
        int next = -1;
        for (int i = 0; i < session->juror_count; i++) {
            if ((voters & ~proposed & session_juror_bit(i)) == 0 ||
                session->jurors[i].college != larger)
                continue;
            if (next < 0 || weight_of(session, item, i) <= weight_of(session, item, next))
                next = i;
        }
        proposed |= session_juror_bit(next);
    }
    return proposed;
}
