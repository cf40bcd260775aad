/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/events.h"

#include "api/event_way.h"
#include "api/refusals.h"
#include "api/sentence.h"

#include <assert.h>
#include <string.h>

/* --- the body of an event --- */

/* NULL when its table has no such member. */
static const void *member_of_body(const struct exchange *x, const char *name)
{
    for (const struct field *field = x->operation->body->fields; field->name; field++) {
        if (strcmp(field->name, name) == 0)
            return (const char *)x->body + field->offset;
    }
    return NULL;
}

struct date events_day(const struct exchange *x)
{
    const struct date *day = member_of_body(x, "occurred_on");
    return day && date_is_set(*day) ? *day : x->today;
}

unsigned events_owners(const struct exchange *x)
{
    const struct machine *machine = x->operation->machine;
    const int *event = machine && x->body ? member_of_body(x, "event") : NULL;
    if (!event || !field_is_given(x->operation->body, x->body, "event") ||
        !exchange_is_sound(x, "/event"))
        return 0;
    unsigned roles = machine->owners ? machine->owners((unsigned)*event) : 0;
    for (unsigned i = 0; i < machine->rule_count; i++)
        roles |= machine->rules[i].event == (unsigned)*event ? machine->rules[i].roles : 0;
    return roles & machine->roles;
}

/* --- words --- */

static const char *label_of(const struct exchange *x, const struct vocabulary *words, unsigned word)
{
    return x->is_english ? words->labels[word].en : words->labels[word].fr;
}

static struct slice print_state(struct exchange *x, const struct machine *machine)
{
    const unsigned state = machine->state(x);
    return arena_print(x->arena, "{\"state\":\"%s\",\"state_label\":\"%s\"}",
                       machine->states->codes[state], label_of(x, machine->states, state));
}

/* "La séance est à l’état « Close » …"; labels: of what is possible instead, unset = not known. */
static struct slice print_message(struct exchange *x, const struct machine *machine,
                                  struct slice labels)
{
    const char *state = label_of(x, machine->states, machine->state(x));
    const char *noun = x->is_english ? machine->noun.en : machine->noun.fr;
    const struct slice first =
        x->is_english
            ? arena_print(x->arena, "%s is in the state “%s”: this is not possible there.", noun,
                          state)
            : arena_print(
                  x->arena,
                  "%s est à l’état «\u00a0%s\u00a0»\u00a0: cette action n’y est pas possible.",
                  noun, state);
    if (!slice_is_set(labels))
        return first;
    if (labels.size == 0)
        return arena_print(x->arena, "%.*s %s", (int)first.size, first.at,
                           x->is_english ? "Nothing is possible for you in this state."
                                         : "Aucune action ne vous est possible dans cet état.");
    return arena_print(x->arena, "%.*s %s %.*s.", (int)first.size, first.at,
                       x->is_english ? "What you may do now:" : "Vos actions possibles\u00a0:",
                       (int)labels.size, labels.at);
}

/* --- asking --- */

struct event_guard *event_answer_add(struct event_answer *answer, enum reason reason,
                                     enum guard_answer guard_answer)
{
    assert(answer->guard_count < EVENT_GUARDS_MAX);
    struct event_guard *guard = &answer->guards[answer->guard_count++];
    *guard = (struct event_guard){ .reason = reason, .answer = guard_answer };
    return guard;
}

void event_guard_tell(struct exchange *x, struct event_guard *guard,
                      const struct reason_detail *detail, const struct referential *referential)
{
    guard->message = sentence_print(x, guard->reason, detail, referential);
    guard->details = detail_print(x, detail, referential);
    guard->about = detail->id;
}

static const struct unmet *find_unmet(const struct outcome *outcome, enum reason reason)
{
    for (int i = 0; i < outcome->count; i++) {
        if (outcome->unmet[i].reason == reason)
            return &outcome->unmet[i];
    }
    return NULL;
}

static void add_unmet(struct exchange *x, struct event_answer *answer, const struct unmet *unmet)
{
    struct event_guard *guard = event_answer_add(answer, unmet->reason, GUARD_UNMET);
    event_guard_tell(x, guard, &unmet->detail, NULL);
    const struct machine *judged = x->operation->machine->judged;
    if (unmet->reason == REASON_INVALID_STATE && judged) {
        guard->details = print_state(x, judged);
        guard->message = print_message(x, judged, SLICE_UNSET);
    }
}

/* The guards that the table names, and whatever else stands in the way. */
static void fill_guards(struct exchange *x, const struct event_rule *rule,
                        const struct outcome *outcome, struct event_answer *answer)
{
    enum { MOST = sizeof rule->of_state / sizeof rule->of_state[0] };
    for (unsigned i = 0; i < MOST && rule->of_state[i] != REASON_NONE; i++) {
        if (!find_unmet(outcome, rule->of_state[i]))
            event_answer_add(answer, rule->of_state[i], GUARD_MET);
    }
    for (int i = 0; i < outcome->count; i++)
        add_unmet(x, answer, &outcome->unmet[i]);
    for (unsigned i = 0; i < MOST && rule->of_data[i] != REASON_NONE; i++)
        event_answer_add(answer, rule->of_data[i], GUARD_NEEDS_DATA);
}

/* Whether the state has the event, for whatever side. */
static bool has_event(const struct exchange *x, const struct machine *machine,
                      const struct event_rule *rule)
{
    return rule->from >> machine->state(x) & 1 &&
           (!machine->whose || machine->whose(x, rule->event) != WHOSE_NOBODY);
}

static unsigned roles_of(const struct exchange *x, const struct machine *machine,
                         const struct event_rule *rule)
{
    return rule->roles & machine->roles &
           (machine->givers ? machine->givers(x, rule->event) : ROLES_ANY);
}

static unsigned ask_table(struct exchange *x, const struct machine *machine,
                          struct event_answer *answers)
{
    unsigned count = 0;
    for (unsigned i = 0; i < machine->rule_count; i++) {
        const struct event_rule *rule = &machine->rules[i];
        struct outcome outcome = { 0 };
        if (!has_event(x, machine, rule))
            continue;
        struct event_answer *answer = &answers[count++];
        *answer =
            (struct event_answer){ .event = rule->event, .roles = roles_of(x, machine, rule) };
        if (machine->judge)
            machine->judge(x, rule->event, &outcome);
        fill_guards(x, rule, &outcome, answer);
    }
    return count;
}

static bool is_open(const struct exchange *x, const struct machine *machine,
                    const struct event_answer *answer)
{
    return (x->principal.roles & answer->roles & machine->roles) != 0 &&
           (!machine->is_side || machine->is_side(x, answer->event));
}

static bool has_unmet(const struct event_answer *answer)
{
    for (unsigned i = 0; i < answer->guard_count; i++) {
        if (answer->guards[i].answer == GUARD_UNMET)
            return true;
    }
    return false;
}

/* Every event of the present state, as the caller stands to it. NULL when memory is short. */
static struct event_answer *ask(struct exchange *x, unsigned *ret_count)
{
    const struct machine *machine = x->operation->machine;
    struct event_answer *answers = exchange_alloc(x, EVENTS_MAX * sizeof *answers);
    *ret_count = 0;
    if (!answers)
        return NULL;
    *ret_count = machine->ask ? machine->ask(x, answers) : ask_table(x, machine, answers);
    for (unsigned i = 0; i < *ret_count; i++) {
        answers[i].is_open = is_open(x, machine, &answers[i]);
        answers[i].is_allowed = answers[i].is_open && !has_unmet(&answers[i]);
    }
    return answers;
}

/* --- refusing --- */

void events_prepare(struct exchange *x)
{
    const int64_t *version = member_of_body(x, "expected_version");
    assert(version); /* EVENT_VERSION_FIELD() is in every event body */
    if (*version)
        x->expected_version = *version;
    x->data_pointer = "/data";
}

bool events_admit(struct exchange *x, unsigned event)
{
    const struct machine *machine = x->operation->machine;
    for (unsigned i = 0; i < machine->rule_count; i++) {
        const struct event_rule *rule = &machine->rules[i];
        if (rule->event != event || !has_event(x, machine, rule))
            continue;
        const struct event_answer answer = { .event = event, .roles = roles_of(x, machine, rule) };
        if (is_open(x, machine, &answer))
            return true;
        refuse_role(x, answer.roles, machine->whose ? machine->whose(x, event) : WHOSE_NOBODY,
                    NULL);
        return false;
    }
    exchange_refuse(x, REASON_INVALID_STATE, (struct slice){ 0 });
    return false;
}

/* Names of the allowed events as a JSON array, and their labels as a list in a sentence. */
static void list_allowed(struct exchange *x, const struct event_answer *answers, unsigned count,
                         struct slice *ret_codes, struct slice *ret_labels)
{
    const struct vocabulary *words = x->operation->machine->events;
    struct slice codes = SLICE("["), labels = SLICE("");
    for (unsigned i = 0; i < count; i++) {
        if (!answers[i].is_allowed)
            continue;
        const char *comma = codes.size > 1 ? "," : "", *blank = codes.size > 1 ? " " : "";
        codes = arena_print(x->arena, "%.*s%s\"%s\"", (int)codes.size, codes.at, comma,
                            words->codes[answers[i].event]);
        labels = arena_print(x->arena, "%.*s%s%s%s%s%s", (int)labels.size, labels.at, comma, blank,
                             x->is_english ? "“" : "«\u00a0", label_of(x, words, answers[i].event),
                             x->is_english ? "”" : "\u00a0»");
    }
    *ret_codes = arena_print(x->arena, "%.*s]", (int)codes.size, codes.at);
    *ret_labels = labels;
}

static void complete(struct exchange *x, struct refusal *refusal, struct slice labels)
{
    const struct machine *machine = refusal->of ? refusal->of : x->operation->machine;
    const struct slice address = machine->address(x);
    refusal->details = print_state(x, machine);
    refusal->message =
        print_message(x, machine, machine == x->operation->machine ? labels : SLICE_UNSET);
    if (event_way_tell(x, machine, refusal))
        return;
    refusal->resolve_method = method_names[METHOD_GET];
    refusal->resolve_href =
        arena_print(x->arena, "%.*s/allowed-events", (int)address.size, address.at);
}

void events_complete(struct exchange *x)
{
    const struct machine *machine = x->operation->machine;
    struct slice labels = SLICE_UNSET;
    unsigned count = 0;
    if (!machine)
        return;
    if (machine->ask || machine->rules) {
        const struct event_answer *answers = ask(x, &count);
        list_allowed(x, answers, answers ? count : 0, &x->allowed_events, &labels);
    }
    for (unsigned i = 0; i < x->refusal_count; i++) {
        if (x->refusals[i].reason == REASON_INVALID_STATE)
            complete(x, &x->refusals[i], labels);
    }
}

/* --- telling --- */

/* What is said of a guard that has no message of its own. One that waits for the data states what
 * has to hold, as nobody knows yet whether it does. */
static struct slice guard_message(struct exchange *x, const struct event_guard *guard)
{
    const struct reason_info *info = reason_info(guard->reason);
    const char *holds = reason_holds(guard->reason, x->is_english);
    if (guard->answer == GUARD_UNMET || !holds)
        return slice_of(x->is_english ? info->detail_en : info->detail_fr);
    if (guard->answer == GUARD_MET)
        return slice_of(holds);
    return arena_print(x->arena,
                       x->is_english
                           ? "Has to hold of what is sent: “%s”"
                           : "Condition que la saisie devra remplir\u00a0: «\u00a0%s\u00a0»",
                       holds);
}

static void write_guard(struct exchange *x, struct writer *writer, const struct event_guard *guard)
{
    const struct machine *machine = x->operation->machine;
    const struct reason_info *info = reason_info(guard->reason);
    const bool is_unmet = guard->answer == GUARD_UNMET;
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "answer");
    writer_text(writer, guard_answer_names[guard->answer]);
    writer_key(writer, "message");
    writer_string(writer, slice_is_set(guard->message) ? guard->message : guard_message(x, guard));
    writer_key(writer, "details");
    writer_raw(writer, slice_is_set(guard->details) ? guard->details : SLICE("{}"));
    writer_key(writer, "resolve_with");
    if (is_unmet && machine->subject) {
        const struct resolution_subject subject = machine->subject(x);
        const struct reason_detail detail = { .id = guard->about };
        write_resolution(x, writer, guard->reason, &detail, &subject);
    } else {
        writer_null(writer);
    }
    writer_close(writer, '}');
}

/* The guard of an event that the caller may not post. Nobody posts the events of no role here: a
 * person in charge, to whom the reason's own text sends, does not exist. */
static struct event_guard role_guard(struct exchange *x, unsigned event, unsigned roles)
{
    const struct machine *machine = x->operation->machine;
    struct event_guard guard = {
        .reason = REASON_ROLE_NOT_ALLOWED,
        .answer = GUARD_UNMET,
        .message = x->is_english
                       ? SLICE("This event results from another act, or from time passing: it is "
                               "not sent here.")
                       : SLICE("Cet événement résulte d’un autre acte, ou du temps qui "
                               "passe\u00a0: il ne s’enregistre pas ici."),
    };
    const enum whose whose = machine->whose ? machine->whose(x, event) : WHOSE_NOBODY;
    const bool is_of_somebody = roles != 0 || whose == WHOSE_OPERATOR;
    if (is_of_somebody && (whose != WHOSE_NOBODY || !(roles & x->principal.roles)))
        guard.reason = say_role(x, roles, whose, NULL, &guard.message, &guard.details);
    return guard;
}

static void write_answer(struct exchange *x, struct writer *writer,
                         const struct event_answer *answer)
{
    const struct machine *machine = x->operation->machine;
    const unsigned roles = answer->roles & machine->roles;
    const struct event_guard of_role = role_guard(x, answer->event, roles);
    writer_open(writer, '{');
    writer_key(writer, "event");
    writer_text(writer, machine->events->codes[answer->event]);
    writer_key(writer, "label");
    writer_text(writer, label_of(x, machine->events, answer->event));
    writer_key(writer, "is_allowed");
    writer_bool(writer, answer->is_allowed);
    writer_key(writer, "roles");
    writer_open(writer, '[');
    for (unsigned i = 0; role_names[i]; i++) {
        if (roles & 1u << i)
            writer_text(writer, role_names[i]);
    }
    writer_close(writer, ']');
    writer_key(writer, "guards");
    writer_open(writer, '[');
    if (!answer->is_open)
        write_guard(x, writer, &of_role);
    for (unsigned i = 0; i < answer->guard_count; i++)
        write_guard(x, writer, &answer->guards[i]);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

void events_render(struct exchange *x, struct writer *writer)
{
    const struct machine *machine = x->operation->machine;
    unsigned count;
    const struct event_answer *answers = ask(x, &count);
    const unsigned state = machine->state(x);
    const bool reads_all = exchange_has_role(x, ROLES_READ_ALL);
    writer_open(writer, '{');
    writer_key(writer, "state");
    writer_text(writer, machine->states->codes[state]);
    writer_key(writer, "state_label");
    writer_text(writer, label_of(x, machine->states, state));
    writer_key(writer, "version");
    writer_int(writer, x->version);
    writer_key(writer, "on_date");
    writer_date(writer, x->today);
    writer_key(writer, "resolve_with");
    event_way_write(x, machine, writer);
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (unsigned i = 0; i < count; i++) {
        if (answers[i].is_open || reads_all)
            write_answer(x, writer, &answers[i]);
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

void events_render_recorded(struct exchange *x, struct writer *writer)
{
    const int *event = member_of_body(x, "event");
    assert(event); /* EVENT_FIELD() is in every event body */
    writer_open(writer, '{');
    writer_key(writer, "event");
    writer_text(writer, x->operation->machine->events->codes[*event]);
    writer_key(writer, "occurred_on");
    writer_date(writer, events_day(x));
}

/* --- tables --- */

struct allowed_query {
    struct given given;
    bool explain;
};
static const struct field query_fields[] = {
    { "explain", FIELD_BOOL, 0, offsetof(struct allowed_query, explain),
      .doc = "Guards are always explained; accepted for clarity of calls.", .example = "true" },
    { .name = NULL },
};
const struct fields allowed_events_query = { "AllowedEventsQuery", query_fields,
                                             sizeof(struct allowed_query) };

static const struct member guard_members[] = {
    { "code", MEMBER_TEXT, .doc = "Reason that the guard raises.",
      .example = "\"DEADLINE_PASSED\"" },
    { "answer", MEMBER_ENUM, .words = &guard_answer_words, .doc = "As of today." },
    { "message", MEMBER_TEXT,
      .doc = "Of an unmet guard what is wrong; of the others what holds, or has to hold. In the "
             "language that was asked for." },
    { "details", MEMBER_JSON, .doc = "What is at fault." },
    { "resolve_with", MEMBER_JSON, MEMBER_NULLABLE,
      .doc = "Of an unmet guard, the call that would help, when there is one that the caller may "
             "make: method, href and, where the call takes events, event." },
    { .name = NULL },
};
const struct view guard_answer_view = { "GuardAnswer", "A guard and its answer.", guard_members };
