/* SPDX-License-Identifier: EUPL-1.2 */
/* A session with its jurors and two files, for the tests of its rules. */
#ifndef SESSION_FIXTURE_H
#define SESSION_FIXTURE_H

#include "fixture.h"

#include "session_chair.h"
#include "session_machine.h"

enum { CHAIR = 200, VICE_CHAIR = 201, ITEM = 300 };

static struct juror jurors[6];
static struct agenda_item items[2];
static struct session session;
static struct session_decision decision;

/* Employers first, then employees; everybody on site; the first of each college is chair and
 * vice-chair. */
static inline void sit(int employers, int employees)
{
    memset(jurors, 0, sizeof jurors);
    memset(items, 0, sizeof items);
    for (int i = 0; i < employers + employees; i++)
        jurors[i] = (struct juror){ .member_id = an_id(210 + i),
                                    .person = a_person(400 + i),
                                    .college = i < employers ? COLLEGE_EMPLOYER : COLLEGE_EMPLOYEE,
                                    .presence = PRESENCE_PRESENT,
                                    .mandate_from = day("2025-01-01") };
    for (int i = 0; i < 2; i++)
        items[i] = (struct agenda_item){ .id = an_id(ITEM + i), .file_id = an_id(310 + i) };
    session = (struct session){ .state = SESSION_OPEN,
                                .held_on = day("2026-02-10"),
                                .has_start = true,
                                .jurors = jurors,
                                .juror_count = employers + employees,
                                .items = items,
                                .item_count = 2 };
    if (employers > 0) {
        jurors[0].member_id = an_id(CHAIR);
        session.chair_member_id = an_id(CHAIR);
    }
    if (employees > 0) {
        jurors[employers].member_id = an_id(VICE_CHAIR);
        session.vice_chair_member_id = an_id(VICE_CHAIR);
    }
}

static inline struct session_command ask(enum session_event event)
{
    return (struct session_command){ .event = event,
                                     .today = day("2026-02-10"),
                                     .occurred_on = day("2026-02-10"),
                                     .callers = UINT64_MAX,
                                     .has_reason = true };
}

static inline struct outcome decide(enum session_event event)
{
    const struct session_command asked = ask(event);
    return session_decide(&session, &asked, &POLICY_DEFAULT, &decision);
}

/* A juror votes in person. */
static inline struct outcome cast(int item, int member)
{
    const struct ballot ballot = { .member_id = an_id(member), .choice = VOTE_FOR, .is_own = true };
    return session_vote(&session, &items[item], &ballot, &POLICY_DEFAULT);
}

/* A juror says it in person, or the secretary notes it. */
static inline struct outcome step_down(struct id member, bool is_own, bool is_undone)
{
    const struct departure departure = { member, is_own, is_undone };
    return session_step_down(&session, &items[0], &departure);
}

static inline struct outcome sign(int member)
{
    struct session_command asked = ask(SESSION_EVENT_SIGN);
    asked.signer_id = an_id(member);
    return session_decide(&session, &asked, &POLICY_DEFAULT, &decision);
}

#endif
