/* SPDX-License-Identifier: EUPL-1.2 */
/* Habilitations: the dated right of a network or an organism to evaluate or to train. What counts
 * is the day of the act. */
#include "api/registry/habilitations.h"

#include "api/operation.h"
#include "api/registry/registry.h"
#include "sql.h"
#include "api/checks.h"
#include "api/refusals.h"

static const struct member spell_members[] = {
    { "suspended_from", MEMBER_DATE, .doc = "First suspended day." },
    { "suspended_to", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Last suspended day, included; null = still suspended." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Why it was suspended; for the holder and the certifier." },
    { .name = NULL },
};
static const struct view spell_view = { "HabilitationSuspension", "A suspension.", spell_members };

static const struct member act_members[] = {
    { "event", MEMBER_ENUM, .words = &habilitation_event_words, .doc = "What happened." },
    { "occurred_on", MEMBER_DATE, .doc = "Day on which it is dated." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Of GRANT and RENEW, the last day from then on; null = open." },
    { "note", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What was told with it." },
    { "recorded_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view act_view = { "HabilitationAct", "An event of a habilitation.",
                                      act_members };

static const struct member habilitation_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "holder_kind", MEMBER_ENUM, .words = &holder_kind_words, .doc = "ORGANISM or NETWORK." },
    { "organism_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The holder, when it is an organism." },
    { "network_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The holder, when it is a network." },
    { "holder_name", MEMBER_TEXT, .doc = "Name of the holder." },
    { "activity", MEMBER_ENUM, .words = &activity_words, .doc = "EVALUATION or TRAINING." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification it covers." },
    { "valid_from", MEMBER_DATE, .doc = "First day." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { "state", MEMBER_ENUM, .words = &habilitation_state_words,
      .doc = "REQUESTED, GRANTED, SUSPENDED, WITHDRAWN or ENDED; of a request that came to nothing "
             "REFUSED or RETRACTED." },
    { "requested_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the request." },
    { "granted_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the grant." },
    { "ended_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day of the withdrawal: acts from that day on are refused. Of a request, the day it "
             "was refused or taken back." },
    { "decision_note", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Reason given with the last decision; for the holder and the certifier." },
    { "suspensions", MEMBER_OBJECTS, .of = &spell_view,
      .doc = "Acts dated inside them are refused. What was lifted on the very day it began left "
             "no day suspended, and stands among `acts` alone." },
    { "acts", MEMBER_OBJECTS, .of = &act_view,
      .doc = "Every event with what was told, as it came; for the holder and the certifier." },
    { "version", MEMBER_INT, .doc = "For If-Match and expected_version." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view habilitation_view = { "Habilitation", "A right to evaluate or to train, dated.",
                                        habilitation_members };

/* --- listing --- */

struct list_query {
    struct given given;
    struct id organism_id, network_id;
    int activity, state;
    struct slice referential_code;
};

#define QUERY(member) offsetof(struct list_query, member)
static const struct field list_fields[] = {
    { "organism_id", FIELD_ID, 0, QUERY(organism_id), .doc = "Held by this organism itself." },
    { "network_id", FIELD_ID, 0, QUERY(network_id), .doc = "Held by this network." },
    { "activity", FIELD_ENUM, 0, QUERY(activity), .words = &activity_words,
      .doc = "For one activity." },
    { "referential_code", FIELD_TEXT, 0, QUERY(referential_code), 1, 40,
      .doc = "For one certification." },
    { "state", FIELD_ENUM, 0, QUERY(state), .words = &habilitation_state_words,
      .doc = "In one state." },
    { .name = NULL },
};
static const struct fields list_query = { "HabilitationQuery", list_fields,
                                          sizeof(struct list_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct list_query *query = x->query;
    params_id(params, "organism_id", query->organism_id);
    params_id(params, "network_id", query->network_id);
    params_text(params, "activity",
                enum_text(&list_query, query, "activity", activity_words.codes, query->activity));
    params_text(params, "referential_code", query->referential_code);
    params_text(
        params, "state",
        enum_text(&list_query, query, "state", habilitation_state_words.codes, query->state));
}

/* --- requesting and granting --- */

struct habilitation_body {
    struct given given;
    struct id organism_id, network_id;
    int activity, state;
    struct slice referential_code;
    struct date valid_from, valid_to;
};

#define AT(member) offsetof(struct habilitation_body, member)
static const struct field habilitation_fields[] = {
    { "organism_id", FIELD_ID, FIELD_NULLABLE, AT(organism_id),
      .doc = "The holder, when it is an organism; by default the caller's." },
    { "network_id", FIELD_ID, FIELD_NULLABLE, AT(network_id),
      .doc = "The holder, when it is a network; by default the caller's." },
    { "activity", FIELD_ENUM, FIELD_REQUIRED, AT(activity), .words = &activity_words,
      .doc = "EVALUATION or TRAINING.", .example = "\"EVALUATION\"" },
    { "referential_code", FIELD_TEXT, FIELD_REQUIRED, AT(referential_code), 1, 40,
      .doc = "Certification to cover.", .example = "\"CLEA-SOCLE\"" },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, AT(valid_from), .doc = "First day asked for.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AT(valid_to),
      .doc = "Last day, included; null = open.", .example = "\"2028-12-31\"" },
    { "state", FIELD_ENUM, 0, AT(state), .words = &habilitation_state_words,
      .only = 1 << HABILITATION_REQUESTED | 1 << HABILITATION_GRANTED,
      .doc = "REQUESTED by default; the certifier may record GRANTED at once." },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "requested_on", FIELD_DATE, FIELD_READ_ONLY },
    { "granted_on", FIELD_DATE, FIELD_READ_ONLY },
    { "ended_on", FIELD_DATE, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields habilitation_body = { "HabilitationInput", habilitation_fields,
                                                 sizeof(struct habilitation_body) };

static bool names_holder(const struct habilitation_body *body)
{
    return id_is_set(body->organism_id) || id_is_set(body->network_id);
}

static struct id organism_of(const struct exchange *x)
{
    const struct habilitation_body *body = x->body;
    return names_holder(body) ? body->organism_id : exchange_organism(x);
}

static struct id network_of(const struct exchange *x)
{
    const struct habilitation_body *body = x->body;
    if (names_holder(body) || !slice_is(x->principal.scope, "NETWORK"))
        return body->network_id;
    return x->principal.scope_id;
}

static void prepare_habilitation(struct exchange *x)
{
    const struct habilitation_body *body = x->body;
    if (id_is_set(organism_of(x)) && id_is_set(network_of(x)))
        exchange_violate(x, "/network_id", REASON_ONLY_ONE_ALLOWED);
    else if (exchange_is_sound(x, "/network_id") && !id_is_set(organism_of(x)) &&
             !id_is_set(network_of(x)))
        exchange_violate(x, "/organism_id", REASON_REQUIRED);
    registry_check_period(x, body->valid_from, body->valid_to);
}

struct new_snapshot {
    struct registry_holder holder; /* first */
    struct id overlapping_id;      /* the one that holds on some of these days; unset = none */
};

static void read_overlap(struct exchange *x, struct row *row)
{
    ((struct new_snapshot *)x->snapshot)->overlapping_id = row_id(row, "overlapping_id");
}

/* Nothing is asked of what is not granted at once: a request stands beside everything, and so does
 * a period that ends before it begins, which is refused as such. */
static void bind_overlap(const struct exchange *x, struct params *params)
{
    const struct habilitation_body *body = x->body;
    if (body->state != HABILITATION_GRANTED)
        return;
    params_item(params);
    params_null(params, "id");
    params_id(params, "holder_id", id_is_set(organism_of(x)) ? organism_of(x) : network_of(x));
    params_text(params, "activity", slice_of(activity_words.codes[body->activity]));
    params_text(params, "referential_code", body->referential_code);
    params_date(params, "valid_from", body->valid_from);
    params_bool(params, "sets_valid_to", true);
    params_date(params, "valid_to", body->valid_to);
}

static void bind_holder(const struct exchange *x, struct params *params)
{
    const struct habilitation_body *body = x->body;
    params_item(params);
    params_id(params, "organism_id", organism_of(x));
    params_id(params, "network_id", network_of(x));
    params_text(params, "referential_code", body->referential_code);
}

static void read_holder(struct exchange *x, struct row *row)
{
    registry_read_holder(row, x->snapshot);
}

/* Nothing is asked for one that is granted at once. */
static void bind_request(const struct exchange *x, struct params *params)
{
    const struct habilitation_body *body = x->body;
    if (body->state == HABILITATION_GRANTED)
        return;
    params_item(params);
    params_id(params, "organism_id", organism_of(x));
    params_id(params, "network_id", network_of(x));
    params_text(params, "activity", slice_of(activity_words.codes[body->activity]));
    params_text(params, "referential_code", body->referential_code);
}

static const struct load holder_loads[] = {
    { &SQL_holder_load, bind_holder, read_holder, LOAD_REQUIRED },
    { &SQL_habilitation_overlap, bind_overlap, read_overlap, 0 },
    { &SQL_habilitation_recorded, bind_request, exchange_read_recorded, 0 },
    { .statement = NULL },
};

enum { INSERT_HABILITATION, HABILITATION_WRITES };
static const struct write habilitation_writes[HABILITATION_WRITES];

static void decide_habilitation(struct exchange *x)
{
    const struct new_snapshot *asked = x->snapshot;
    const struct registry_holder *known = &asked->holder;
    const struct habilitation_body *body = x->body;
    struct id organism_id = organism_of(x), network_id = network_of(x);
    struct id holder_id = id_is_set(organism_id) ? organism_id : network_id;
    bool is_certifier = exchange_has_role(x, ROLE_CERTIFIER);
    if (!is_certifier && !id_equals(holder_id, x->principal.scope_id))
        refuse_whose(x, WHOSE_HOLDER, id_is_set(organism_id) ? "/organism_id" : "/network_id");
    if (!is_certifier && body->state == HABILITATION_GRANTED)
        refuse_role(x, ROLE_CERTIFIER, WHOSE_NOBODY, "/state");
    if (id_is_set(organism_id) && !known->has_organism)
        exchange_violate(x, "/organism_id", REASON_REFERENCE_UNKNOWN);
    if (id_is_set(network_id) && !known->has_network)
        exchange_violate(x, "/network_id", REASON_REFERENCE_UNKNOWN);
    if (!known->has_referential)
        exchange_violate(x, "/referential_code", REASON_REFERENCE_UNKNOWN);
    if (id_is_set(asked->overlapping_id))
        refuse_with(x, REASON_PERIOD_OVERLAP,
                    (struct reason_detail){ .id = asked->overlapping_id });
    if (id_is_set(x->recorded_id)) { /* whatever its first day */
        refuse_with(x, REASON_HABILITATION_ALREADY_REQUESTED,
                    (struct reason_detail){ .id = x->recorded_id });
        exchange_resolve(x, "GET", exchange_address(x, "/v1/habilitations/", x->recorded_id));
    }
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &habilitation_writes[INSERT_HABILITATION], 0, NULL);
}

static void bind_habilitation(const struct exchange *x, const struct effect *effect,
                              struct params *params)
{
    const struct habilitation_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "organism_id", organism_of(x));
    params_id(params, "network_id", network_of(x));
    params_text(params, "activity", slice_of(activity_words.codes[body->activity]));
    params_text(params, "referential_code", body->referential_code);
    params_date(params, "valid_from", body->valid_from);
    params_date(params, "valid_to", body->valid_to);
    params_text(params, "state", slice_of(habilitation_state_words.codes[body->state]));
    params_date(params, "requested_on", x->today);
    params_date(params, "granted_on",
                body->state == HABILITATION_GRANTED ? x->today : (struct date){ 0 });
}

static const struct write habilitation_writes[HABILITATION_WRITES] = {
    [INSERT_HABILITATION] = { &SQL_habilitation_insert, bind_habilitation, WRITE_EXACT },
};

static const enum reason habilitation_reasons[] = { REASON_PERIOD_OVERLAP, REASON_ROLE_NOT_ALLOWED,
                                                    REASON_ACT_OF_ANOTHER,
                                                    REASON_HABILITATION_ALREADY_REQUESTED,
                                                    REASON_NONE };

const struct operation habilitation_operations[] = {
    {
        .id = "listHabilitations",
        .method = METHOD_GET,
        .path = "/v1/habilitations",
        .tag = "Habilitations",
        .summary = "List the habilitations.",
        .description = "Newest first. What was never granted is seen by its holder and the "
                       "certifier only.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .query = &list_query,
        .reply = { 200, &SQL_habilitation_list, bind_list, &habilitation_view },
    },
    {
        .id = "createHabilitation",
        .method = METHOD_POST,
        .path = "/v1/habilitations",
        .tag = "Habilitations",
        .summary = "Request a habilitation, or record a granted one.",
        .description = "An organism or a network asks for itself; the certifier may record any, "
                       "requested or granted. One holder has one granted habilitation for an "
                       "activity and a certification at a time, and one request that awaits its "
                       "answer.",
        .roles = HABILITATION_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .limit = LIMIT_GRANTS,
        .body = &habilitation_body,
        .loads = holder_loads,
        .snapshot_size = sizeof(struct new_snapshot),
        .prepare = prepare_habilitation,
        .decide = decide_habilitation,
        .writes = { WRITES(habilitation_writes) },
        .reply = { 201, &SQL_habilitation_view, exchange_bind_result, &habilitation_view,
                   .location = "/v1/habilitations/%s" },
        .reasons = habilitation_reasons,
    },
    {
        .id = "getHabilitation",
        .method = METHOD_GET,
        .path = "/v1/habilitations/{habilitation_id}",
        .tag = "Habilitations",
        .summary = "Read a habilitation.",
        .description = "With its suspensions.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_habilitation_view, exchange_bind_path_id, &habilitation_view },
    },
    { .id = NULL },
};
