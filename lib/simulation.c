/* SPDX-License-Identifier: EUPL-1.2 */
/* What a session could decide with those who are invited. */
#include "simulation.h"

#include "name.h"
#include "session_machine.h"

const char *const simulation_standing_names[] = {
    [SIMULATION_DECIDABLE] = "DECIDABLE",
    [SIMULATION_STEP_DOWNS_NEEDED] = "STEP_DOWNS_NEEDED",
    [SIMULATION_VOTERS_MISSING] = "VOTERS_MISSING",
    NULL,
};
NAMES_END_WITH(simulation_standing_names, SIMULATION_STANDING_COUNT);

static bool is_chair(const struct session *session, const struct juror *juror)
{
    return id_equals(juror->member_id, session->chair_member_id) ||
           id_equals(juror->member_id, session->vice_chair_member_id);
}

/* The higher, the later. */
static int weight_of(const struct session *session, const struct agenda_item *item, int juror)
{
    const uint64_t cast =
        item->votes[VOTE_FOR] | item->votes[VOTE_AGAINST] | item->votes[VOTE_ABSTAIN];
    const struct juror *asked = &session->jurors[juror];
    const bool has_spoken =
        (((cast & ~item->recorded) | item->contested) & session_juror_bit(juror)) != 0;
    return (has_spoken ? 4 : 0) + (is_chair(session, asked) ? 2 : 0) +
           (asked->is_alternate ? 0 : 1);
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

void simulation_invite(const struct session *session, int recorded_count, struct juror *ret_jurors)
{
    bool is_convened = false;
    for (int i = 0; i < session->juror_count; i++)
        is_convened |= session->jurors[i].is_convened;
    for (int i = 0; i < session->juror_count; i++) {
        struct juror *juror = &ret_jurors[i];
        *juror = session->jurors[i];
        if (recorded_count > 0)
            continue;
        const bool is_asked =
            is_convened ? juror->is_convened : !juror->is_alternate || is_chair(session, juror);
        const bool may_sit = (session->excluded & session_juror_bit(i)) == 0;
        juror->presence = is_asked && may_sit ? PRESENCE_PRESENT : PRESENCE_ABSENT;
    }
}

/* Who is not expected and could vote on it, of the colleges that lack somebody. */
static uint64_t available_jurors(const struct session *invited, const struct agenda_item *item,
                                 const int missing[COLLEGE_COUNT])
{
    const uint64_t barred =
        session_attending(invited) | invited->excluded | item->dependent | item->step_downs;
    uint64_t available = 0;
    for (int i = 0; i < invited->juror_count; i++)
        if (missing[invited->jurors[i].college] > 0)
            available |= session_juror_bit(i) & ~barred;
    return available;
}

static bool are_enough(const struct session *invited, uint64_t available,
                       const int missing[COLLEGE_COUNT])
{
    int lacking[COLLEGE_COUNT] = { missing[COLLEGE_EMPLOYER], missing[COLLEGE_EMPLOYEE] };
    for (int i = 0; i < invited->juror_count; i++)
        if ((available & session_juror_bit(i)) != 0)
            lacking[invited->jurors[i].college]--;
    return lacking[COLLEGE_EMPLOYER] <= 0 && lacking[COLLEGE_EMPLOYEE] <= 0;
}

struct simulation_file simulation_of_file(const struct session *invited,
                                          const struct agenda_item *item,
                                          const struct policy *policy)
{
    struct simulation_file file = { .voters = session_voters(invited, item) };
    file.tally = session_tally_of(invited, item, file.voters, policy);
    if (tally_has_quorum(&file.tally)) {
        file.step_downs = simulation_step_downs(invited, item, policy);
        file.standing = file.step_downs != 0 ? SIMULATION_STEP_DOWNS_NEEDED : SIMULATION_DECIDABLE;
        file.can_be_settled = true;
        return file;
    }
    file.standing = SIMULATION_VOTERS_MISSING;
    for (int college = 0; college < COLLEGE_COUNT; college++) {
        const int missing = file.tally.min_per_college - file.tally.voters[college];
        file.missing[college] = missing > 0 ? missing : 0;
    }
    file.available = available_jurors(invited, item, file.missing);
    file.can_be_settled = are_enough(invited, file.available, file.missing);
    return file;
}

struct outcome simulation_of_opening(const struct session *invited, const struct policy *policy)
{
    const struct session_command opening = { .event = SESSION_EVENT_OPEN,
                                             .today = invited->held_on,
                                             .occurred_on = invited->held_on,
                                             .callers = UINT64_MAX };
    struct session_decision decision;
    struct session convened = *invited;
    convened.state = SESSION_CONVENED;
    return session_decide(&convened, &opening, policy, &decision);
}

static int recusals_of(const struct session *invited, int juror)
{
    int count = 0;
    for (int i = 0; i < invited->item_count; i++)
        if (((invited->items[i].dependent | invited->items[i].recusals) &
             session_juror_bit(juror)) != 0)
            count++;
    return count;
}

static bool judges_nothing(const struct session *invited, int juror)
{
    return invited->item_count > 0 && recusals_of(invited, juror) == invited->item_count;
}

/* Is the first the better one to preside? */
static bool is_fitter(const struct session *invited, int juror, int other)
{
    const struct juror *a = &invited->jurors[juror], *b = &invited->jurors[other];
    if (a->is_alternate != b->is_alternate)
        return b->is_alternate;
    return recusals_of(invited, juror) < recusals_of(invited, other);
}

static int presiding_of(const struct session *invited, enum college college, struct id in_turn)
{
    const uint64_t may_sit = session_voters(invited, NULL);
    int found = -1;
    for (int i = 0; i < invited->juror_count; i++) {
        if ((may_sit & session_juror_bit(i)) == 0 || invited->jurors[i].college != college)
            continue;
        if (id_equals(invited->jurors[i].member_id, in_turn) && !judges_nothing(invited, i))
            return i;
        if (found < 0 || is_fitter(invited, i, found))
            found = i;
    }
    return found;
}

struct simulation_chairs simulation_of_chairs(const struct session *invited,
                                              const struct last_chairs *last)
{
    const enum college other =
        last->college == COLLEGE_EMPLOYER ? COLLEGE_EMPLOYEE : COLLEGE_EMPLOYER;
    return (struct simulation_chairs){
        .chair = presiding_of(invited, other, last->vice_chair_member_id),
        .vice_chair = presiding_of(invited, last->college, last->chair_member_id),
    };
}
