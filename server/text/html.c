/* SPDX-License-Identifier: EUPL-1.2 */
#include "text/html.h"

static const char *escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_slice(struct buffer *html, struct slice text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char *escape = escape_of(text.at[i]);
        if (!escape)
            continue;
        buffer_append(html, text.at + from, i - from);
        buffer_text(html, escape);
        from = i + 1;
    }
    buffer_append(html, text.at + from, text.size - from);
}

void html_text(struct buffer *html, const char *text)
{
    html_slice(html, slice_of(text));
}

void html_date(struct buffer *html, struct date date, bool is_english)
{
    static const char *const months[2][12] = {
        { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre" },
        { "January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December" },
    };
    char iso[DATE_TEXT_SIZE];
    date_print(date, iso);
    buffer_text(html, "<time datetime=\"");
    buffer_text(html, iso);
    buffer_text(html, "\">");
    buffer_int(html, date.day);
    if (date.day == 1 && !is_english)
        buffer_text(html, "<sup>er</sup>");
    /* A day stays with its month. */
    buffer_text(html, "&nbsp;");
    buffer_text(html, months[is_english][date.month - 1]);
    buffer_char(html, ' ');
    buffer_int(html, date.year);
    buffer_text(html, "</time>");
}

bool html_is_address(struct slice address)
{
    return slice_starts_with(address, SLICE("https://")) ||
           slice_starts_with(address, SLICE("http://")) ||
           slice_starts_with(address, SLICE("mailto:"));
}
