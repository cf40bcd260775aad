#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Turns the statements of all folders sql/ into one C table of statements: SQL_<file name>, each with its text, its place in the table
# and the names of its parameters; a list with a .walk into a statement for each of its ways (walk.sh). A statement whose parameters
# have no names is refused.
set -eu
name=$1 out=$2 here=$(dirname "$0")
shift 2
{
    echo '/* Generated from the folders sql/ of server; do not edit. */'
    echo '#ifndef EMBEDDED_SQL_H'
    echo '#define EMBEDDED_SQL_H'
    echo '#include "db/statement.h"'
    for file in "$@"; do
        statement=${file##*/}
        echo "extern const struct statement SQL_${statement%.sql};"
    done
    echo 'extern const struct statement *const sql_statements[];'
    echo 'extern const unsigned sql_statement_count;'
    echo '#endif'
} >"$out/$name.h"
echo "#include \"$name.h\"" >"$out/$name.c"
awk -v mode=embed -v tenants_file="$here/../api/tenants.list" -f "$here/statements.awk" "$@" >>"$out/$name.c"
