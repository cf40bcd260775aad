/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pages for people have in common: the language, the head, the foot, and the livery in
 * between (livery.css). */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "api/operation.h"

/* In which language: begins the query of every page. */
struct page_query {
    struct given given;
    int lang; /* enum page_language_word */
};
/* Its row in their tables of fields. */
#define PAGE_LANG                                                                                  \
    {                                                                                              \
        "lang", FIELD_ENUM, 0, offsetof(struct page_query, lang),                                  \
            .words = &page_language_words,                                                         \
            .doc =                                                                                 \
                "Language of the page, instead of the one that Accept-Language prefers; of JSON "  \
                "nothing depends on it."                                                           \
    }
extern const struct fields page_query_table; /* of a page that is asked nothing else */

/* A page that is being written. */
struct page_frame {
    struct exchange *x;
    struct buffer *html;
    bool is_english, has_chosen; /* has_chosen: the language, in the address */
};

struct page_frame page_frame_of(struct exchange *x, struct buffer *html);
/* Up to its content: `title` names the page, `head` is further markup of its head, `carried` the
 * parameters that the other language needs too, each with its &amp; behind it. */
void page_open(const struct page_frame *frame, const char *title, const char *head,
               struct slice carried);
/* The foot: who speaks, and the notices. */
void page_close(const struct page_frame *frame);
/* A card with what it says at its head; `class` is its color. The caller closes the <div>. */
void page_open_card(const struct page_frame *frame, const char *class, const char *title,
                    const char *lead);
/* One row of a <dl>, its <dd> with these attributes. */
void page_open_row(const struct page_frame *frame, const char *name, const char *attributes);
void page_close_row(const struct page_frame *frame);
/* A card that says why there is nothing to show. */
void page_open_refusal(const struct page_frame *frame, enum reason reason);

/* The style sheet of all pages. */
extern const struct embedded_text *const page_livery;

#endif
