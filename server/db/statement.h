/* A prepared statement: one file of a folder sql/, embedded at build time and prepared on every
 * connection.
 *
 * Every statement takes $1::text = scope and $2::uuid = scope id (the tenant), then arrays from $3
 * on, one element an item; statements that return rows begin each row with the number of its item
 * (1-based). */
#ifndef STATEMENT_H
#define STATEMENT_H

struct statement {
    const char *name;
    const char *text;
    unsigned index; /* place in sql_statements[] */
};

#endif
