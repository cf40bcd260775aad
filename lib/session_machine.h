/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a session: PLANNED -> CONVENED -> OPEN -> CLOSED -> SIGNED, or CANCELLED before OPEN
 * (9.3). Same shape as the candidacy machine: table, guards, walk. */
#ifndef SESSION_MACHINE_H
#define SESSION_MACHINE_H

#include "session.h"

enum session_event {
    SESSION_EVENT_CONVENE,
    SESSION_EVENT_OPEN,
    SESSION_EVENT_CLOSE,
    SESSION_EVENT_SIGN, /* through a signature, not through the events of the session */
    SESSION_EVENT_CANCEL,
    SESSION_EVENT_REOPEN, /* by itself: a juror changed or contested a vote that a decision had
                             counted, and the minutes that listed it fall with the decision */
    SESSION_EVENT_COUNT
};

extern const char *const session_event_names[]; /* by value, NULL-terminated */
const char *session_event_name(enum session_event event);

struct session_command {
    enum session_event event;
    struct date today;
    struct date occurred_on; /* what the session itself dates: not of SIGN */
    unsigned actors;         /* enum actor; 0 = not checked here */
    uint64_t callers;        /* jurors who are the human that asks: OPEN, CLOSE */
    struct id signer_id;     /* SIGN: member */
    bool has_reason;         /* CANCEL */
};

enum session_guard {
    SESSION_GUARD_NONE,
    SESSION_GUARD_DATE_BEFORE_PREVIOUS_ACT,
    SESSION_GUARD_DATE_AFTER_SESSION,
    SESSION_GUARD_SESSION_TOO_EARLY,
    SESSION_GUARD_QUORUM_NOT_MET,
    SESSION_GUARD_PARITY_BROKEN,
    SESSION_GUARD_JUROR_NOT_INDEPENDENT,
    SESSION_GUARD_SAME_COLLEGE_CHAIRS,
    SESSION_GUARD_ITEMS_UNDECIDED,
    SESSION_GUARD_SIGNER_NOT_ALLOWED,
    SESSION_GUARD_ALREADY_SIGNED,
    SESSION_GUARD_SAME_COLLEGE_SIGNATURES,
    SESSION_GUARD_REASON_REQUIRED,
    SESSION_GUARD_NOT_PRESIDING,
    SESSION_GUARD_MEMBERS_TO_CONVENE,
    SESSION_GUARD_CHAIR_NOT_NAMED,
    SESSION_GUARD_START_NOT_SET,
    SESSION_GUARD_COUNT
};

struct session_guard_info {
    enum reason reason;
    bool needs_data;
};

const struct session_guard_info *session_guard_info(enum session_guard guard);

enum session_effect_kind {
    SESSION_EFFECT_NONE,
    SESSION_EFFECT_UPDATE,        /* state, version */
    SESSION_EFFECT_WRITE_MINUTES, /* at closing: the procès-verbal */
    SESSION_EFFECT_ADD_SIGNATURE,
    SESSION_EFFECT_DECIDE_ITEM,  /* at the second signature, each item: the verdict becomes an event
                                    of its candidacy: CERTIFY, DEFER, REFUSE, or REMOVE_FROM_AGENDA
                                    when not examined */
    SESSION_EFFECT_RELEASE_ITEM, /* at cancellation, each item leaves the agenda */
    SESSION_EFFECT_KIND_COUNT
};

enum { SESSION_MAX_GUARDS = 9, SESSION_MAX_EFFECTS = 3 };

struct session_transition {
    enum session_state from;
    enum session_event event;
    enum session_state to; /* SIGN: CLOSED at the first signature, SIGNED at the second */
    unsigned actors;
    enum session_guard guards[SESSION_MAX_GUARDS + 1];
    enum session_effect_kind effects[SESSION_MAX_EFFECTS + 1];
};

const struct session_transition *session_transitions(size_t *ret_count);
const struct session_transition *session_transition_find(enum session_state from,
                                                         enum session_event event);

/* What a session goes on with from a state: the first row that the table has of it; NULL = it has
 * ended. */
const struct session_transition *session_transition_next(enum session_state from);

/* What has to be written, for the first `count` files of the agenda; otherwise 1. */
struct session_effect {
    enum session_effect_kind kind;
    int count;
};

struct session_decision {
    const struct session_transition *transition;
    enum session_state to;
    int effect_count;
    struct session_effect effects[SESSION_MAX_EFFECTS]; /* one a kind of the row */
};

/* *ret_decision is written only when accepted. */
struct outcome session_decide(const struct session *now, const struct session_command *asked,
                              const struct policy *policy, struct session_decision *ret_decision);

struct session_asked_guard {
    enum session_guard guard;
    enum guard_answer answer;
    struct reason_detail detail;
};

struct session_allowed_event {
    const struct session_transition *transition;
    bool is_allowed;
    int guard_count;
    struct session_asked_guard guards[SESSION_MAX_GUARDS];
};

/* actors: 0 = all events; callers: jurors who are the human that asks. */
int session_allowed_events(const struct session *now, const struct policy *policy,
                           struct date today, unsigned actors, uint64_t callers,
                           struct session_allowed_event ret_events[SESSION_EVENT_COUNT]);

#endif
