/* SPDX-License-Identifier: EUPL-1.2 */
/* The shape of what clients send, as tables: JSON bodies and query parameters become plain structs,
 * and every violation is collected, with its place, before anything is refused.
 *
 * A body struct begins with `struct given given;` so that absent, null and present differ (PATCH,
 * RFC 7396). */
#ifndef FIELD_H
#define FIELD_H

#include "json/deprecation.h"
#include "arena.h"
#include "calendar.h"
#include "id.h"
#include "json/violation.h"
#include "json/vocabulary.h"
#include "reason.h"
#include "slice.h"
#include "status.h"
#include "writer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type {
    FIELD_TEXT,    /* struct slice: UTF-8, composed (NFC), trimmed, no character that cannot be seen
                      (TAB    and LF allowed with FIELD_MULTILINE); min..max characters */
    FIELD_ID,      /* struct id */
    FIELD_DATE,    /* struct date; in a body of the years min..max, else FIELD_FIRST_YEAR.. and no
                      later than the horizon, or with FIELD_PLANNED than that of what is planned, which
                      are asked when the present is known */
    FIELD_INT,     /* int64_t, min..max */
    FIELD_BOOL,    /* bool */
    FIELD_ENUM,    /* int: number in .words; absent is 0 too, so ask field_is_given() */
    FIELD_ENUMS,   /* uint64_t, bit i = word i (comma list in queries, array in bodies) */
    FIELD_INSTANT, /* int64_t milliseconds since 1970, 0 = none; RFC 3339, any offset, leap second
                      refused; bounded as a date is, from FIELD_FIRST_INSTANT_YEAR on */
    FIELD_OBJECT,  /* a struct of .of */
    FIELD_OBJECTS, /* struct field_list: array of structs of .of, min..max items */
    FIELD_TEXTS,   /* struct field_list of struct slice, min..max items, duplicates refused; each of
                      1..FIELD_TEXT_MAX characters (comma list in queries) */
    FIELD_IDS,     /* struct field_list of struct id, duplicates refused (comma list in queries) */
    FIELD_JSON,    /* struct slice: any JSON value without reals, kept as its own compact text
                      (referential drafts) */
    FIELD_VARIANT, /* the struct of a table that .variants names; absent, it reads as {} */
};

struct fields;

/* The shape of a FIELD_VARIANT depends on an enum beside it, in the same table. Every variant reads
 * into the same place, which is as large as the largest. A word of the enum that has no variant is
 * REASON_ENUM at the enum; while the enum is missing or wrong the variant is not read. */
struct field_variants {
    const char *selector;           /* name of the FIELD_ENUM */
    const struct fields *const *of; /* by number of its word, one each; NULL: not accepted here */
};

enum field_flag {
    FIELD_REQUIRED = 1 << 0,
    FIELD_NULLABLE = 1 << 1,
    FIELD_READ_ONLY = 1 << 2, /* computed by the server: sending it is 422 READ_ONLY_FIELD */
    FIELD_MULTILINE = 1 << 3,
    FIELD_PERSONAL = 1 << 4, /* never quoted in a message or a log */
    FIELD_NAME = 1 << 5,     /* a name of the civil register (text/text.h) */
    /* A reference or a code, of a TEXT: read as people type it, in capitals, without blanks, with
     * '-' for every dash (typed_code.h); its length is that of what was typed. */
    FIELD_TYPED = 1 << 6,
    /* Papers show it: of a TEXT only characters that their fonts have (text/drawn.h); with
     * FIELD_MULTILINE a TAB too, which is a blank there. What is not drawn would keep every paper
     * that shows it from being drawn, long after whoever typed it is gone. */
    FIELD_PRINTED = 1 << 7,
    /* A code of a public register (SIRET, INSEE, IDCC, postal), of a TEXT: read in capitals and
     * without blanks, as people type it; its length is that of what is read. */
    FIELD_CODED = 1 << 8,
    /* Of a DATE or an INSTANT: for when something is planned, which is nearer than the horizon: a
     * year that was mistyped is told before anybody is convened to it. */
    FIELD_PLANNED = 1 << 9,
    /* A number of a register, of a CODED text: people leave out its leading zeros, which are put
     * back up to its greatest length, so that one thing has one spelling. */
    FIELD_PADDED = 1 << 10,
    FIELD_DENOMINATION = 1 << 11, /* what an organisation is called (text/denomination.h) */
};

/* The limits of a field whose row says max = 0. */
enum { FIELD_TEXT_MAX = 200, FIELD_MULTILINE_MAX = 4000, FIELD_ITEMS_MAX = 100 };
/* Years of what clients send: nothing older is told of, nor was anything held at an hour. */
enum { FIELD_FIRST_YEAR = 1900, FIELD_FIRST_INSTANT_YEAR = 2000 };
/* Of what has no last year of its own: far beyond every horizon, and so far before the end of the
 * calendar that rules may reckon with it before the present is known. */
enum { FIELD_LAST_YEAR = 9000 };
/* Integers that every JSON reader keeps exact: 2^53 - 1. */
#define FIELD_INT_MAX INT64_C(9007199254740991)

/* A further rule of one value that its type accepted: SIRET, e-mail, criterion code. The reason, or
 * REASON_NONE. It is given the value as the struct holds it; of a list, each item. */
typedef enum reason (*field_check)(const void *value);

struct field {
    const char *name;
    enum field_type type;
    unsigned flags;
    size_t offset;                  /* of the value in the struct */
    int64_t min, max;               /* characters, value or items; max 0 = the type's default */
    const struct vocabulary *words; /* FIELD_ENUM(S) */
    uint64_t only;                  /* FIELD_ENUM(S): bit i = word i is taken; 0 = all of them */
    const struct fields *of;        /* FIELD_OBJECT(S): its struct begins with struct given too */
    field_check check;
    const char *doc;                       /* one sentence for the contract */
    const char *example;                   /* as JSON: "\"2026-01-14\"", "12" */
    const struct field_variants *variants; /* FIELD_VARIANT */
    const struct deprecation *deprecation;
};

/* Of two members that say one thing, the one that means nothing without the other: a code without
 * the name that it stands for, a day without its month. Who erases the other, and says nothing of
 * it, erases it too. */
struct field_leaning {
    const char *on, *name;
};

struct fields {
    const char *name;                    /* of the schema in the contract */
    const struct field *fields;          /* ended by a NULL name; 64 at most */
    size_t size;                         /* of the struct */
    const struct field_leaning *leaning; /* ended by a NULL name; NULL = none leans on another */
};

struct field_list {
    void *items;
    size_t count;
};

struct given {
    uint64_t present; /* bit i: fields[i] was sent */
    uint64_t null;    /* bit i: it was sent as null, or refused */
};

/* The limits that hold, defaults included. A required text cannot be blank: its min is at least 1.
 */
int64_t field_min(const struct field *field);
int64_t field_max(const struct field *field);
/* Bytes of the longest body that they take, with every character escaped and few blanks; 0 = one
 * holds lists, objects or what has no length of its own. */
size_t fields_longest(const struct fields *fields);

/* Of a struct that was read by this table; a name the table does not have is a bug. What was sent
 * but is wrong counts as given, and as null: nothing is known of it. */
bool field_is_given(const struct fields *fields, const void *input, const char *name);
bool field_is_null(const struct fields *fields, const void *input, const char *name);

/* From now on it counts as given, as what the struct holds: for what follows from what was sent. */
/* As if it had been sent as null. */
void field_erase(const struct fields *fields, void *input, const char *name);
/* What leans on something that was erased is erased with it, unless it was sent. */
void fields_erase_leaning(const struct fields *fields, void *input);
void field_give(const struct fields *fields, void *input, const char *name);

/* Reads a body into ret_input (fields->size bytes, zeroed by the callee). REASON_NONE when the text
 * was JSON of the right nesting, whatever the violations; otherwise the 400 (MALFORMED_JSON,
 * DUPLICATE_MEMBER, NESTING_TOO_DEEP, INVALID_UTF8). An empty body reads as {}, and a byte order
 * mark in front as nothing. ret_status is
 * always written: STATUS_OK or STATUS_NO_MEMORY. Values live in the arena. With violations the
 * wrong values stay zero.
 *
 * Codes: TYPE for another JSON type and for reals, DATE_INVALID for dates and instants that do not
 * exist, DATE_OUT_OF_RANGE for their years, PATTERN for ids, CHARACTER_INVALID for characters that
 * cannot be seen, NAME_INVALID for a FIELD_NAME that is none, DENOMINATION_INVALID and
 * DENOMINATION_RESERVED for a FIELD_DENOMINATION, CHARACTER_NOT_DRAWN for what papers cannot show
 * of a FIELD_PRINTED, MIN_LENGTH for too few characters or
 * items, TOO_MANY_ITEMS for too many. A top level that is not an object is TYPE at "". A number
 * that nothing holds is RANGE where it stands, as one that a field does not take. A 400 is a
 * violation too: at the member that was being read, with its line and column. */
enum reason fields_read_body(const struct fields *fields, struct slice sent, struct arena *arena,
                             void *ret_input, struct violations *violations,
                             enum status *ret_status);

/* Reads what fields_write() or to_jsonb() made of a record that is stored: it was judged when it
 * came, so members that the table does not have are passed over and a null counts as absent. False
 * when memory is short or the text is no object. */
bool fields_read_record(const struct fields *fields, struct slice text, struct arena *arena,
                        void *ret_record) NODISCARD;

enum fields_write_flag {
    FIELDS_WITHOUT_PERSONAL = 1 << 0,
    FIELDS_WITHOUT_NULLS = 1 << 1,
    FIELDS_ONLY_PERSONAL = 1 << 3,
    /* An absent field that cannot be null is written as what it stands for: an enum as its first
     * name, a bool as false, a list as empty. */
    FIELDS_WITH_DEFAULTS = 1 << 2,
};

/* Writes the fields that were given, as an object; null where null was given. */
void fields_write(struct writer *writer, const struct fields *fields, const void *input,
                  unsigned flags);
/* A merge patch (RFC 7396): what the change gives takes the place of what the record has, by name;
 * null erases. Every field of the change that a client may send is one of the record. */
void fields_merge(const struct fields *change_fields, const void *change,
                  const struct fields *record_fields, void *record);

struct field_pair {
    struct slice name, value; /* percent-decoded, UTF-8 not yet checked */
};

/* Query parameters by the same tables; unknown → UNKNOWN_PARAMETER, repeated → PARAMETER_REPEATED,
 * wrong or required and missing → PARAMETER_INVALID (all of them 400). No objects here. */
enum status fields_read_pairs(const struct fields *fields, const struct field_pair *pairs,
                              size_t count, struct arena *arena, void *ret_input,
                              struct violations *violations);

#endif
