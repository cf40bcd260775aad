/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/page_frame.h"

#include "api/notices.h"
#include "api/words.h"
#include "pages.h"
#include "reason.h"
#include "text/html.h"

static const struct field query_fields[] = { PAGE_LANG, { .name = NULL } };
const struct fields page_query_table = { "PageQuery", query_fields, sizeof(struct page_query) };

/* The only style sheet there is (CMakeLists.txt). */
const struct embedded_text *const page_livery = &embedded_pages[0];

static const struct language {
    const char *code, *other_code, *other_word, *other_name;
    const char *legal, *data, *colon;
} languages[2] = {
    { "fr", "en", "EN", "English", "Mentions légales", "Données personnelles", " : " },
    { "en", "fr", "FR", "Français", "Legal notice", "Personal data", ": " },
};

static const struct language *language_of(const struct page_frame *frame)
{
    return &languages[frame->is_english];
}

struct page_frame page_frame_of(struct exchange *x, struct buffer *html)
{
    const struct page_query *query = x->query;
    const bool has_chosen = query && field_is_given(x->operation->query, query, "lang");
    return (struct page_frame){
        .x = x,
        .html = html,
        .is_english = has_chosen ? query->lang == PAGE_LANGUAGE_EN : x->is_english,
        .has_chosen = has_chosen,
    };
}

static void write_language(const struct page_frame *frame, struct slice carried)
{
    const struct language *language = language_of(frame);
    struct buffer *html = frame->html;
    buffer_text(html, "<a class=\"language\" hreflang=\"");
    buffer_text(html, language->other_code);
    buffer_text(html, "\" lang=\"");
    buffer_text(html, language->other_code);
    buffer_text(html, "\" href=\"?");
    buffer_slice(html, carried);
    buffer_text(html, "lang=");
    buffer_text(html, language->other_word);
    buffer_text(html, "\">");
    html_text(html, language->other_name);
    buffer_text(html, "</a>");
}

void page_open(const struct page_frame *frame, const char *title, const char *head,
               struct slice carried)
{
    struct buffer *html = frame->html;
    buffer_text(html, "<!DOCTYPE html>\n<html lang=\"");
    buffer_text(html, language_of(frame)->code);
    buffer_text(html, "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                      "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" "
                      "content=\"noindex\"><title>");
    html_text(html, title);
    buffer_text(html, "</title><style>");
    buffer_text(html, page_livery->text);
    buffer_text(html, "</style>");
    buffer_text(html, head);
    buffer_text(html, "</head><body><div class=\"page\"><header><span class=\"name\">");
    html_text(html, title);
    buffer_text(html, "</span>");
    write_language(frame, carried);
    buffer_text(html, "</header>");
}

/* What is no address is shown as it is. */
static void write_notice(const struct page_frame *frame, const char *name, struct slice notice)
{
    struct buffer *html = frame->html;
    if (notice.size == 0)
        return;
    if (html_is_address(notice)) {
        buffer_text(html, "<a href=\"");
        html_slice(html, notice);
        buffer_text(html, "\">");
        html_text(html, name);
        buffer_text(html, "</a>");
        return;
    }
    buffer_text(html, "<span>");
    html_text(html, name);
    buffer_text(html, language_of(frame)->colon);
    html_slice(html, notice);
    buffer_text(html, "</span>");
}

void page_close(const struct page_frame *frame)
{
    const struct exchange *x = frame->x;
    buffer_text(frame->html, "<footer><span>");
    html_slice(frame->html, x->certifier_name);
    buffer_text(frame->html, "</span>");
    write_notice(frame, language_of(frame)->legal, x->notices->legal_notice);
    write_notice(frame, language_of(frame)->data, x->notices->data_protection);
    buffer_text(frame->html, "</footer></div></body></html>\n");
}

void page_open_card(const struct page_frame *frame, const char *class, const char *title,
                    const char *lead)
{
    struct buffer *html = frame->html;
    buffer_text(html, "<div class=\"card\"><div class=\"verdict ");
    buffer_text(html, class);
    buffer_text(html, "\"><h1>");
    html_text(html, title);
    buffer_text(html, "</h1><p>");
    html_text(html, lead);
    buffer_text(html, "</p></div>");
}

void page_open_refusal(const struct page_frame *frame, enum reason reason)
{
    const struct reason_info *info = reason_info(reason);
    page_open_card(frame, "unknown", frame->is_english ? info->title_en : info->title_fr,
                   frame->is_english ? info->detail_en : info->detail_fr);
}

void page_open_row(const struct page_frame *frame, const char *name, const char *attributes)
{
    buffer_text(frame->html, "<div><dt>");
    html_text(frame->html, name);
    buffer_text(frame->html, "</dt><dd");
    buffer_text(frame->html, attributes);
    buffer_char(frame->html, '>');
}

void page_close_row(const struct page_frame *frame)
{
    buffer_text(frame->html, "</dd></div>");
}
