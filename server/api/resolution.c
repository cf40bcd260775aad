/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/resolution.h"

#include "act_order.h"
#include "api/access.h"
#include "candidacy_machine.h"
#include "id_text.h"
#include "name.h"

#include <assert.h>
#include <string.h>

#define EVENTS "/v1/candidacies/{candidacy_id}/events"

/* clang-format off */
/* A reason that the data of the same call would cure is not here: its message says what to send. */
const struct resolution resolutions[] = {
    { REASON_INFORMATION_REQUIRED,          METHOD_POST,  EVENTS, "RECORD_INFORMATION", .needs_nothing_before = true },
    { REASON_INFORMATION_REQUIRED,          METHOD_POST,  EVENTS, "CORRECT_DATE", .is_of_act = true }, /* whichever day is wrong */
    { REASON_FINAL_BEFORE_TRAINING_END,     METHOD_POST,  EVENTS, "CORRECT_DATE", .is_of_act = true },
    { REASON_RESULT_BEFORE_SITTING,         METHOD_POST,  EVENTS, "CORRECT_DATE", .is_of_act = true },
    { REASON_RESTITUTION_BEFORE_EVALUATION, METHOD_POST,  EVENTS, "CORRECT_DATE", .is_of_act = true },
    { REASON_DATE_BEFORE_PREVIOUS_ACT,      METHOD_POST,  EVENTS, "CORRECT_DATE", .is_of_act = true },
    { REASON_DATE_AFTER_NEXT_ACT,           METHOD_POST,  EVENTS, "CORRECT_DATE", .is_of_act = true },
    { REASON_IDENTITY_INCOMPLETE,           METHOD_PATCH, "/v1/candidates/{candidate_id}", NULL },
    { REASON_POSSIBLE_DUPLICATE,            METHOD_GET,   "/v1/candidates/{candidate_id}/possible-duplicates", NULL, .needs_candidates = true },
    { REASON_POSSIBLE_DUPLICATE,            METHOD_PATCH, "/v1/candidates/{candidate_id}", NULL, .needs_names = true }, /* of strangers */
    { REASON_SIGHT_NOT_ACCEPTED,            METHOD_POST,  "/v1/candidacies/{candidacy_id}/sights", NULL },
    { REASON_ALREADY_CERTIFIED,             METHOD_GET,   "/v1/candidacies", NULL },
    { REASON_CANDIDACY_ALREADY_OPEN,        METHOD_POST,  "/v1/candidacies/{candidacy_id}/transfer-requests", NULL, .needs_contact = true },
    { REASON_TRANSFER_ALREADY_REQUESTED,    METHOD_GET,   "/v1/transfer-requests/{request_id}", NULL, .is_of_detail = true },
    { REASON_TRANSFER_ALREADY_OFFERED,      METHOD_GET,   "/v1/transfer-requests/{request_id}", NULL, .is_of_detail = true },
    { REASON_ANNULMENT_ALREADY_REQUESTED,   METHOD_GET,   "/v1/annulment-requests/{request_id}", NULL, .is_of_detail = true },
    { REASON_LINK_ALREADY_REQUESTED,        METHOD_GET,   "/v1/link-requests/{request_id}", NULL, .is_of_detail = true },
    { REASON_FILE_ALREADY_ON_AGENDA,        METHOD_GET,   "/v1/sessions/{session_id}", NULL, .is_of_detail = true },
    { REASON_APPEAL_EXISTS,                 METHOD_GET,   "/v1/appeals/{appeal_id}", NULL, .is_of_detail = true },
    { REASON_CERTIFICATE_EXISTS,            METHOD_GET,   "/v1/certificates/{certificate_id}", NULL, .is_of_detail = true },
    { REASON_NO_CANDIDACY_ELSEWHERE,        METHOD_POST,  EVENTS, "RECORD_INFORMATION" },
    { REASON_CANDIDACY_HELD_HERE,           METHOD_GET,   "/v1/candidacies/{candidacy_id}", NULL, .is_of_detail = true },
    { REASON_NO_ACTIVE_REFERENTIAL,         METHOD_GET,   "/v1/referentials", NULL },
    { REASON_ORGANISM_NOT_HABILITATED,      METHOD_GET,   "/v1/organisms/{organism_id}/habilitation-status", NULL, .query = "?activity=EVALUATION&referential_code={referential_code}&on={date}" },
    { REASON_TRAINING_ORGANISM_NOT_ALLOWED, METHOD_GET,   "/v1/organisms/{organism_id}/habilitation-status", NULL, .query = "?activity=TRAINING&referential_code={referential_code}&on={date}" },
    { REASON_COUNSELLOR_NOT_AFFILIATED,     METHOD_POST,  "/v1/persons/{person_id}/affiliations", NULL },
    { REASON_EVALUATOR_NOT_AFFILIATED,      METHOD_POST,  "/v1/persons/{person_id}/affiliations", NULL },
    { REASON_TRAINER_NOT_AFFILIATED,        METHOD_POST,  "/v1/persons/{person_id}/affiliations", NULL },
    { REASON_EVALUATOR_IS_TRAINER,          METHOD_GET,   "/v1/candidacies/{candidacy_id}/separation-check", NULL, .query = "?person_id={person_id}" },
    { REASON_TRAINER_IS_EVALUATOR,          METHOD_GET,   "/v1/candidacies/{candidacy_id}/separation-check", NULL, .query = "?person_id={person_id}" },
    { REASON_NOT_ASSIGNED_EVALUATOR,        METHOD_POST,  EVENTS, "ADD_SITTING" },
    { REASON_NO_SITTING,                    METHOD_POST,  EVENTS, "ADD_SITTING" },
    { REASON_SITTING_TO_COME,               METHOD_POST,  EVENTS, "CANCEL_SITTING" },
    { REASON_GRID_INCOMPLETE,               METHOD_POST,  EVENTS, "RECORD_RESULTS" },
    { REASON_DOMAINS_MISSING,               METHOD_POST,  EVENTS, "START_FINAL", .needs_final = true },
    { REASON_DOMAINS_MISSING,               METHOD_POST,  EVENTS, "PROPOSE_PATH" },
    { REASON_PATH_INCOMPLETE,               METHOD_GET,   "/v1/candidacies/{candidacy_id}/summary", NULL },
    { REASON_SITTINGS_TOO_MANY,             METHOD_POST,  EVENTS, "RECORD_RESULTS" },
    { REASON_PATH_DOMAIN_ALREADY_VALIDATED, METHOD_GET,   "/v1/candidacies/{candidacy_id}/summary", NULL },
    { REASON_MODULES_OPEN,                  METHOD_POST,  EVENTS, "CLOSE_MODULE" },
    { REASON_PATH_WHOLLY_WAIVED,            METHOD_POST,  EVENTS, "REOPEN_MODULE" },
    { REASON_MODULE_CLOSED,                 METHOD_POST,  EVENTS, "REOPEN_MODULE" },
    { REASON_SITTING_IN_USE,                METHOD_POST,  EVENTS, "CORRECT_SITTING" },
    { REASON_PATH_NOT_CLOSED,               METHOD_POST,  EVENTS, "CLOSE_PATH" },
    { REASON_FILE_INCOMPLETE,               METHOD_POST,  "/v1/candidacies/{candidacy_id}/portfolios", NULL },
    { REASON_DEADLINE_PASSED,               METHOD_POST,  "/v1/candidacies", NULL }, /* T30: from the beginning */
    { REASON_FILE_ON_AGENDA,                METHOD_POST,  "/v1/agenda-items/{agenda_item_id}/removals", NULL },
    { REASON_WITHDRAWAL_FINAL,              METHOD_POST,  "/v1/candidacies", NULL },
    { REASON_COMMISSION_NOT_COMPETENT,      METHOD_PATCH, "/v1/candidates/{candidate_id}", NULL, .needs_names = true },
    { REASON_COMMISSION_NOT_COMPETENT,      METHOD_GET,   "/v1/commissions", NULL },
    /* Whoever voted is not made absent any more: a juror steps down, which the next answer undoes. */
    { REASON_PARITY_BROKEN,                 METHOD_POST,  "/v1/agenda-items/{agenda_item_id}/step-downs", NULL, .is_of_jurors = true },
    { REASON_JUROR_NOT_INDEPENDENT,         METHOD_POST,  "/v1/agenda-items/{agenda_item_id}/step-downs", NULL, .is_of_jurors = true },
    { REASON_VOTES_MISSING,                 METHOD_PUT,   "/v1/agenda-items/{agenda_item_id}/votes/{member_id}", NULL },
    { REASON_JUROR_IS_COUNTED,              METHOD_POST,  "/v1/sessions/{session_id}/departures", NULL },
    { REASON_FILE_VOTED,                    METHOD_GET,   "/v1/sessions/{session_id}/parity", NULL },
    { REASON_CHAIR_NOT_NAMED,               METHOD_PATCH, "/v1/sessions/{session_id}", NULL },
    { REASON_START_NOT_SET,                 METHOD_PATCH, "/v1/sessions/{session_id}", NULL },
    { REASON_QUORUM_NOT_MET,                METHOD_PUT,   "/v1/sessions/{session_id}/attendance", NULL },
    { REASON_MEMBERS_TO_CONVENE,            METHOD_GET,   "/v1/sessions/{session_id}/convocations", NULL },
    { REASON_NONE, METHOD_GET, NULL, NULL },
};
/* clang-format on */

unsigned resolution_event_roles(const char *event)
{
    unsigned roles = 0;
    size_t count;
    const struct transition *moves = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(candidacy_event_names[moves[i].event], event) == 0)
            roles |= moves[i].actors;
    }
    return roles;
}

/* Every operation stands above this file, which its room asks. */
static const struct operation *const *tables;

void resolution_begin(const struct operation *const *all)
{
    tables = all;
}

static unsigned roles_of_operation(enum method method, const char *path)
{
    assert(tables);
    for (const struct operation *const *table = tables; *table; table++) {
        for (const struct operation *operation = *table; operation->id; operation++) {
            if (operation->method == method && strcmp(operation->path, path) == 0)
                return operation->roles ? access_roles(operation) : ROLES_ANY; /* public */
        }
    }
    return 0;
}

unsigned resolution_roles(const struct resolution *row)
{
    return ROLES_ANY & (row->event ? resolution_event_roles(row->event)
                                   : roles_of_operation(row->method, row->path));
}

unsigned resolution_roles_of(enum reason reason)
{
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        if (row->reason == reason)
            return resolution_roles(row);
    }
    return 0;
}

/* Of the act whose day stands in the way: what corrects it; CANDIDACY_EVENT_COUNT = nothing does.
 */
static enum candidacy_event corrector(const struct reason_detail *detail)
{
    return detail->behind == 0 ? CANDIDACY_EVENT_COUNT
                               : act_corrected_by((enum candidacy_event)(detail->behind - 1));
}

static const char *event_of(const struct resolution *row, const struct reason_detail *detail)
{
    return row->is_of_act ? candidacy_event_name(corrector(detail)) : row->event;
}

/* The day of an act is put right by whoever may do that act. */
static unsigned roles_of_way(const struct resolution *row, const struct reason_detail *detail)
{
    const enum candidacy_event event = row->is_of_act ? corrector(detail) : CANDIDACY_EVENT_COUNT;
    if (!row->is_of_act || event == CANDIDACY_EVENT_COUNT)
        return row->is_of_act ? 0 : resolution_roles(row);
    const unsigned roles = transition_actors(event) & ROLES_ANY;
    return event == EVENT_CORRECT_DATE
               ? roles & transition_actors((enum candidacy_event)(detail->behind - 1))
               : roles;
}

/* Nobody else steps a juror down but the juror and the secretary. */
static bool is_jurors(const struct exchange *x, const struct resolution_subject *subject,
                      const struct reason_detail *detail)
{
    const uint64_t at_fault = detail->jurors ? detail->jurors : UINT64_MAX;
    return exchange_has_role(x, ROLE_SECRETARY) || (subject->own_jurors & at_fault) != 0;
}

static bool has_event(const struct resolution *row, const struct resolution_subject *subject,
                      const struct reason_detail *detail)
{
    const char *name = event_of(row, detail);
    const int event = name && subject->state != CANDIDACY_NONE
                          ? name_find(candidacy_event_names, name, strlen(name))
                          : -1;
    return event < 0 || transition_find(subject->state, (enum candidacy_event)event) != NULL;
}

static bool helps(const struct resolution *row, const struct resolution_subject *subject,
                  const struct reason_detail *detail)
{
    return has_event(row, subject, detail) && (!row->needs_contact || subject->is_contact) &&
           (!row->needs_final || subject->is_final_ready) &&
           (!row->needs_candidates || detail->candidate_id_count > 0) &&
           (!row->needs_names || detail->name_count > 0) &&
           (!row->needs_nothing_before || !date_is_set(detail->limit));
}

/* The first way that helps. Whoever may not go it reads in the text whose it is. */
static const struct resolution *find(const struct exchange *x, enum reason reason,
                                     const struct resolution_subject *subject,
                                     const struct reason_detail *detail)
{
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        if (row->reason != reason || !helps(row, subject, detail))
            continue;
        return exchange_has_role(x, roles_of_way(row, detail)) &&
                       (!row->is_of_jurors || is_jurors(x, subject, detail))
                   ? row
                   : NULL;
    }
    return NULL;
}

/* Persons and organisms are named by the detail of the refusal. Unset when it is not known. */
static struct slice print_member(struct exchange *x, struct slice name,
                                 const struct resolution *row,
                                 const struct resolution_subject *subject,
                                 const struct reason_detail *detail)
{
    const struct id id = row->is_of_detail                ? detail->id
                         : slice_is(name, "candidacy_id") ? subject->candidacy_id
                         : slice_is(name, "candidate_id") ? subject->candidate_id
                         : slice_is(name, "session_id")   ? subject->session_id
                         : slice_is(name, "member_id")    ? subject->member_id
                                                          : detail->id;
    char text[ID_TEXT_SIZE];
    if (slice_is(name, "referential_code"))
        return subject->referential_code;
    if (slice_is(name, "date")) {
        const struct date day = date_is_set(detail->date) ? detail->date : x->today;
        return arena_print(x->arena, "%04d-%02d-%02d", day.year, day.month, day.day);
    }
    if (!id_is_set(id))
        return SLICE_UNSET;
    id_print(id, text);
    return arena_copy(x->arena, slice_of(text));
}

/* Unset when a member of the address is not known. */
static struct slice print_href(struct exchange *x, const struct resolution *row,
                               const struct resolution_subject *subject,
                               const struct reason_detail *detail)
{
    struct slice href = arena_print(x->arena, "%s%s", row->path, row->query ? row->query : "");
    for (;;) {
        const char *open = href.at ? strchr(href.at, '{') : NULL;
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close)
            return href;
        const struct slice name = { open + 1, (size_t)(close - open - 1) };
        const struct slice value = print_member(x, name, row, subject, detail);
        if (!slice_is_set(value))
            return SLICE_UNSET;
        href = arena_print(x->arena, "%.*s%.*s%s", (int)(open - href.at), href.at, (int)value.size,
                           value.at, close + 1);
    }
}

void resolve_refusals(struct exchange *x, unsigned first, const struct outcome *outcome,
                      const struct resolution_subject *subject)
{
    for (int i = 0; i < outcome->count && first + (unsigned)i < x->refusal_count; i++) {
        const struct unmet *unmet = &outcome->unmet[i];
        const struct resolution *row = find(x, unmet->reason, subject, &unmet->detail);
        if (!row)
            continue;
        struct refusal *refusal = &x->refusals[first + (unsigned)i];
        refusal->resolve_href = print_href(x, row, subject, &unmet->detail);
        refusal->resolve_method =
            slice_is_set(refusal->resolve_href) ? method_names[row->method] : NULL;
        refusal->resolve_event = event_of(row, &unmet->detail);
    }
}

void write_resolution(struct exchange *x, struct writer *writer, enum reason reason,
                      const struct reason_detail *detail, const struct resolution_subject *subject)
{
    const struct resolution *row = find(x, reason, subject, detail);
    const struct slice href = row ? print_href(x, row, subject, detail) : (struct slice){ 0 };
    if (!slice_is_set(href)) {
        writer_null(writer);
        return;
    }
    exchange_write_resolution(writer, method_names[row->method], href, event_of(row, detail));
}
