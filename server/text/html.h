/* SPDX-License-Identifier: EUPL-1.2 */
/* Text as it stands in a page (HTML 5): nothing of it can become markup. */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "buffer.h"
#include "calendar.h"
#include "slice.h"

#include <stdbool.h>

/* In an element or in a quoted attribute. */
void html_slice(struct buffer *html, struct slice text);
void html_text(struct buffer *html, const char *text);
/* 29 novembre 2026, or 29 November 2026; the first of a month in French is 1er. In a <time>. */
void html_date(struct buffer *html, struct date date, bool is_english);
/* An address that a page may lead to: of the web, or of a mailbox. */
bool html_is_address(struct slice address);

#endif
