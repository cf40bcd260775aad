/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue of problems: every reason for which something is refused or fails, in both
 * languages. */
#include "api/operation.h"

#include <stdio.h>

static const struct member problem_members[] = {
    { "code", MEMBER_TEXT, .doc = "What clients switch on.", .example = "\"GRID_INCOMPLETE\"" },
    { "type", MEMBER_TEXT, .doc = "Problem type, the same in every environment.",
      .example = "\"urn:problem-type:clea:grid-incomplete\"" },
    { "status", MEMBER_INT, .doc = "HTTP status it usually comes with.", .example = "409" },
    { "title_fr", MEMBER_TEXT, .doc = "Title in French." },
    { "title_en", MEMBER_TEXT, .doc = "Title in English." },
    { "detail_fr", MEMBER_TEXT, .doc = "What is wrong and what to do, in French." },
    { "detail_en", MEMBER_TEXT, .doc = "What is wrong and what to do, in English." },
    { "hint_fr", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "What developers are told beside, in French." },
    { "hint_en", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "The same in English." },
    { .name = NULL },
};
static const struct view problem_view = { "ProblemEntry", "A reason of refusal or failure.",
                                          problem_members };

static void write_problem(struct writer *writer, enum reason reason)
{
    const struct reason_info *info = reason_info(reason);
    char kebab[REASON_CODE_SIZE], type[REASON_CODE_SIZE + 24];
    reason_print_kebab(reason, kebab);
    snprintf(type, sizeof type, "urn:problem-type:clea:%s", kebab);
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "type");
    writer_text(writer, type);
    writer_key(writer, "status");
    writer_int(writer, info->status);
    writer_key(writer, "title_fr");
    writer_text(writer, info->title_fr);
    writer_key(writer, "title_en");
    writer_text(writer, info->title_en);
    writer_key(writer, "detail_fr");
    writer_text(writer, info->detail_fr);
    writer_key(writer, "detail_en");
    writer_text(writer, info->detail_en);
    writer_key(writer, "hint_fr");
    writer_string(writer, slice_of(reason_hint(reason, false)));
    writer_key(writer, "hint_en");
    writer_string(writer, slice_of(reason_hint(reason, true)));
    writer_close(writer, '}');
}

static void render_problems(struct exchange *x, struct writer *writer)
{
    (void)x;
    writer_open(writer, '{');
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (int reason = REASON_NONE + 1; reason < REASON_COUNT; reason++)
        write_problem(writer, (enum reason)reason);
    writer_close(writer, ']');
    writer_key(writer, "page");
    writer_raw(writer, SLICE("{\"limit\":null,\"next_cursor\":null,\"prev_cursor\":null,"
                             "\"is_partial\":false}"));
    writer_close(writer, '}');
}

static void render_problem(struct exchange *x, struct writer *writer)
{
    enum reason reason = reason_from_code(x->path_text[0].at, x->path_text[0].size);
    x->is_missing = reason == REASON_NONE;
    if (!x->is_missing)
        write_problem(writer, reason);
}

const struct operation problem_operations[] = {
    {
        .id = "listProblems",
        .method = METHOD_GET,
        .path = "/v1/problems",
        .tag = "Service",
        .summary = "List every problem the service can answer with.",
        .description = "The catalogue behind `code` and `type` of problem documents, violations "
                       "and refused guards.",
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &problem_view, .render = render_problems },
    },
    {
        .id = "getProblem",
        .method = METHOD_GET,
        .path = "/v1/problems/{code}",
        .tag = "Service",
        .summary = "Read what a problem means.",
        .description = "By its code, in capitals.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &problem_view, .render = render_problem },
    },
    { .id = NULL },
};
