#!/bin/sh
# Turns the statements of all folders sql/ into one C table of statements: SQL_<file name>, each with its text, its place in the table
# and the names of its parameters. A statement whose parameters have no names is refused.
set -eu
name=$1 out=$2 here=$(dirname "$0")
shift 2

# Prints the names of $3, $4 … in order, as C strings: the columns of the alias list behind the unnest() that takes them, without the
# number of the item, or the arguments of a function that takes them by name.
parameter_names() {
    awk '
        { sub(/--.*/, ""); text = text " " $0 }
        END {
            for (rest = text; match(rest, /\$[0-9]+/); rest = substr(rest, RSTART + RLENGTH)) {
                number = substr(rest, RSTART + 1, RLENGTH - 1) + 0
                if (number > last) last = number
            }
            if (match(text, /unnest\( *\$3[^)]*\) *(with ordinality *)?as x\([^)]*\)/)) {
                list = substr(text, RSTART, RLENGTH)
                arguments = list
                sub(/\).*/, "", arguments)
                for (; match(arguments, /\$[0-9]+/); arguments = substr(arguments, RSTART + RLENGTH))
                    if (substr(arguments, RSTART + 1, RLENGTH - 1) != 3 + taken++) exit 1
                is_numbered = list ~ /with ordinality/
                sub(/.*as x\( */, "", list)
                sub(/ *\)$/, "", list)
                count = split(list, names, / *, */)
                if (is_numbered && names[count--] != "item") exit 1
                if (taken != count) exit 1
                # Named twice, named alike: a union repeats the list.
                for (rest = substr(text, index(text, "unnest($3") + 1); match(rest, /unnest\( *\$3[^)]*\)[^()]*as x\([^)]*\)/);
                     rest = substr(rest, RSTART + RLENGTH)) {
                    other = substr(rest, RSTART, RLENGTH)
                    sub(/.*as x\( */, "", other)
                    sub(/ *\)$/, "", other)
                    if (other != list) exit 1
                }
            } else {
                for (rest = text; match(rest, /[a-z_]+ => \$[0-9]+/); rest = substr(rest, RSTART + RLENGTH)) {
                    split(substr(rest, RSTART, RLENGTH), pair, / => \$/)
                    if (pair[2] != 3 + count) exit 1
                    names[++count] = pair[1]
                }
            }
            if (count + 2 != (last > 2 ? last : 2)) exit 1
            for (i = 1; i <= count; i++) printf "\"%s\", ", names[i]
        }' "$1" || { echo "$1: the parameters from \$3 on have no names" >&2; return 1; }
}

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
        names=$(parameter_names "$file")
        if [ -n "$names" ]; then
            echo "static const char *const ${statement}_parameters[] = { $names};"
            parameters=".parameters = ${statement}_parameters, .parameter_count = sizeof ${statement}_parameters / sizeof(char *)"
        else
            parameters='.parameter_count = 0'
        fi
        echo "const struct statement SQL_$statement = { .name = \"$statement\", .index = $index, $parameters, .text ="
        text=$(sh "$here/splice.sh" "$file")
        printf '%s\n' "$text" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/\\n"/'
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
