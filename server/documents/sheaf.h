/* SPDX-License-Identifier: EUPL-1.2 */
/* A document of one sheet or several: whose it is, to whom, its title, facts, paragraphs, tables
 * and signatures, one below the other. Every kind but the certificate is written with these. Texts
 * live as long as the layout; a text that is unset, for want of memory, is told by sheaf_layout().
 * Texts that people wrote go through french_words() first. */
#ifndef SHEAF_H
#define SHEAF_H

#include "documents/filling.h"
#include "documents/livery.h"

#define SHEAF_WIDTH (PAPER_A4_SHORT - 2 * 72.0)

struct sheaf {
    struct arena *arena;
    const struct livery *livery;
    struct filling body;
    bool is_in_group; /* rows stay with the group that they are of */
};

/* What the sheets say round their text. */
struct sheaf_about {
    struct slice title;     /* of the file, and of the sheets behind the first */
    struct slice reference; /* of what it is about, at the foot */
    struct slice recipient; /* lines of an envelope; unset = it is no letter */
    struct date made_on;
};

void sheaf_begin(struct sheaf *sheaf, struct arena *arena, const struct livery *livery);
void sheaf_title(struct sheaf *sheaf, struct slice text, struct slice below);
/* What begins anew below the title. */
void sheaf_part(struct sheaf *sheaf, struct slice text);
void sheaf_heading(struct sheaf *sheaf, struct slice text);
void sheaf_subheading(struct sheaf *sheaf, struct slice text);
void sheaf_paragraph(struct sheaf *sheaf, struct slice text);
/* What somebody else wrote. */
void sheaf_quote(struct sheaf *sheaf, struct slice text);
/* Stays on one sheet with what follows it. */
void sheaf_lead(struct sheaf *sheaf, struct slice text);
/* In what the eye does not pass over. */
void sheaf_warning(struct sheaf *sheaf, struct slice text);
/* One of a list. */
void sheaf_item(struct sheaf *sheaf, struct slice text);
/* An answer to be ticked; stays with what follows it, to the signature. */
void sheaf_choice(struct sheaf *sheaf, struct slice text);
/* Small print below what it is about. */
void sheaf_note(struct sheaf *sheaf, struct slice text);
/* What is written between the two stays on one sheet, where a sheet holds it. */
size_t sheaf_begin_together(const struct sheaf *sheaf);
void sheaf_end_together(struct sheaf *sheaf, size_t from);
/* A name of a fact, and what it is; an empty or unset text is no fact. Facts one below the other
 * are one table, which sheaf_end_facts() ends. */
void sheaf_fact(struct sheaf *sheaf, const char *name, struct slice text);
void sheaf_end_facts(struct sheaf *sheaf);

/* A table whose columns have these widths and heads; NULL for want of memory, which is then told
 * by sheaf_layout(). A width of 0 takes what the others leave. */
const struct table *sheaf_table(struct sheaf *sheaf, const double *widths, const char *const *heads,
                                size_t count);
/* Its next row: a text for each column, "" for none. */
void sheaf_row(struct sheaf *sheaf, const struct table *table, const struct slice *texts);
/* A row over those that follow, up to the next of them; all of these stay on one sheet, where a
 * sheet holds them. */
void sheaf_group(struct sheaf *sheaf, const struct table *table, const struct slice *texts);
void sheaf_end_table(struct sheaf *sheaf);
#define SHEAF_ROW(sheaf, table, ...)                                                               \
    sheaf_row((sheaf), (table), (const struct slice[]){ __VA_ARGS__ })
#define SHEAF_GROUP(sheaf, table, ...)                                                             \
    sheaf_group((sheaf), (table), (const struct slice[]){ __VA_ARGS__ })

/* Room for signatures by hand, one row each: whose it is. */
void sheaf_signature_lines(struct sheaf *sheaf, const struct slice *labels, size_t count);
/* At the end of a letter: who signs it, and as what. */
void sheaf_signature(struct sheaf *sheaf, struct slice name, struct slice as);

/* What the layout points to is in the arena, the livery's, or what was written. A `mark` stands
 * across every sheet; an unset one does not. */
enum status sheaf_layout(const struct sheaf *sheaf, const struct sheaf_about *about,
                         struct slice mark, struct layout *ret_layout) NODISCARD;

#endif
