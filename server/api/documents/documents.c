/* SPDX-License-Identifier: EUPL-1.2 */
/* What people hold: drawn and sealed by clea-documents, kept in the database, sent as it is. Which
 * there are is in documents.def. */
#include "api/certificates/certificates.h"
#include "api/documents/document.h"
#include "id_text.h"
#include "sql.h"

/* Who reads what a candidate is given, results in it: no network, no funder (6.4). */
#define PAPER_READERS    (ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION)
#define DECISION_READERS (ROLES_FOLLOWING | ROLE_CANDIDATE | ROLES_COMMISSION)

static const struct paper {
    enum document_kind_word kind;
    const char *ascii, *name; /* of the file, before what it is of */
    const char *event;        /* that makes it; NULL = it is there as soon as what it is of */
    enum reason when_void;    /* why nobody is given it any more, or yet */
} papers[] = {
#define DOCUMENT(its_kind, statement, bind, its_ascii, its_name, its_event, its_void, tag, roles,  \
                 flags, id, path, summary, description, ...)                                       \
    { DOCUMENT_##its_kind, its_ascii, its_name, its_event, its_void },
#include "api/documents/documents.def"
#undef DOCUMENT
};

/* The row of the operation: both tables have one order. */
static const struct paper *paper_of(const struct exchange *x)
{
    return &papers[x->operation - document_operations];
}

struct paper_snapshot {
    struct document_snapshot document;
    struct slice label; /* what it is of: a number, a reference */
    int64_t ordinal;    /* which of several; 0 = there is one */
};

/* --- what the statements are asked --- */

static void bind_certificate(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_text(params, "kind", slice_of(document_kind_words.codes[paper_of(x)->kind]));
    params_id(params, "certificate_duplicate_id", x->path_id[1]);
}

static void bind_decision(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "decision_id", x->path_id[1]);
}

static void bind_convocation(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "member_id", x->path_id[1]);
}

static void bind_rectification(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "rectification_id", x->path_id[1]);
}

/* --- what they bring --- */

/* Whose files a paper of a session tells of: ids between commas. */
static void read_named(struct exchange *x, struct slice ids)
{
    for (size_t at = 0; at + ID_TEXT_SIZE - 1 <= ids.size; at += ID_TEXT_SIZE) {
        struct id id = { { 0 } };
        if (id_parse((struct slice){ ids.at + at, ID_TEXT_SIZE - 1 }, &id))
            names_add(&x->beside, NAMED_OBJECT, id);
    }
}

static void read_paper(struct exchange *x, struct row *row)
{
    const struct paper *paper = paper_of(x);
    struct paper_snapshot *known = x->snapshot;
    x->whose = row_id(row, "candidate_id");
    known->label = row_text(row, "label");
    known->ordinal = row_int(row, "ordinal");
    read_named(x, row_text(row, "candidacy_ids"));
    if (row_bool(row, "is_void"))
        exchange_refuse(x, paper->when_void, SLICE_UNSET);
    else if (row_is_null(row, "edition") && paper->event)
        exchange_refuse(x, REASON_DOCUMENT_NOT_DUE,
                        arena_print(x->arena, "{\"missing\":\"%s\"}", paper->event));
    else
        document_read(x, row, &known->document);
}

static void render_paper(struct exchange *x, struct writer *writer)
{
    const struct paper *paper = paper_of(x);
    const struct paper_snapshot *known = x->snapshot;
    const int size = (int)known->label.size;
    const char *label = known->label.at;
    const long long ordinal = known->ordinal;
    if (ordinal > 0)
        document_render(x, &known->document,
                        arena_print(x->arena, "%s-%lld-%.*s", paper->ascii, ordinal, size, label),
                        arena_print(x->arena, "%s n° %lld %.*s", paper->name, ordinal, size, label),
                        writer);
    else
        document_render(x, &known->document,
                        arena_print(x->arena, "%s-%.*s", paper->ascii, size, label),
                        arena_print(x->arena, "%s %.*s", paper->name, size, label), writer);
}

#define DOCUMENT(kind, its_statement, its_bind, ascii, name, event, when_void, tag, roles, flags,  \
                 id, path, summary, description, ...)                                              \
    static const struct load kind##_loads[] = {                                                    \
        { &SQL_##its_statement, its_bind, read_paper, LOAD_REQUIRED },                             \
        { .statement = NULL },                                                                     \
    };                                                                                             \
    static const enum reason kind##_reasons[] = { REASON_DOCUMENT_NOT_DRAWN, __VA_ARGS__,          \
                                                  REASON_NONE };
#include "api/documents/documents.def"
#undef DOCUMENT

const struct operation document_operations[] = {
#define DOCUMENT(kind, its_statement, its_bind, ascii, name, event, when_void, its_tag, its_roles, \
                 its_flags, its_id, its_path, its_summary, its_description, ...)                   \
    {                                                                                              \
        .id = its_id,                                                                              \
        .method = METHOD_GET,                                                                      \
        .path = its_path,                                                                          \
        .tag = its_tag,                                                                            \
        .summary = its_summary,                                                                    \
        .description = its_description,                                                            \
        .roles = its_roles,                                                                        \
        .flags = OPERATION_PERSONAL | (its_flags),                                                 \
        .loads = kind##_loads,                                                                     \
        .snapshot_size = sizeof(struct paper_snapshot),                                            \
        .reply = { 200, .render = render_paper, .content_type = "application/pdf",                 \
                   .is_file = true },                                                              \
        .reasons = kind##_reasons,                                                                 \
    },
#include "api/documents/documents.def"
#undef DOCUMENT
    { .id = NULL },
};
