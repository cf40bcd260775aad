#!/bin/sh
# Prints a statement as the server prepares it: {{name}} is the list of columns in name.columns beside the statement, {{r.name}} the
# same list with each column behind "r."; where there is no such list, {{name}} is the text of name.part. For a look by hand: server/db/splice.sh server/api/candidates/sql/candidate_view.sql
# What belongs to tenants says of each row whose it is: server/api/tenants.list.
set -eu
name=$(basename "$1" .sql)
tenants=$(awk -v name="$name" '
    $1 == name {
        lookup = "tenants_of(\047" $2 "\047, q." $3 ")"
        if ($4) lookup = "case when $1::text = \047ORGANISM\047 and q." $4 " = $2::uuid then \047ORGANISM:\047 || q." $4 " else " lookup " end"
        print "select q.*, case when scope_is_tenant($1::text) then " lookup " end as tenants from ("
    }' "$(dirname "$0")/../api/tenants.list")
[ -z "$tenants" ] || printf '%s\n' "$tenants"
awk -v folder="$(dirname "$1")" -v statement="$1" '
    function refuse(why) {
        print statement ": " why > "/dev/stderr"
        failed = 1
        exit 1
    }
    function text_of(file,   line, text) {
        while ((getline line < file) > 0) {
            sub(/ *--.*/, "", line)
            text = text (text == "" || line == "" ? "" : "\n") line
        }
        close(file)
        return text
    }
    function columns(name,   text) {
        if (name in known) return known[name]
        text = text_of(folder "/" name ".columns")
        if (text == "") text = text_of(folder "/" name ".part")
        if (text == "") refuse("nothing in " name ".columns or " name ".part")
        return known[name] = text
    }
    function prefixed(prefix, text,   count, names, i, list) {
        count = split(text, names, /,[ \n]*/)
        for (i = 1; i <= count; i++) {
            if (names[i] !~ /^[a-z_0-9]+$/) refuse(names[i] " is no plain column: it takes no prefix")
            list = list (i > 1 ? ", " : "") prefix names[i]
        }
        return list
    }
    {
        while (match($0, /\{\{[a-z_0-9.]+\}\}/)) {
            name = substr($0, RSTART + 2, RLENGTH - 4)
            dot = index(name, ".")
            text = dot ? prefixed(substr(name, 1, dot), columns(substr(name, dot + 1))) : columns(name)
            $0 = substr($0, 1, RSTART - 1) text substr($0, RSTART + RLENGTH)
        }
        print
    }
    END { exit failed }' "$1"
[ -z "$tenants" ] || echo ") as q"
