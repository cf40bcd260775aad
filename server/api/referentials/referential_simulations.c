/* SPDX-License-Identifier: EUPL-1.2 */
/* Simulation: what a grid of results would come to under a version, stored nowhere. */
#include "api/candidacies/candidacy_event_body.h"
#include "api/candidacies/candidacy_views.h"
#include "api/referentials/referential_version.h"
#include "policy.h"

#include <string.h>

struct simulation_body {
    struct given given;
    struct field_list results; /* struct result_input */
};

static const struct field simulation_fields[] = {
    { "results", FIELD_OBJECTS, FIELD_REQUIRED, offsetof(struct simulation_body, results), 0, 256,
      .of = &result_input_table,
      .doc = "Results by criterion; a criterion without one counts as not validated." },
    { .name = NULL },
};
static const struct fields simulation_body = { "ReferentialSimulationInput", simulation_fields,
                                               sizeof(struct simulation_body) };

struct simulation_snapshot {
    struct referential_version_snapshot version; /* first */
    struct referential *referential;
    char results[REFERENTIAL_MAX_ITEMS + 1];
};

/* Codes can only be looked up once the version is there: what is unknown is a fault of the input.
 */
static void take_results(struct exchange *x, struct simulation_snapshot *known)
{
    const struct simulation_body *body = x->body;
    const struct result_input *results = body->results.items;
    memset(known->results, RESULT_NONE, (size_t)known->referential->item_count);
    for (size_t i = 0; i < body->results.count; i++) {
        struct slice code = results[i].criterion_code;
        int item = referential_find_item(known->referential, code.at, code.size);
        enum reason fault = item < 0                              ? REASON_REFERENCE_UNKNOWN
                            : known->results[item] != RESULT_NONE ? REASON_DUPLICATE_ITEM
                                                                  : REASON_NONE;
        if (fault != REASON_NONE)
            violations_add(&x->violations, VIOLATION_BODY,
                           arena_print(x->arena, "/results/%zu/criterion_code", i), fault, NULL);
        else
            known->results[item] = result_characters[results[i].status];
    }
}

static void read_version(struct exchange *x, struct row *row)
{
    struct simulation_snapshot *known = x->snapshot;
    referential_read_version(x, row);
    struct slice shape = known->version.shape;
    known->referential = exchange_alloc(x, sizeof *known->referential);
    if (!known->referential)
        return;
    if (referential_parse(shape.at, shape.size, known->referential))
        take_results(x, known);
    else
        x->has_failed = true;
}

static const struct load simulation_loads[] = {
    { &SQL_referential_load, referential_bind_label, read_version, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

/* --- the answer --- */

static const struct member subdomain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the sub-domain (sous-domaine)." },
    { "status", MEMBER_ENUM, .words = &result_words, .only = RESULTS_DECIDED, .doc = "Computed." },
    { "criterion_count", MEMBER_INT, .doc = "Its criteria." },
    { "validated_count", MEMBER_INT, .doc = "Those that are validated." },
    { "required_count", MEMBER_INT,
      .doc = "Criteria to validate, by the threshold as it is applied here." },
    { .name = NULL },
};
static const struct view subdomain_view = { "SimulatedSubdomain", "A sub-domain of a simulation.",
                                            subdomain_members };
static const struct member domain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the domain (domaine)." },
    { "status", MEMBER_ENUM, .words = &result_words, .only = RESULTS_DECIDED,
      .doc = "Validated when all its sub-domains are." },
    { "subdomains", MEMBER_OBJECTS, .of = &subdomain_view, .doc = "Its sub-domains." },
    { .name = NULL },
};
static const struct view domain_view = { "SimulatedDomain", "A domain of a simulation.",
                                         domain_members };
static const struct member simulation_members[] = {
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "referential_version", MEMBER_TEXT, .doc = "Label of the version." },
    { "has_stricter_thresholds", MEMBER_BOOL,
      .doc = "The stricter policy of this instance overrides the thresholds of the version." },
    { "is_ready_for_jury", MEMBER_BOOL, .doc = "All domains of the version are validated." },
    { "missing_domain_codes", MEMBER_TEXTS, .doc = "Domains not validated." },
    { "missing_criterion_codes", MEMBER_TEXTS,
      .doc = "Criteria without a result: an evaluation could not be completed yet." },
    { "domains", MEMBER_OBJECTS, .of = &domain_view, .doc = "What the grid comes to." },
    { .name = NULL },
};
static const struct view simulation_view = { "ReferentialSimulation",
                                             "What a grid would come to; nothing is stored.",
                                             simulation_members };

static void write_status(struct writer *writer, char status)
{
    writer_key(writer, "status");
    writer_text(writer, result_name(status));
}

static void write_subdomain(const struct exchange *x, struct writer *writer, int s, char status)
{
    const struct simulation_snapshot *known = x->snapshot;
    const struct subdomain *subdomain = &known->referential->subdomains[s];
    int validated = 0;
    for (int i = subdomain->first_item; i < subdomain->first_item + subdomain->item_count; i++)
        validated += known->results[i] == RESULT_VALIDATED;
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, subdomain->code);
    write_status(writer, status);
    writer_key(writer, "criterion_count");
    writer_int(writer, subdomain->item_count);
    writer_key(writer, "validated_count");
    writer_int(writer, validated);
    writer_key(writer, "required_count");
    writer_int(writer, referential_required_count(known->referential, x->policy, s));
    writer_close(writer, '}');
}

static void write_domains(const struct exchange *x, struct writer *writer, const char *subdomains,
                          const char *domains)
{
    const struct simulation_snapshot *known = x->snapshot;
    for (int d = 0; d < known->referential->domain_count; d++) {
        const struct domain *domain = &known->referential->domains[d];
        writer_open(writer, '{');
        writer_key(writer, "code");
        writer_text(writer, domain->code);
        write_status(writer, domains[d]);
        writer_key(writer, "subdomains");
        writer_open(writer, '[');
        for (int s = domain->first_subdomain; s < domain->first_subdomain + domain->subdomain_count;
             s++)
            write_subdomain(x, writer, s, subdomains[s]);
        writer_close(writer, ']');
        writer_close(writer, '}');
    }
}

static void write_missing(const struct exchange *x, struct writer *writer, uint32_t missing)
{
    const struct simulation_snapshot *known = x->snapshot;
    const struct referential *referential = known->referential;
    writer_key(writer, "missing_domain_codes");
    writer_open(writer, '[');
    for (int d = 0; d < referential->domain_count; d++) {
        if (missing >> d & 1)
            writer_text(writer, referential->domains[d].code);
    }
    writer_close(writer, ']');
    writer_key(writer, "missing_criterion_codes");
    writer_open(writer, '[');
    for (int i = 0; i < referential->item_count; i++) {
        if (known->results[i] == RESULT_NONE)
            writer_text(writer, referential->items[i].code);
    }
    writer_close(writer, ']');
}

static void render_simulation(struct exchange *x, struct writer *writer)
{
    const struct simulation_snapshot *known = x->snapshot;
    const struct referential *referential = known->referential;
    char subdomains[REFERENTIAL_MAX_SUBDOMAINS + 1], domains[REFERENTIAL_MAX_DOMAINS + 1];
    referential_score_subdomains(referential, x->policy, referential_all_subdomains(referential),
                                 known->results, subdomains);
    referential_score_domains(referential, subdomains, domains);
    uint32_t missing =
        referential_missing_domains(referential, referential_validated(referential, subdomains));
    writer_open(writer, '{');
    writer_key(writer, "referential_code");
    writer_string(writer, x->path_text[0]);
    writer_key(writer, "referential_version");
    writer_string(writer, x->path_text[1]);
    writer_key(writer, "has_stricter_thresholds");
    writer_bool(writer, x->policy->is_stricter);
    writer_key(writer, "is_ready_for_jury");
    writer_bool(writer, missing == 0 && referential->domain_count > 0);
    write_missing(x, writer, missing);
    writer_key(writer, "domains");
    writer_open(writer, '[');
    write_domains(x, writer, subdomains, domains);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

const struct operation referential_simulation_operations[] = {
    {
        .id = "simulateReferentialVersion",
        .method = METHOD_POST,
        .path = "/v1/referentials/{code}/versions/{version}/simulations",
        .tag = "Referentials",
        .summary = "Score a grid of results without storing anything.",
        .description =
            "By the same function as an evaluation, with the thresholds as this instance applies "
            "them. Drafts can be tried too: what they lack is left out.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LARGE_BODY,
        .body = &simulation_body,
        .loads = simulation_loads,
        .snapshot_size = sizeof(struct simulation_snapshot),
        .reply = { 200, .view = &simulation_view, .render = render_simulation },
    },
    { .id = NULL },
};
