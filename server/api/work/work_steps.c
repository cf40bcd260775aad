/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/work/work_steps.h"

#include "api/candidacies/transfer_requests.h"
#include "api/certificates/annulment_requests.h"
#include "api/certificates/certificates.h"
#include "api/commissions/appeals.h"
#include "api/events.h"
#include "candidacy_machine.h"
#include "session_machine.h"
#include "transfer_request.h"

/* What is collected. */
struct list {
    const struct exchange *x;
    uint64_t kinds;
    unsigned count;
    struct work_steps found;
};

static void append(const struct list *list, struct slice *text, const char *separator,
                   const char *more)
{
    *text = arena_print(list->x->arena, "%.*s%s%s", (int)text->size, text->at, separator, more);
}

/* A step, with its first event or none. */
static void add(struct list *list, enum work_kind_word kind, const char *state, const char *event)
{
    const char *comma = list->count++ ? "," : "";
    append(list, &list->found.steps, comma, work_kind_words.codes[kind]);
    append(list, &list->found.steps, ".", state);
    append(list, &list->found.events, comma, event);
}

static bool asks_for(const struct list *list, enum work_kind_word kind)
{
    return !list->kinds || (list->kinds >> kind & 1);
}

/* Whose act it is among those who call: of who only trains, what is trained, which the reach says.
 * Who is more than that reaches what others train too, where it is not a trainer's. */
static bool is_act_of(const struct exchange *x, unsigned actors)
{
    const unsigned own = x->principal.roles & actors;
    return own != 0 && (own != ROLE_TRAINER || id_is_set(principal_reach(&x->principal)));
}

/* --- by kind --- */

/* A commission finds what was sent to it by its file. */
static void add_candidacies(struct list *list, enum work_kind_word kind)
{
    for (int from = CANDIDACY_CONTACT; from < CANDIDACY_STATE_COUNT; from++) {
        const struct transition *next = transition_next((enum candidacy_state)from);
        if (next && is_act_of(list->x, next->actors))
            add(list, kind, candidacy_state_names[from], candidacy_event_name(next->event));
    }
}

static void add_sessions(struct list *list, enum work_kind_word kind)
{
    for (int from = 0; from < SESSION_STATE_COUNT; from++) {
        const struct session_transition *next = session_transition_next((enum session_state)from);
        if (next && is_act_of(list->x, next->actors))
            add(list, kind, session_state_names[from], session_event_names[next->event]);
    }
}

/* Who received it answers it, and the certifier in the place of who is silent. */
static enum transfer_party party_of(const struct exchange *x)
{
    return slice_is(x->principal.scope, "ORGANISM") ? TRANSFER_PARTY_RECEIVED : TRANSFER_PARTY_NONE;
}

static bool is_answer(const struct exchange *x, const struct event_rule *rule,
                      enum transfer_kind kind)
{
    const struct transfer_standing now = { kind, TRANSFER_REQUEST_PENDING };
    return is_act_of(x, rule->roles) &&
           transfer_request_transition_find(now, party_of(x),
                                            (enum transfer_request_event)rule->event);
}

static void add_transfers(struct list *list, enum work_kind_word kind)
{
    const struct machine *machine = &transfer_request_machine;
    for (int its = 0; its < TRANSFER_KIND_COUNT; its++) {
        const struct slice state = arena_print(
            list->x->arena, "%s.%s", transfer_request_state_names[TRANSFER_REQUEST_PENDING],
            transfer_kind_names[its]);
        unsigned events = 0;
        for (unsigned i = 0; i < machine->rule_count; i++) {
            const char *event = machine->events->codes[machine->rules[i].event];
            if (!is_answer(list->x, &machine->rules[i], (enum transfer_kind)its))
                continue;
            if (events++)
                append(list, &list->found.events, "+", event);
            else
                add(list, kind, state.at, event);
        }
    }
}

/* The rules of a machine, state by state. */
static void add_machine(struct list *list, enum work_kind_word kind, const struct machine *machine)
{
    for (unsigned state = 0; machine->states->codes[state]; state++) {
        unsigned events = 0;
        for (unsigned i = 0; i < machine->rule_count; i++) {
            const struct event_rule *rule = &machine->rules[i];
            if (!(rule->from >> state & 1) || !is_act_of(list->x, rule->roles))
                continue;
            if (events++)
                append(list, &list->found.events, "+", machine->events->codes[rule->event]);
            else
                add(list, kind, machine->states->codes[state], machine->events->codes[rule->event]);
        }
    }
}

static void add_annulments(struct list *list, enum work_kind_word kind)
{
    add_machine(list, kind, &annulment_request_machine);
}

static void add_appeals(struct list *list, enum work_kind_word kind)
{
    add_machine(list, kind, &appeal_machine);
}

/* Acts that are no events of a machine: theirs who may record them. What the side does whose it is,
 * the certifier does as an exception: it does not wait for the certifier. */
static void add_notifications(struct list *list, enum work_kind_word kind)
{
    if (is_act_of(list->x, NOTIFICATION_ROLES))
        add(list, kind, "DUE", "");
}

static void add_handovers(struct list *list, enum work_kind_word kind)
{
    if (is_act_of(list->x, HANDOVER_ROLES & ~(unsigned)ROLE_CERTIFIER))
        add(list, kind, "DUE", "");
}

static void add_certificates(struct list *list, enum work_kind_word kind)
{
    add(list, kind, "DUE", "");
}

/* --- all of them --- */

static const struct {
    const char *scope; /* in which it waits; NULL = in any */
    enum work_kind_word kind;
    void (*add)(struct list *list, enum work_kind_word kind);
} kinds[] = {
    { "ORGANISM", WORK_CANDIDACY, add_candidacies },
    { "CANDIDATE", WORK_CANDIDACY, add_candidacies },
    { "COMMISSION", WORK_FILE, add_candidacies },
    { "COMMISSION", WORK_SESSION, add_sessions },
    { NULL, WORK_NOTIFICATION, add_notifications },
    { NULL, WORK_HANDOVER, add_handovers },
    { NULL, WORK_TRANSFER_REQUEST, add_transfers },
    { NULL, WORK_ANNULMENT_REQUEST, add_annulments },
    { "CERTIFIER", WORK_APPEAL, add_appeals },
    { "CERTIFIER", WORK_CERTIFICATE, add_certificates },
};

struct work_steps work_steps_of(const struct exchange *x, uint64_t asked)
{
    struct list list = { .x = x, .kinds = asked, .found = { SLICE(""), SLICE("") } };
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if ((!kinds[i].scope || slice_is(x->principal.scope, kinds[i].scope)) &&
            asks_for(&list, kinds[i].kind))
            kinds[i].add(&list, kinds[i].kind);
    }
    return list.found;
}
