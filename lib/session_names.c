/* SPDX-License-Identifier: EUPL-1.2 */
/* The names of what a session has, on the wire and in the database. */
#include "name.h"
#include "session.h"

const char *const session_state_names[] = {
    [SESSION_PLANNED] = "PLANNED",
    [SESSION_CONVENED] = "CONVENED",
    [SESSION_OPEN] = "OPEN",
    [SESSION_CLOSED] = "CLOSED",
    [SESSION_SIGNED] = "SIGNED",
    [SESSION_CANCELLED] = "CANCELLED",
    NULL,
};
NAMES_END_WITH(session_state_names, SESSION_STATE_COUNT);
const char *const college_names[] = {
    [COLLEGE_EMPLOYER] = "EMPLOYER",
    [COLLEGE_EMPLOYEE] = "EMPLOYEE",
    NULL,
};
NAMES_END_WITH(college_names, COLLEGE_COUNT);
const char *const presence_names[] = {
    [PRESENCE_ABSENT] = "ABSENT",
    [PRESENCE_PRESENT] = "PRESENT",
    [PRESENCE_REMOTE] = "REMOTE",
    NULL,
};
NAMES_END_WITH(presence_names, PRESENCE_COUNT);
const char *const vote_names[] = {
    [VOTE_FOR] = "FOR",
    [VOTE_AGAINST] = "AGAINST",
    [VOTE_ABSTAIN] = "ABSTAIN",
    NULL,
};
NAMES_END_WITH(vote_names, VOTE_COUNT);
const char *const verdict_names[] = {
    [VERDICT_NONE] = "NONE",
    [VERDICT_CERTIFIED] = "CERTIFIED",
    [VERDICT_REFUSED] = "REFUSED",
    [VERDICT_DEFERRED] = "DEFERRED",
    [VERDICT_NOT_EXAMINED] = "NOT_EXAMINED",
    NULL,
};
NAMES_END_WITH(verdict_names, VERDICT_COUNT);

const char *session_state_name(enum session_state state)
{
    return session_state_names[state];
}

bool session_state_from_name(const char *name, size_t size, enum session_state *ret_state)
{
    const int found = name_find(session_state_names, name, size);
    if (found >= 0)
        *ret_state = (enum session_state)found;
    return found >= 0;
}

bool college_from_name(const char *name, size_t size, enum college *ret_college)
{
    const int found = name_find(college_names, name, size);
    if (found >= 0)
        *ret_college = (enum college)found;
    return found >= 0;
}

bool presence_from_name(const char *name, size_t size, enum presence *ret_presence)
{
    const int found = name_find(presence_names, name, size);
    if (found >= 0)
        *ret_presence = (enum presence)found;
    return found >= 0;
}

bool vote_from_name(const char *name, size_t size, enum vote *ret_vote)
{
    const int found = name_find(vote_names, name, size);
    if (found >= 0)
        *ret_vote = (enum vote)found;
    return found >= 0;
}

bool verdict_from_name(const char *name, size_t size, enum verdict *ret_verdict)
{
    const int found = name_find(verdict_names, name, size);
    if (found > VERDICT_NONE)
        *ret_verdict = (enum verdict)found;
    return found > VERDICT_NONE;
}
