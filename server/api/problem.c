/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/problem.h"

#include <stdio.h>

static void write_type(struct writer *writer, enum reason reason)
{
    char kebab[REASON_CODE_SIZE], type[sizeof "urn:problem-type:clea:" + REASON_CODE_SIZE];
    reason_print_kebab(reason, kebab);
    snprintf(type, sizeof type, "urn:problem-type:clea:%s", kebab);
    writer_key(writer, "type");
    writer_text(writer, type);
}

/* detail: instead of the reason's own text; unset = that. */
static void open_problem(struct writer *writer, enum reason reason, struct slice detail,
                         bool is_english, struct slice request_id)
{
    const struct reason_info *info = reason_info(reason);
    writer_open(writer, '{');
    write_type(writer, reason);
    writer_key(writer, "title");
    writer_text(writer, is_english ? info->title_en : info->title_fr);
    writer_key(writer, "status");
    writer_int(writer, info->status);
    writer_key(writer, "detail");
    if (slice_is_set(detail))
        writer_string(writer, detail);
    else
        writer_text(writer, is_english ? info->detail_en : info->detail_fr);
    if (reason_hint(reason, is_english)) {
        writer_key(writer, "hint");
        writer_text(writer, reason_hint(reason, is_english));
    }
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "request_id");
    writer_string(writer, request_id);
}

static void write_violations(struct writer *writer, const struct violations *violations,
                             bool is_english)
{
    writer_key(writer, "errors");
    writer_open(writer, '[');
    for (unsigned i = 0; i < violations->count; i++)
        violation_write(writer, &violations->items[i], is_english);
    writer_close(writer, ']');
    writer_key(writer, "is_truncated");
    writer_bool(writer, violations->is_truncated);
}

static void write_refusal(struct writer *writer, const struct refusal *refusal, bool is_english)
{
    const struct reason_info *info = reason_info(refusal->reason);
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "message");
    if (slice_is_set(refusal->message))
        writer_string(writer, refusal->message);
    else
        writer_text(writer, is_english ? info->detail_en : info->detail_fr);
    writer_key(writer, "details");
    writer_raw(writer, slice_is_set(refusal->details) ? refusal->details : SLICE("{}"));
    writer_key(writer, "resolve_with");
    exchange_write_resolution(writer, refusal->resolve_method, refusal->resolve_href,
                              refusal->resolve_event);
    writer_close(writer, '}');
}

void problem_write_reasons(struct writer *writer, const struct exchange *x, unsigned first)
{
    writer_open(writer, '[');
    for (unsigned i = first; i < x->refusal_count; i++)
        write_refusal(writer, &x->refusals[i], x->is_english);
    writer_close(writer, ']');
}

static const struct member stated_members[] = {
    { "code", MEMBER_TEXT, .doc = "What clients switch on; see /v1/problems.",
      .example = "\"QUORUM_NOT_MET\"" },
    { "message", MEMBER_TEXT, .doc = "What is wrong, in the language that was asked for." },
    { "details", MEMBER_JSON, .doc = "What is at fault, by the reason." },
    { "resolve_with", MEMBER_JSON, MEMBER_NULLABLE,
      .doc = "The call that would help, when there is one that the caller may make: method, href "
             "and, where the call takes events, event." },
    { .name = NULL },
};
const struct view stated_reason_view = { "StatedReason", "A reason, as a refusal says it.",
                                         stated_members };

void problem_write_reason(struct writer *writer, enum reason reason,
                          const struct violations *violations, bool is_english,
                          struct slice request_id)
{
    open_problem(writer, reason, SLICE_UNSET, is_english, request_id);
    if (violations)
        write_violations(writer, violations, is_english);
    writer_close(writer, '}');
}

void problem_write_detailed(struct writer *writer, enum reason reason, struct slice detail,
                            bool is_english, struct slice request_id)
{
    open_problem(writer, reason, detail, is_english, request_id);
    writer_close(writer, '}');
}

void problem_write_refusals(struct writer *writer, const struct exchange *x,
                            struct slice request_id)
{
    open_problem(writer, x->refusals[0].reason, x->refusals[0].message, x->is_english, request_id);
    writer_key(writer, "reasons");
    problem_write_reasons(writer, x, 0);
    if (slice_is_set(x->allowed_events)) {
        writer_key(writer, "allowed_events");
        writer_raw(writer, x->allowed_events);
    }
    writer_close(writer, '}');
}

enum reason problem_of_violations(const struct violations *violations)
{
    for (unsigned i = 0; i < violations->count; i++) {
        if (reason_info(violations->items[i].code)->status == 400)
            return violations->items[i].code;
    }
    return REASON_VALIDATION_FAILED;
}
