/* SPDX-License-Identifier: EUPL-1.2 */
/* Training paths (parcours individualisés), their modules, and skills portfolios (portefeuilles de
 * compétences): data under the candidacy, moved by its events. */
#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "api/refusals.h"
#include "sql.h"

#define PATH_READERS (ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION | ROLE_NETWORK_MANAGER)

static const struct member module_short_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "domain_code", MEMBER_TEXT, .doc = "Domain it prepares.", .example = "\"2\"" },
    { "title", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Title." },
    { "planned_minutes", MEMBER_INT, .doc = "Minutes that are planned." },
    { "attended_minutes", MEMBER_INT, .doc = "Minutes attended so far, corrections included." },
    { "trainer_id", MEMBER_ID, .doc = "The trainer (formateur)." },
    { "trainer_name", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Their first name and name; null for the commission." },
    { "training_org_id", MEMBER_ID, .doc = "Training organism." },
    { "status", MEMBER_ENUM, .words = &module_status_words, .doc = "OPEN until done or waived." },
    { "closed_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the closing." },
    { .name = NULL },
};
static const struct view module_short_view = { "ModuleSummary", "A module in a path.",
                                               module_short_members };

static const struct member path_members[] = {
    { "id", MEMBER_ID, MEMBER_OPEN, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, MEMBER_OPEN, .doc = "The candidacy." },
    { "ordinal", MEMBER_INT, MEMBER_OPEN, .doc = "1, 2 … in the cycle." },
    { "status", MEMBER_ENUM, MEMBER_OPEN, .words = &path_status_words, .doc = "Where it stands." },
    { "training_org_id", MEMBER_ID, .doc = "Training organism (organisme formateur)." },
    { "proposed_on", MEMBER_DATE, .doc = "Day of the proposal." },
    { "proposed_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who proposed it." },
    { "answered_on", MEMBER_DATE, MEMBER_OPEN | MEMBER_NULLABLE,
      .doc = "Day of the candidate's answer." },
    { "planned_start_date", MEMBER_DATE, MEMBER_OPEN, .doc = "Planned first day." },
    { "planned_end_date", MEMBER_DATE, MEMBER_OPEN, .doc = "Planned last day." },
    { "closed_on", MEMBER_DATE, MEMBER_OPEN | MEMBER_NULLABLE, .doc = "Day of the closing." },
    { "interrupted_on", MEMBER_DATE, MEMBER_OPEN | MEMBER_NULLABLE,
      .doc = "Day on which it stopped." },
    { "answer_proof", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLE_NETWORK_MANAGER,
      .doc = "How the candidate's agreement is proved, where somebody else recorded it." },
    { "decline_reason", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLE_NETWORK_MANAGER,
      .doc = "Why the candidate declined it." },
    { "interrupt_reason", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLE_NETWORK_MANAGER,
      .doc = "Why it stopped, in the words of who interrupted it; the state or the event in "
             "capitals where it stopped with the candidacy." },
    { "modules", MEMBER_OBJECTS, MEMBER_OPEN, .of = &module_short_view,
      .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "Its modules: they are of the domains that were not validated." },
    { "version", MEMBER_INT, MEMBER_OPEN, .doc = "Version of the candidacy." },
    { "created_at", MEMBER_INSTANT, MEMBER_OPEN, .doc = "When it was recorded." },
    { "is_withheld", MEMBER_BOOL, MEMBER_WITHHOLDS },
    { .name = NULL },
};
static const struct view path_view = { "Path", "An individual training path.", path_members };

static const struct member module_members[] = {
    { "id", MEMBER_ID, MEMBER_OPEN, .doc = "Identifier." },
    { "path_id", MEMBER_ID, MEMBER_OPEN, .doc = "The path." },
    { "domain_code", MEMBER_TEXT, MEMBER_OPEN, .doc = "Domain it prepares.", .example = "\"2\"" },
    { "title", MEMBER_TEXT, MEMBER_OPEN | MEMBER_NULLABLE, .doc = "Title." },
    { "planned_minutes", MEMBER_INT, MEMBER_OPEN, .doc = "Minutes that are planned." },
    { "attended_minutes", MEMBER_INT, MEMBER_OPEN,
      .doc = "Minutes attended so far, corrections included." },
    { "trainer_id", MEMBER_ID, MEMBER_OPEN, .doc = "The trainer." },
    { "trainer_name", MEMBER_TEXT, MEMBER_OPEN | MEMBER_NULLABLE,
      .hidden_from = ROLES_WITHOUT_NAMES, .doc = "Their first name and name." },
    { "training_org_id", MEMBER_ID, MEMBER_OPEN, .doc = "Training organism." },
    { "status", MEMBER_ENUM, MEMBER_OPEN, .words = &module_status_words,
      .doc = "OPEN until done or waived." },
    { "overrun_reason", MEMBER_TEXT, MEMBER_OPEN | MEMBER_NULLABLE,
      .doc = "Why more hours were attended than planned." },
    { "waive_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it was waived." },
    { "planned_start_date", MEMBER_DATE, MEMBER_OPEN | MEMBER_NULLABLE,
      .doc = "Planned first day." },
    { "planned_end_date", MEMBER_DATE, MEMBER_OPEN | MEMBER_NULLABLE, .doc = "Planned last day." },
    { "closed_on", MEMBER_DATE, MEMBER_OPEN | MEMBER_NULLABLE, .doc = "Day of the closing." },
    { "created_at", MEMBER_INSTANT, MEMBER_OPEN, .doc = "When it was recorded." },
    { "is_withheld", MEMBER_BOOL, MEMBER_WITHHOLDS },
    { .name = NULL },
};
static const struct view module_view = { "Module", "A module of a training path.", module_members };

static const struct load path_exists_loads[] = {
    { &SQL_path_exists, exchange_bind_path_id, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

/* --- portfolio --- */

static const struct member validated_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the domain.", .example = "\"1\"" },
    { "is_validated", MEMBER_BOOL, .doc = "The whole domain is validated." },
    { "subdomain_codes", MEMBER_TEXTS, .doc = "Its validated sub-domains." },
    { .name = NULL },
};
static const struct view validated_view = { "ValidatedDomain", "What is validated in a domain.",
                                            validated_members };
static const struct member content_members[] = {
    { "domains", MEMBER_OBJECTS, .of = &validated_view,
      .doc = "Validated ones only, never the failures." },
    { .name = NULL },
};
static const struct view content_view = { "PortfolioContent", "What the portfolio says.",
                                          content_members };
static const struct member portfolio_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "ordinal", MEMBER_INT, .doc = "1, 2 …: it may be issued again." },
    { "issued_on", MEMBER_DATE, .doc = "Day." },
    { "issued_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who handed it over." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism." },
    { "valid_until", MEMBER_DATE, MEMBER_NULLABLE, .doc = "End of the five years." },
    { "content", MEMBER_OBJECT, .of = &content_view, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "Validated domains and sub-domains." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view portfolio_view = { "Portfolio",
                                            "A skills portfolio (portefeuille de compétences).",
                                            portfolio_members };

struct portfolio_body {
    struct given given;
    struct date issued_on;
};
static const struct field portfolio_fields[] = {
    { "issued_on", FIELD_DATE, 0, offsetof(struct portfolio_body, issued_on),
      .doc = "Day; today when absent.", .example = "\"2026-01-20\"" },
    { .name = NULL },
};
static const struct fields portfolio_table = { "NewPortfolio", portfolio_fields,
                                               sizeof(struct portfolio_body) };

static const struct load portfolio_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_path, LOAD_REQUIRED | LOAD_ROOT),
    { &SQL_portfolio_count, NULL, exchange_read_count, 0 },
    { .statement = NULL },
};

struct portfolio {
    struct id id;
    const struct candidacy *candidacy;
    uint64_t validated;
    struct date issued_on;
    struct slice content;
};

static struct slice print_content(struct exchange *x, const struct referential *referential,
                                  uint64_t validated)
{
    struct buffer buffer = { 0 };
    struct writer writer;
    uint32_t missing = referential_missing_domains(referential, validated);
    writer_init(&writer, &buffer);
    writer_open(&writer, '{');
    writer_key(&writer, "domains");
    writer_open(&writer, '[');
    for (int d = 0; d < referential->domain_count; d++) {
        const struct domain *domain = &referential->domains[d];
        if (!(referential_domains_touched(referential, validated) & (1u << d)))
            continue;
        writer_open(&writer, '{');
        writer_key(&writer, "code");
        writer_text(&writer, domain->code);
        writer_key(&writer, "is_validated");
        writer_bool(&writer, !(missing & (1u << d)));
        writer_key(&writer, "subdomain_codes");
        writer_open(&writer, '[');
        for (int s = domain->first_subdomain; s < domain->first_subdomain + domain->subdomain_count;
             s++) {
            if (validated & (1ull << s))
                writer_text(&writer, referential->subdomains[s].code);
        }
        writer_close(&writer, ']');
        writer_close(&writer, '}');
    }
    writer_close(&writer, ']');
    writer_close(&writer, '}');
    struct slice text = arena_copy(x->arena, buffer_as_slice(&buffer));
    buffer_release(&buffer);
    return text;
}

enum { TOUCH_CANDIDACY, INSERT_PORTFOLIO, PORTFOLIO_WRITES };
static const struct write portfolio_writes[PORTFOLIO_WRITES];

/* A9: optional, re-issuable (so often as bound.def says), and only when something is validated. */
static void decide_portfolio(struct exchange *x)
{
    struct candidacy_set *set = x->snapshot;
    const struct portfolio_body *body = x->body;
    const struct candidacy *now = &set->items[0]->candidacy;
    struct portfolio *portfolio = exchange_alloc(x, sizeof *portfolio);
    if (!portfolio)
        return;
    x->root_id = now->id;
    if (candidacy_is_held_elsewhere(x, now)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
        return;
    }
    if (!candidacy_may_get_portfolio(now)) {
        exchange_refuse(x, REASON_DOMAINS_MISSING, (struct slice){ 0 });
        exchange_say(
            x,
            "Aucun domaine entier n’est validé pour l’instant. Le portefeuille de compétences "
            "présente les domaines validés\u00A0: établissez-le dès que le premier l’est.",
            "No whole domain is validated so far. The portfolio shows validated domains: "
            "issue it once there is a first one.");
        return;
    }
    exchange_follow(x, now->last_activity_on);
    if (date_is_set(body->issued_on) && date_is_after(body->issued_on, x->latest_day)) {
        refuse_with(x, REASON_DATE_IN_FUTURE,
                    (struct reason_detail){ .date = body->issued_on, .limit = x->latest_day });
        return;
    }
    const struct date validated_on = candidacy_validated_on(now);
    if (date_is_set(body->issued_on) && date_is_before(body->issued_on, validated_on)) {
        refuse_with(x, REASON_DATE_BEFORE_PREVIOUS_ACT,
                    (struct reason_detail){ .date = body->issued_on, .limit = validated_on });
        return;
    }
    refuse_beyond(x, BOUND_PORTFOLIOS);
    portfolio->id = x->result_id = exchange_new_id(x);
    portfolio->candidacy = now;
    portfolio->validated = candidacy_validated_subdomains(now);
    portfolio->issued_on = date_is_set(body->issued_on) ? body->issued_on : x->today;
    portfolio->content = print_content(x, now->referential, portfolio->validated);
    exchange_effect(x, &portfolio_writes[TOUCH_CANDIDACY], 0, portfolio);
    exchange_effect(x, &portfolio_writes[INSERT_PORTFOLIO], 0, portfolio);
}

static void bind_touch(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)x;
    const struct portfolio *portfolio = effect->item;
    params_id(params, "id", portfolio->candidacy->id);
    params_int(params, "version", portfolio->candidacy->version);
    params_date(params, "occurred_on", portfolio->issued_on);
}

static void bind_portfolio(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct portfolio *portfolio = effect->item;
    struct id organism = exchange_organism(x);
    params_id(params, "id", portfolio->id);
    params_id(params, "candidacy_id", portfolio->candidacy->id);
    params_date(params, "issued_on", portfolio->issued_on);
    params_id(params, "issued_by", x->principal.person_id);
    params_id(params, "org_id",
              id_is_set(organism) ? organism : portfolio->candidacy->owner_org_id);
    params_date(params, "valid_until", portfolio->candidacy->deadline);
    params_int(params, "mask", (int64_t)portfolio->validated);
    params_text(params, "content", portfolio->content);
}

static const struct write portfolio_writes[PORTFOLIO_WRITES] = {
    [TOUCH_CANDIDACY] = { &SQL_candidacy_touch, bind_touch, WRITE_EXACT },
    [INSERT_PORTFOLIO] = { &SQL_portfolio_insert, bind_portfolio, WRITE_EXACT },
};

static const enum reason portfolio_reasons[] = {
    REASON_DOMAINS_MISSING,  REASON_DATE_IN_FUTURE, REASON_DATE_BEFORE_PREVIOUS_ACT,
    REASON_RECORDS_TOO_MANY, REASON_OUT_OF_SCOPE,   REASON_NONE
};

const struct operation path_operations[] = {
    {
        .id = "listPaths",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/paths",
        .tag = "Paths",
        .summary = "List the training paths of a candidacy, oldest first.",
        .description =
            "Proposed, declined, accepted and closed ones, with their modules. Who trains "
            "the candidate of another organism reads the accepted one, with the modules "
            "of the organism that trains, and not how it came about.",
        .roles = PATH_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE |
                 OPERATION_TRAINING,
        .loads = candidacy_training_loads,
        .reply = { 200, &SQL_path_list, exchange_bind_path, &path_view },
    },
    {
        .id = "getPath",
        .method = METHOD_GET,
        .path = "/v1/paths/{path_id}",
        .tag = "Paths",
        .summary = "Read a training path.",
        .description = "With its modules.",
        .roles = PATH_READERS,
        .flags = OPERATION_PERSONAL | OPERATION_TRAINING,
        .reply = { 200, &SQL_path_view, exchange_bind_path_id, &path_view },
    },
    {
        .id = "listModules",
        .method = METHOD_GET,
        .path = "/v1/paths/{path_id}/modules",
        .tag = "Paths",
        .summary = "List the modules of a path.",
        .description = "Their hours are recorded and they are closed by events of the candidacy.",
        .roles = PATH_READERS & ~ROLE_NETWORK_MANAGER,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_TRAINING,
        .loads = path_exists_loads,
        .reply = { 200, &SQL_module_list, exchange_bind_path_id, &module_view },
    },
    {
        .id = "issuePortfolio",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/portfolios",
        .tag = "Paths",
        .summary = "Hand over a skills portfolio.",
        .description = "Optional and repeatable. It names validated domains and sub-domains only.",
        .roles = ROLE_EVALUATOR | ROLE_REFERENT | ROLE_COUNSELLOR,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .body = &portfolio_table,
        .loads = portfolio_loads,
        .snapshot_size = sizeof(struct candidacy_set),
        .decide = decide_portfolio,
        .writes = { WRITES(portfolio_writes) },
        .reply = { 201, &SQL_portfolio_view, NULL, &portfolio_view,
                   .location = "/v1/portfolios/%s" },
        .reasons = portfolio_reasons,
    },
    {
        .id = "listPortfolios",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/portfolios",
        .tag = "Paths",
        .summary = "List the portfolios of a candidacy, oldest first.",
        .description = "Every issue is kept.",
        .roles = PATH_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_portfolio_list, exchange_bind_path, &portfolio_view },
    },
    {
        .id = "getPortfolio",
        .method = METHOD_GET,
        .path = "/v1/portfolios/{portfolio_id}",
        .tag = "Paths",
        .summary = "Read a portfolio.",
        .description = "As it was handed over.",
        .roles = PATH_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_portfolio_view, exchange_bind_path_id, &portfolio_view },
    },
    { .id = NULL },
};
