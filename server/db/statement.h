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

struct statement {
    const char *name;
    const char *text;
    unsigned index;                /* place in sql_statements[] */
    const char *const *parameters; /* names of $3 …, in order */
    unsigned parameter_count;
};

#endif
