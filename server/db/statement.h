/* SPDX-License-Identifier: EUPL-1.2 */
/* A prepared statement: one file of a folder sql/, embedded at build time and prepared on every
 * connection.
 *
 * Every statement takes $1::text = scope and $2::uuid = scope id (the tenant), then arrays from $3
 * on, one element an item, each with a name: that of its column in the alias list
 * `unnest($3::uuid[], …) as x(id, …)`, or that of its argument in `function(ids => $3::uuid[])`.
 * embed.sh reads them there. Statements that return rows begin each row with a column `item`, the
 * number of its item (1-based). */
#ifndef STATEMENT_H
#define STATEMENT_H

#include <stdbool.h>

struct statement {
    const char *name;
    const char *text;
    unsigned index;                /* place in sql_statements[] */
    const char *const *parameters; /* names of $3 …, in order */
    unsigned parameter_count;
    /* Each item says who asks, in its first three parameters (asker_scope, asker_scope_id,
     * asker_reach), and the statement enters that scope before the item (scope_enter() of the
     * schema): askers of several tenants may share it. $1 and $2 are nobody's. */
    bool serves_askers;
    /* Of a list that is read by pages, which has a statement for each way to walk it: it has no
     * text itself and is in no table, and one of its ways is sent in its place (engine/list.h). */
    const struct walks *walks;
};

/* What the ways of a list are, from its NAME.walk (walk.sh). All of them have the parameters of the
 * list and the same columns, among them two of the walk: `walk_mark` (enum walk_mark) and
 * `walk_key`, the key of a sort that a cursor carries. */
struct walks {
    const struct walk_sort {
        const char *name;
        bool is_down;      /* the direction that it has by itself */
        bool is_looked_up; /* a cursor names the entry, and the statement looks up its key */
    } * sorts;             /* the first is the default */
    unsigned sort_count;
    const struct walk {
        const char *scope;
        unsigned sort;
        bool is_down;
        const struct statement *statement;
    } * ways;
    unsigned way_count;
};

/* Of an entry: the filters want it and the walk went on, or ended here; or only that it ended. Of a
 * list without an end, instead of an entry: there is none yet, or its cursor is too old. */
enum walk_mark { WALK_ENTRY, WALK_LAST_ENTRY, WALK_END, WALK_NOTHING_YET, WALK_EXPIRED };

#endif
