#!/bin/sh
# Turns the statements of all folders sql/ into one C table of statements: SQL_<file name>, each with its text and its place in the table.
set -eu
name=$1 out=$2
shift 2
{
    echo '/* Generated from the folders sql/ of server; do not edit. */'
    echo '#ifndef EMBEDDED_SQL_H'
    echo '#define EMBEDDED_SQL_H'
    echo '#include "db/statement.h"'
    for file in "$@"; do
        echo "extern const struct statement SQL_$(basename "$file" .sql);"
    done
    echo 'extern const struct statement *const sql_statements[];'
    echo 'extern const unsigned sql_statement_count;'
    echo '#endif'
} >"$out/$name.h"
{
    echo "#include \"$name.h\""
    index=0
    for file in "$@"; do
        statement=$(basename "$file" .sql)
        echo "const struct statement SQL_$statement = { .name = \"$statement\", .index = $index, .text ="
        sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/\\n"/' "$file"
        echo '};'
        index=$((index + 1))
    done
    echo 'const struct statement *const sql_statements[] = {'
    for file in "$@"; do
        echo "    &SQL_$(basename "$file" .sql),"
    done
    echo '    0,'
    echo '};'
    echo "const unsigned sql_statement_count = $index;"
} >"$out/$name.c"
