/* SPDX-License-Identifier: EUPL-1.2 */
/* The catalogue of problems as pages, for whoever meets one and wants to know what it means: drawn
 * from the tables that refusals are made of. */
#include "api/access.h"
#include "api/operation.h"
#include "api/page_frame.h"
#include "api/words.h"
#include "text/html.h"
#include "wording.h"

#include <stdio.h>

enum text {
    TEXT_TITLE,
    TEXT_LEAD,
    TEXT_ALL,
    TEXT_MEANS,
    TEXT_PRECISELY,
    TEXT_DEVELOPERS,
    TEXT_CODE,
    TEXT_TYPE,
    TEXT_STATUS,
    TEXT_WHO,
    TEXT_ANYBODY,
    TEXT_WITHOUT_KEY,
    TEXT_DETAILS,
    TEXT_MEMBERS,
    TEXT_OPERATIONS,
    TEXT_EVERY_OPERATION,
    TEXT_COUNT,
};

static const char *const texts[2][TEXT_COUNT] = {
    {
        [TEXT_TITLE] = "Problèmes que l’API peut signaler",
        [TEXT_LEAD] = ("Un refus porte toujours un code. Voici ce que chacun veut dire, qui le "
                       "rencontre et que faire."),
        [TEXT_ALL] = "Tous les problèmes",
        [TEXT_MEANS] = "Ce que cela signifie, et que faire",
        [TEXT_PRECISELY] = "Dit plus précisément",
        [TEXT_DEVELOPERS] = "Pour les développeurs",
        [TEXT_CODE] = "Code",
        [TEXT_TYPE] = "Type",
        [TEXT_STATUS] = "Statut HTTP",
        [TEXT_WHO] = "Qui le rencontre",
        [TEXT_ANYBODY] = "Quiconque appelle le service",
        [TEXT_WITHOUT_KEY] = "toute personne, sans clé",
        [TEXT_DETAILS] = "Membres de details ou de params",
        [TEXT_MEMBERS] = "Champs qu’il concerne",
        [TEXT_OPERATIONS] = "Opérations qui le signalent",
        [TEXT_EVERY_OPERATION] = "Toute opération à laquelle il peut s’appliquer",
    },
    {
        [TEXT_TITLE] = "Problems that the API may report",
        [TEXT_LEAD] = ("A refusal always has a code. This is what each of them means, who meets it "
                       "and what to do."),
        [TEXT_ALL] = "All problems",
        [TEXT_MEANS] = "What it means, and what to do",
        [TEXT_PRECISELY] = "Said more precisely",
        [TEXT_DEVELOPERS] = "For developers",
        [TEXT_CODE] = "Code",
        [TEXT_TYPE] = "Type",
        [TEXT_STATUS] = "HTTP status",
        [TEXT_WHO] = "Who meets it",
        [TEXT_ANYBODY] = "Whoever calls the service",
        [TEXT_WITHOUT_KEY] = "anybody, without a key",
        [TEXT_DETAILS] = "Members of details or params",
        [TEXT_MEMBERS] = "Fields that it is about",
        [TEXT_OPERATIONS] = "Operations that report it",
        [TEXT_EVERY_OPERATION] = "Every operation that it can apply to",
    },
};

struct telling {
    const struct page_frame *frame;
    struct buffer *html;
    const char *const *texts;
    enum reason reason;
};

static const char *in_language(const struct telling *t, const char *fr, const char *en)
{
    return t->frame->is_english ? en : fr;
}

static void open_row(const struct telling *t, enum text name)
{
    page_open_row(t->frame, t->texts[name], "");
}

static void write_row(const struct telling *t, enum text name, const char *text)
{
    open_row(t, name);
    html_text(t->html, text);
    page_close_row(t->frame);
}

static void write_code(const struct telling *t, const char *code)
{
    buffer_text(t->html, "<code>");
    html_text(t->html, code);
    buffer_text(t->html, "</code>");
}

static void write_code_row(const struct telling *t, enum text name, const char *code)
{
    open_row(t, name);
    write_code(t, code);
    page_close_row(t->frame);
}

/* The language that was chosen is kept on the way. */
static void write_link(const struct telling *t, const char *address, const char *text)
{
    buffer_text(t->html, "<a href=\"");
    html_text(t->html, address);
    if (t->frame->has_chosen)
        buffer_text(t->html, t->frame->is_english ? "?lang=EN" : "?lang=FR");
    buffer_text(t->html, "\">");
    html_text(t->html, text);
    buffer_text(t->html, "</a>");
}

/* --- one problem --- */

static void write_who(const struct telling *t)
{
    unsigned roles = 0, written = 0;
    bool needs_no_key = false;
    const struct operation *o = operation_stating(t->reason, NULL);
    open_row(t, TEXT_WHO);
    if (!o)
        html_text(t->html, t->texts[TEXT_ANYBODY]);
    for (; o; o = operation_stating(t->reason, o)) {
        roles |= access_roles(o);
        needs_no_key |= operation_permission(o) == 0;
    }
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        const struct label *label = &role_words.labels[role];
        if (!(roles & 1u << role))
            continue;
        buffer_text(t->html, written++ > 0 ? ", " : "");
        html_text(t->html, in_language(t, label->fr, label->en));
    }
    if (needs_no_key) {
        buffer_text(t->html, written > 0 ? ", " : "");
        html_text(t->html, t->texts[TEXT_WITHOUT_KEY]);
    }
    page_close_row(t->frame);
}

static void write_operations(const struct telling *t)
{
    const struct operation *o = operation_stating(t->reason, NULL);
    if (!o) {
        write_row(t, TEXT_OPERATIONS, t->texts[TEXT_EVERY_OPERATION]);
        return;
    }
    open_row(t, TEXT_OPERATIONS);
    buffer_text(t->html, "<ul>");
    for (; o; o = operation_stating(t->reason, o)) {
        buffer_text(t->html, "<li><code>");
        buffer_text(t->html, method_names[o->method]);
        buffer_char(t->html, ' ');
        html_text(t->html, o->path);
        buffer_text(t->html, "</code></li>");
    }
    buffer_text(t->html, "</ul>");
    page_close_row(t->frame);
}

/* Sentences that say how much, until when, which of them, where that is known. */
static unsigned write_wordings(const struct telling *t)
{
    size_t count;
    const struct wording *rows = wordings(&count);
    unsigned params = 0, written = 0;
    for (size_t i = 0; i < count; i++) {
        const char *text = in_language(t, rows[i].fr, rows[i].en);
        if (rows[i].reason != t->reason)
            continue;
        if (written++ == 0)
            open_row(t, TEXT_PRECISELY);
        buffer_text(t->html, "<p>");
        html_text(t->html, text);
        buffer_text(t->html, "</p>");
        for (struct placeholder held = wording_next(text); held.at;
             held = wording_next(held.at + held.size))
            params |= 1u << held.param;
    }
    if (written > 0)
        page_close_row(t->frame);
    return params;
}

static void write_details(const struct telling *t, unsigned params)
{
    unsigned written = 0;
    if (params == 0)
        return;
    open_row(t, TEXT_DETAILS);
    for (unsigned i = 0; i < WORDING_PARAM_COUNT; i++) {
        if (!(params & 1u << i))
            continue;
        buffer_text(t->html, written++ > 0 ? ", " : "");
        write_code(t, wording_param_names[i]);
    }
    page_close_row(t->frame);
}

static void write_members(const struct telling *t)
{
    const char *const *members = reason_wants(t->reason);
    if (!members)
        return;
    open_row(t, TEXT_MEMBERS);
    for (unsigned i = 0; members[i]; i++) {
        buffer_text(t->html, i > 0 ? ", " : "");
        write_code(t, members[i]);
    }
    page_close_row(t->frame);
}

static void write_names(const struct telling *t)
{
    const struct reason_info *info = reason_info(t->reason);
    char kebab[REASON_CODE_SIZE], type[REASON_CODE_SIZE + 24], status[8];
    reason_print_kebab(t->reason, kebab);
    snprintf(type, sizeof type, "urn:problem-type:clea:%s", kebab);
    snprintf(status, sizeof status, "%d", info->status);
    write_code_row(t, TEXT_CODE, info->code);
    write_code_row(t, TEXT_TYPE, type);
    write_row(t, TEXT_STATUS, status);
}

static void write_problem(const struct telling *t)
{
    const struct reason_info *info = reason_info(t->reason);
    const char *hint = reason_hint(t->reason, t->frame->is_english);
    page_open_card(t->frame, info->status < 500 ? "unknown" : "annulled",
                   in_language(t, info->title_fr, info->title_en), info->code);
    buffer_text(t->html, "<dl class=\"told\">");
    write_row(t, TEXT_MEANS, in_language(t, info->detail_fr, info->detail_en));
    const unsigned params = write_wordings(t);
    write_who(t);
    if (hint)
        write_row(t, TEXT_DEVELOPERS, hint);
    write_names(t);
    write_details(t, params);
    write_members(t);
    write_operations(t);
    buffer_text(t->html, "</dl></div><section class=\"advice\"><p>");
    write_link(t, "../problems", t->texts[TEXT_ALL]);
    buffer_text(t->html, "</p></section></main>");
}

/* Its code, in letters of any case, or the end of its type. */
static enum reason reason_of(const struct exchange *x)
{
    char code[REASON_CODE_SIZE];
    const struct slice asked = x->path_text[0];
    if (asked.size >= sizeof code)
        return REASON_NONE;
    for (size_t i = 0; i < asked.size; i++) {
        const char c = asked.at[i];
        code[i] = c == '-' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return reason_from_code(code, asked.size);
}

static void write_refusal(const struct telling *t, enum reason reason, const char *index)
{
    page_open_refusal(t->frame, reason);
    buffer_text(t->html, "</div><section class=\"advice\"><p>");
    write_link(t, index, t->texts[TEXT_ALL]);
    buffer_text(t->html, "</p></section></main>");
}

static void render_problem(struct exchange *x, const struct page_told *told, struct buffer *html)
{
    const struct page_frame frame = page_frame_of(x, html);
    const struct telling t = { &frame, html, texts[frame.is_english], reason_of(x) };
    x->is_missing = t.reason == REASON_NONE;
    page_open(&frame, t.texts[TEXT_TITLE], "", SLICE(""));
    buffer_text(html, "<main>");
    if (told->reason != REASON_NONE || x->is_missing)
        write_refusal(&t, told->reason, "../problems");
    else
        write_problem(&t);
    page_close(&frame);
}

/* --- all of them --- */

static void write_entry(const struct telling *t, enum reason reason)
{
    const struct reason_info *info = reason_info(reason);
    char address[sizeof "problems/" + REASON_CODE_SIZE], status[8];
    snprintf(address, sizeof address, "problems/%s", info->code);
    snprintf(status, sizeof status, "%d ", info->status);
    buffer_text(t->html, "<li>");
    write_link(t, address, in_language(t, info->title_fr, info->title_en));
    buffer_text(t->html, "<span>");
    buffer_text(t->html, status);
    write_code(t, info->code);
    buffer_text(t->html, "</span></li>");
}

static void render_problems(struct exchange *x, const struct page_told *told, struct buffer *html)
{
    const struct page_frame frame = page_frame_of(x, html);
    const struct telling t = { &frame, html, texts[frame.is_english], REASON_NONE };
    page_open(&frame, t.texts[TEXT_TITLE], "", SLICE(""));
    buffer_text(html, "<main>");
    if (told->reason != REASON_NONE) {
        write_refusal(&t, told->reason, "problems");
        page_close(&frame);
        return;
    }
    page_open_card(&frame, "asking", t.texts[TEXT_TITLE], t.texts[TEXT_LEAD]);
    buffer_text(html, "<ul class=\"catalogue\">");
    for (enum reason reason = REASON_NONE + 1; reason < REASON_COUNT; reason++)
        write_entry(&t, reason);
    buffer_text(html, "</ul></div></main>");
    page_close(&frame);
}

static const struct page problem_page = { .render = render_problem, .is_all = true };
static const struct page problems_page = { .render = render_problems, .is_all = true };

const struct operation problem_page_operations[] = {
    {
        .id = "getProblemsPage",
        .method = METHOD_GET,
        .path = "/problems",
        .tag = "Service",
        .summary = "The catalogue of problems as a page.",
        .description = "For people. The same as data: /v1/problems.",
        .flags = OPERATION_PUBLIC_CACHE,
        .query = &page_query_table,
        .reply = { 200, .content_type = "text/html", .page = &problems_page },
    },
    {
        .id = "getProblemPage",
        .method = METHOD_GET,
        .path = "/problems/{code}",
        .tag = "Service",
        .summary = "What one problem means, as a page.",
        .description = "For people: what it means, who meets it and what to do, which details come "
                       "with it. By its code, or by the end of its type.",
        .flags = OPERATION_PUBLIC_CACHE,
        .query = &page_query_table,
        .reply = { 200, .content_type = "text/html", .page = &problem_page },
    },
    { .id = NULL },
};
