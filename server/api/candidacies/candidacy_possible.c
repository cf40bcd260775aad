/* SPDX-License-Identifier: EUPL-1.2 */
/* What may happen to a candidacy: the walk of the machine of lib/, asked instead of run into. */
#include "api/candidacies/candidacy_possible.h"

#include "api/consent.h"
#include "api/refusals.h"
#include "candidacy_decide.h"

/* Of a session's operations too: their snapshot begins with the set, whose first candidacy is the
 * one that moves. */
static const struct candidacy_snapshot *snapshot_of(const struct exchange *x)
{
    const struct candidacy_set *set = x->snapshot;
    return set->items[0];
}

static unsigned state_of(const struct exchange *x)
{
    return (unsigned)snapshot_of(x)->candidacy.state - 1; /* the words begin behind NONE */
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/candidacies/", snapshot_of(x)->candidacy.id);
}

static bool is_trainer(const struct exchange *x, const struct module *module)
{
    return id_is_set(x->principal.human_id) &&
           id_equals(module->trainer.human_id, x->principal.human_id);
}

struct hand candidacy_hand(const struct exchange *x)
{
    return (struct hand){ { x->principal.person_id, x->principal.human_id }, x->principal.roles };
}

bool candidacy_module_is_own(const struct exchange *x, const struct module *module)
{
    return id_equals(module->training_org_id, exchange_organism(x)) || is_trainer(x, module);
}

bool candidacy_is_trained(const struct exchange *x, const struct candidacy *now)
{
    const bool is_elsewhere = candidacy_is_held_elsewhere(x, now);
    if (now->state != CANDIDACY_IN_TRAINING || !now->path ||
        (is_elsewhere && !id_is_set(principal_reach(&x->principal))))
        return false;
    for (int i = 0; i < now->path->module_count; i++) {
        const struct module *module = &now->path->modules[i];
        if (is_trainer(x, module) &&
            (!is_elsewhere || id_equals(module->training_org_id, exchange_organism(x))))
            return true;
    }
    return false;
}

/* A former owner reads, and does nothing more; who trains for another organism records hours. At
 * home a trainer acts where he trains. A transfer is the consent of an organism. */
static bool is_side(const struct exchange *x, unsigned event)
{
    const struct candidacy *now = &snapshot_of(x)->candidacy;
    const unsigned owners = transition_actors((enum candidacy_event)event);
    if (event == EVENT_TRANSFER && consent_is_of_system(x))
        return false;
    if (candidacy_is_held_elsewhere(x, now))
        return event_is_of_attendance((enum candidacy_event)event) && candidacy_is_trained(x, now);
    return (x->principal.roles & owners) != ROLE_TRAINER || candidacy_is_trained(x, now);
}

static struct resolution_subject subject_of(const struct exchange *x)
{
    const struct candidacy_snapshot *snapshot = snapshot_of(x);
    return candidacy_subject(&snapshot->candidacy, snapshot->referential_code);
}

/* Decision 16: nobody learns before the candidate consents what another organism did. */
static struct slice print_after_consent(struct exchange *x, enum reason reason)
{
    return arena_print(
        x->arena,
        x->is_english ? "Told once the candidate has consented: “%s”"
                      : "Se vérifie une fois l’accord du candidat donné\u00a0: «\u00a0%s\u00a0»",
        reason_holds(reason, x->is_english));
}

static void take_answer(struct exchange *x, const struct candidacy *now,
                        const struct allowed_event *event, struct event_answer *ret_answer)
{
    const enum candidacy_event number = event->transition->event;
    const bool has_door = event_data_fields(number) != NULL;
    *ret_answer =
        (struct event_answer){ .event = number, .roles = has_door ? event->transition->actors : 0 };
    for (int i = 0; i < event->guard_count; i++) {
        const struct asked_guard *asked = &event->guards[i];
        struct event_guard *guard =
            event_answer_add(ret_answer, guard_info(asked->guard)->reason, asked->answer);
        if (asked->answer == GUARD_NEEDS_DATA &&
            guard_info(asked->guard)->kind == GUARD_AFTER_CONSENT)
            guard->message = print_after_consent(x, guard->reason);
        if (asked->answer != GUARD_UNMET)
            continue;
        event_guard_tell(x, guard, &asked->detail, now->referential);
    }
}

static unsigned ask(struct exchange *x, struct event_answer ret_answers[EVENTS_MAX])
{
    const struct candidacy_snapshot *snapshot = snapshot_of(x);
    const struct facts facts = candidacy_set_facts(x->snapshot, snapshot);
    struct allowed_event *events = exchange_alloc(x, CANDIDACY_MAX_ALLOWED_EVENTS * sizeof *events);
    if (!events)
        return 0;
    struct candidacy_command context = { .facts = &facts, .hand = candidacy_hand(x) };
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, &context);
    int count = candidacy_allowed_events(&snapshot->candidacy, &context, x->policy, events);
    for (int i = 0; i < count; i++)
        take_answer(x, &snapshot->candidacy, &events[i], &ret_answers[i]);
    return (unsigned)count;
}

static unsigned owners_of(unsigned event)
{
    return event_data_fields((enum candidacy_event)event)
               ? transition_actors((enum candidacy_event)event)
               : 0;
}

_Static_assert((int)CANDIDACY_MAX_ALLOWED_EVENTS <= (int)EVENTS_MAX, "room for every event");
_Static_assert((int)TRANSITION_MAX_GUARDS <= (int)EVENT_GUARDS_MAX, "room for every guard");

const struct machine candidacy_machine = {
    .states = &candidacy_state_words,
    .events = &candidacy_event_words,
    .noun = { "La candidature", "The candidacy" },
    .roles = CANDIDACY_EVENT_ROLES,
    .state = state_of,
    .address = address_of,
    .is_side = is_side,
    .ask = ask,
    .owners = owners_of,
    .subject = subject_of,
};
