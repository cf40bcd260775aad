/* SPDX-License-Identifier: EUPL-1.2 */
/* The shape of what clients read, as tables: a row of a statement becomes an object, member by
 * member, in order. The same table prints the schema of the contract. */
#ifndef VIEW_H
#define VIEW_H

#include "json/deprecation.h"
#include "slice.h"
#include "vocabulary.h"
#include "writer.h"

enum member_type {
    MEMBER_TEXT,
    MEMBER_ID,
    MEMBER_DATE, /* YYYY-MM-DD as PostgreSQL prints it */
    MEMBER_INT,
    MEMBER_BOOL,    /* t or f */
    MEMBER_INSTANT, /* printed by the SQL function wire_instant() */
    MEMBER_ENUM,    /* .words */
    MEMBER_TEXTS,   /* SQL array printed by array_to_json or json_agg: raw JSON, items are texts */
    MEMBER_OBJECT,  /* raw JSON built by PostgreSQL, shape .of */
    MEMBER_OBJECTS, /* raw JSON array built by PostgreSQL, items of shape .of */
    MEMBER_JSON,    /* raw JSON of free shape */
};

enum member_flag {
    MEMBER_NULLABLE = 1 << 0,
    /* Opens something to whoever knows it. Its size must not be told: an answer that holds it is
     * not compressed, because what the caller makes us say beside it would show how alike both are.
     * Null in a dry run, which makes nothing that it could open: MEMBER_NULLABLE too. */
    MEMBER_SECRET = 1 << 1,
    /* Says of its row, and is not written itself: when it is true, every member is withheld that is
     * not MEMBER_OPEN, as if hidden from every role. One in a view. */
    MEMBER_WITHHOLDS = 1 << 3,
    MEMBER_OPEN = 1 << 4,
    /* Null in every row: the reply to the act that made it shows it (exchange.h: secret), no other
     * does, and what is stored of that reply for a retry does not have it either. */
    MEMBER_ONCE = 1 << 2,
    /* JSON whose text a digest or a signature beside it is of: byte for byte as it is stored. */
    MEMBER_AS_SIGNED = 1 << 5,
};

struct member {
    const char *name;
    enum member_type type;
    unsigned flags;
    const struct vocabulary *words; /* MEMBER_ENUM */
    uint64_t only; /* MEMBER_ENUM: bit i = word i may stand here; 0 = all of them */
    const struct view *of;
    unsigned
        hidden_from; /* roles that read null here; the member is then listed in redacted_fields */
    const char *doc;
    const char *example; /* as JSON */
    const struct deprecation *deprecation;
};

struct view {
    const char *name; /* of the schema: "Candidacy" */
    const char *doc;
    const struct member *members; /* ended by a NULL name */
};

unsigned view_size(const struct view *view); /* number of members = columns wanted */
/* Writes one object. cells[i] is the text of member i (at == NULL → null, or [] for TEXTS and
 * OBJECTS that are not nullable). `roles` decides what is redacted: a member with hidden_from is
 * hidden when every role of the reader is in it, so from a reader without roles too. The last
 * member is then redacted_fields. The object stays open when `leave_open`, for an engine that adds
 * members. */
void view_write(const struct view *view, const struct slice *cells, unsigned roles,
                struct writer *writer, bool leave_open);
/* Whether some readers, or some rows, leave the member out (null, and named in redacted_fields). */
bool view_may_hide(const struct view *view, const struct member *member);
/* Whether a member of it, or of an object in it, is a secret. */
bool view_holds_secret(const struct view *view);
/* Whether a member of what it writes is called so. */
bool view_has(const struct view *view, struct slice name);
/* Index of a member by name, or -1. */
int view_find(const struct view *view, const char *name);

#endif
