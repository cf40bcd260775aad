/* SPDX-License-Identifier: EUPL-1.2 */
/* What changed in a candidacy between two days, and which event changed it (C24). */
#include "api/candidacies/candidacy_events.h"
#include "api/candidacies/candidacy_views.h"
#include "sql.h"

struct diff_query {
    struct given given;
    struct date from, to;
};
#define AT(member) offsetof(struct diff_query, member)
static const struct field diff_fields[] = {
    { "from", FIELD_DATE, 0, AT(from),
      .doc = "What was known at the end of that day, in the zone of the organism in charge; before "
             "everything when absent.",
      .example = "\"2026-01-31\"" },
    { "to", FIELD_DATE, 0, AT(to), .doc = "What was known at the end of that day; now when absent.",
      .example = "\"2026-02-28\"" },
    { .name = NULL },
};
static const struct fields diff_query = { "CandidacyDiffQuery", diff_fields,
                                          sizeof(struct diff_query) };

static void violate_order(struct exchange *x, struct date from)
{
    struct expected expected = expected_dates(from, (struct date){ 0 });
    expected.cause = REASON_RANGE;
    violations_add(&x->violations, VIOLATION_PARAMETER, SLICE("to"), REASON_PARAMETER_INVALID,
                   &expected);
}

static void prepare_diff(struct exchange *x)
{
    const struct diff_query *query = x->query;
    if (date_is_set(query->from) && date_is_set(query->to) && date_is_after(query->from, query->to))
        violate_order(x, query->from);
}

static void bind_diff(const struct exchange *x, struct params *params)
{
    const struct diff_query *query = x->query;
    exchange_bind_path(x, params);
    params_date(params, "from_date", query->from);
    params_date(params, "to_date", query->to);
}

static const struct member diff_members[] = {
    { "event_id", MEMBER_ID, .doc = "The event that changed it." },
    { "member", MEMBER_TEXT, .doc = "Member of the candidacy, or missing_domain_codes.",
      .example = "\"state\"" },
    { "before", MEMBER_JSON, MEMBER_NULLABLE, .doc = "Its value before." },
    { "after", MEMBER_JSON, MEMBER_NULLABLE, .doc = "Its value after." },
    { "event", MEMBER_ENUM, .words = &candidacy_event_words, .doc = "What happened." },
    { "occurred_on", MEMBER_DATE, .doc = "Civil day of the act." },
    { "entered_on", MEMBER_DATE,
      .doc =
          "Civil day of its entry, in the zone of the organism in charge: it was known from then "
          "on." },
    { "recorded_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { "acting_org_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "In the name of which organism." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who acted, as in the history." },
    { "reason", MEMBER_ENUM, MEMBER_NULLABLE, .words = &act_reason_words,
      .doc = "Why, where the event has a reason that is chosen from a list." },
    { .name = NULL },
};
static const struct view diff_view = { "CandidacyChange", "One member that one event changed.",
                                       diff_members };

const struct operation candidacy_diff_operations[] = {
    {
        .id = "diffCandidacy",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/diff",
        .tag = "Candidacies",
        .summary = "Read what changed between two days, and what changed it.",
        .description = "Rebuilt from the events alone, oldest first; a member that changed twice "
                       "stands there twice.",
        .roles = ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_NETWORK_MANAGER | ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .query = &diff_query,
        .prepare = prepare_diff,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_candidacy_diff, bind_diff, &diff_view },
    },
    { .id = NULL },
};
