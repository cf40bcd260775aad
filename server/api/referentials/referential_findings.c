/* SPDX-License-Identifier: EUPL-1.2 */
/* The validation report of a version: every finding at once, and which of them keep it from being
 * activated (decision 11). */
#include "api/referentials/referential_version.h"

static void add(struct exchange *x, struct referential_findings *findings, enum reason reason,
                bool is_blocking, struct slice pointer, const char *code)
{
    struct referential_finding *added =
        exchange_more(x, &findings->items, findings->count, sizeof *added);
    if (!added)
        return;
    *added = (struct referential_finding){ reason, is_blocking, pointer, code };
    findings->count++;
}

/* The tree is read again by the tables that read the draft. */
static void find_in_tree(struct exchange *x, struct referential_findings *findings)
{
    const struct referential_version_snapshot *known = x->snapshot;
    struct referential_draft *draft = exchange_alloc(x, sizeof *draft);
    struct referential_document *document = exchange_alloc(x, sizeof *document);
    struct violations *violations = exchange_alloc(x, sizeof *violations);
    enum status status = STATUS_OK;
    if (!draft || !document || !violations)
        return;
    enum reason malformed = fields_read_body(&referential_tree_fields, known->tree, x->arena, draft,
                                             violations, &status);
    if (status == STATUS_OK && malformed == REASON_NONE && violations->count == 0)
        status = referential_document_build(draft, x->arena, violations, document);
    x->has_failed |= status != STATUS_OK;
    if (malformed != REASON_NONE)
        add(x, findings, malformed, true, SLICE(""), "");
    for (unsigned i = 0; i < violations->count; i++)
        add(x, findings, violations->items[i].code, true, violations->items[i].where, "");
    for (unsigned i = 0; i < document->gap_count; i++)
        add(x, findings, document->gaps[i].reason, true, document->gaps[i].pointer,
            document->gaps[i].code);
}

/* 1.3: the certifier may count otherwise than the list (106 or 107 criteria): told, never refused.
 */
static void find_counts(struct exchange *x, struct referential_findings *findings)
{
    const struct referential_version_snapshot *known = x->snapshot;
    const struct referential_counts *declared = &known->declared, *listed = &known->listed;
    if (declared->domains && declared->domains != listed->domains)
        add(x, findings, REASON_REFERENTIAL_COUNTS_DIFFER, false, SLICE("/declared_counts/domains"),
            "");
    if (declared->subdomains && declared->subdomains != listed->subdomains)
        add(x, findings, REASON_REFERENTIAL_COUNTS_DIFFER, false,
            SLICE("/declared_counts/subdomains"), "");
    if (declared->criteria && declared->criteria != listed->criteria)
        add(x, findings, REASON_REFERENTIAL_COUNTS_DIFFER, false,
            SLICE("/declared_counts/criteria"), "");
}

const struct referential_findings *referential_find(struct exchange *x)
{
    const struct referential_version_snapshot *known = x->snapshot;
    struct referential_findings *findings = exchange_alloc(x, sizeof *findings);
    if (!findings)
        return NULL;
    find_in_tree(x, findings);
    for (unsigned i = 0; i < known->neighbour_count; i++) {
        struct slice label = arena_copy(x->arena, known->neighbours[i]);
        x->has_failed |= !slice_is_set(label);
        add(x, findings, REASON_REFERENTIAL_OVERLAP, true, SLICE("/valid_from"), label.at);
    }
    find_counts(x, findings);
    return x->has_failed ? NULL : findings;
}

/* --- the report --- */

static const struct member finding_members[] = {
    { "severity", MEMBER_ENUM, .words = &finding_severity_words,
      .doc = "ERROR keeps the version from being activated; WARNING is only told." },
    { "code", MEMBER_TEXT, .doc = "What was found; see /v1/problems.",
      .example = "\"THRESHOLD_MISSING\"" },
    { "title", MEMBER_TEXT, .doc = "The same in the caller's language." },
    { "detail", MEMBER_TEXT, .doc = "What it means and what mends it." },
    { "pointer", MEMBER_TEXT, .doc = "Where, as a JSON Pointer into the version." },
    { "subject", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Code of the sub-domain, or label of the other version." },
    { .name = NULL },
};
static const struct view finding_view = { "ReferentialFinding", "A finding about a version.",
                                          finding_members };

static const struct member report_members[] = {
    { "code", MEMBER_TEXT, .doc = "Certification." },
    { "referential_version", MEMBER_TEXT, .doc = "Label of the version." },
    { "status", MEMBER_TEXT, .doc = "DRAFT, ACTIVE or RETIRED." },
    { "row_version", MEMBER_INT, .doc = "Version the report was made on." },
    { "is_complete", MEMBER_BOOL, .doc = "No finding is an ERROR." },
    { "findings", MEMBER_OBJECTS, .of = &finding_view, .doc = "Every finding at once." },
    { .name = NULL },
};
static const struct view report_view = { "ReferentialReport", "What a version lacks.",
                                         report_members };

static void write_finding(const struct exchange *x, struct writer *writer,
                          const struct referential_finding *finding)
{
    const struct reason_info *info = reason_info(finding->reason);
    writer_open(writer, '{');
    writer_key(writer, "severity");
    writer_text(writer, finding_severity_words.codes[finding->is_blocking ? 0 : 1]);
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "title");
    writer_text(writer, x->is_english ? info->title_en : info->title_fr);
    writer_key(writer, "detail");
    writer_text(writer, x->is_english ? info->detail_en : info->detail_fr);
    writer_key(writer, "pointer");
    writer_string(writer, finding->pointer);
    writer_key(writer, "subject");
    if (finding->code[0])
        writer_text(writer, finding->code);
    else
        writer_null(writer);
    writer_close(writer, '}');
}

static void render_report(struct exchange *x, struct writer *writer)
{
    const struct referential_version_snapshot *known = x->snapshot;
    const struct referential_findings *findings = referential_find(x);
    bool is_complete = true;
    for (unsigned i = 0; findings && i < findings->count; i++)
        is_complete = is_complete && !findings->items[i].is_blocking;
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_string(writer, x->path_text[0]);
    writer_key(writer, "referential_version");
    writer_string(writer, x->path_text[1]);
    writer_key(writer, "status");
    writer_string(writer, known->status);
    writer_key(writer, "row_version");
    writer_int(writer, x->version);
    writer_key(writer, "is_complete");
    writer_bool(writer, is_complete);
    writer_key(writer, "findings");
    writer_open(writer, '[');
    for (unsigned i = 0; findings && i < findings->count; i++)
        write_finding(x, writer, &findings->items[i]);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static const struct load report_loads[] = {
    REFERENTIAL_VERSION_LOADS,
    { .statement = NULL },
};

const struct operation referential_finding_operations[] = {
    {
        .id = "validateReferentialVersion",
        .method = METHOD_GET,
        .path = "/v1/referentials/{code}/versions/{version}/validation",
        .tag = "Referentials",
        .summary = "Read what a version lacks.",
        .description = "Every finding at once; ACTIVATE is refused with those that are errors, by "
                       "the same function.",
        .roles = ROLE_CERTIFIER | ROLE_AUDITOR | ROLE_ADMINISTRATOR,
        .loads = report_loads,
        .snapshot_size = sizeof(struct referential_version_snapshot),
        .reply = { 200, .view = &report_view, .render = render_report },
    },
    { .id = NULL },
};
