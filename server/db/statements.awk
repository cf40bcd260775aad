# SPDX-License-Identifier: EUPL-1.2
# What the scripts beside this file do with statements: embed.sh, splice.sh and walk.sh call it with a mode, and say what it is for.

function refuse(why) {
    print why > "/dev/stderr"
    failed = 1
    exit 1
}

# The line of the licence is not sent.
function text_of(file,   line, text) {
    while ((getline line < file) > 0)
        if (line !~ /^-- SPDX-License-Identifier: /) text = text line "\n"
    close(file)
    return text
}

function folder_of(file) {
    sub(/\/[^\/]*$/, "", file)
    return file
}

function name_of(file) {
    sub(/.*\//, "", file)
    sub(/\.[a-z]+$/, "", file)
    return file
}

# --- lists of columns, and what else statements share ---

function without_comments(text,   lines, count, i, joined) {
    count = split(text, lines, /\n/)
    for (i = 1; i < count; i++) {
        sub(/ *--.*/, "", lines[i])
        joined = joined (joined == "" || lines[i] == "" ? "" : "\n") lines[i]
    }
    return joined
}

function columns(folder, name,   text) {
    if ((folder, name) in known) return known[folder, name]
    text = without_comments(text_of(folder "/" name ".columns"))
    if (text == "") text = without_comments(text_of(folder "/" name ".part"))
    if (text == "") refuse(folder ": nothing in " name ".columns or " name ".part")
    return known[folder, name] = text
}

function prefixed(prefix, text,   count, names, i, list) {
    count = split(text, names, /,[ \n]*/)
    for (i = 1; i <= count; i++) {
        if (names[i] !~ /^[a-z_0-9]+$/) refuse(names[i] " is no plain column: it takes no prefix")
        list = list (i > 1 ? ", " : "") prefix names[i]
    }
    return list
}

function spliced(text, file,   folder, name, dot, before, after, scope, lookup) {
    folder = folder_of(file)
    while (match(text, /\{\{[a-z_0-9.]+\}\}/)) {
        name = substr(text, RSTART + 2, RLENGTH - 4)
        before = substr(text, 1, RSTART - 1)
        after = substr(text, RSTART + RLENGTH)
        dot = index(name, ".")
        text = before (dot ? prefixed(substr(name, 1, dot), columns(folder, substr(name, dot + 1))) : columns(folder, name)) after
    }
    name = name_of(file)
    if (!(name in tenants)) return text
    scope = serves_askers(text) ? "q.asker_scope" : "$1::text"
    lookup = "tenants_of(" (tenants[name] ~ /^q\./ ? tenants[name] : "'" tenants[name] "'") ", q." tenants_id[name] ")"
    if (tenants_owner[name] != "")
        lookup = "case when " scope " = 'ORGANISM' and q." tenants_owner[name] " = " (serves_askers(text) ? "q.asker_scope_id" : "$2::uuid") \
            " then 'ORGANISM:' || q." tenants_owner[name] " else " lookup " end"
    return "select q.*, case when scope_is_tenant(" scope ") then " lookup " end as tenants from (\n" text ") as q\n"
}

# Its items say for themselves who asks (statement.h).
function serves_askers(text) {
    return text ~ /as x\(asker_scope, asker_scope_id, asker_reach,/
}

function read_tenants(file,   line, words) {
    while ((getline line < file) > 0) {
        if (line ~ /^#/ || split(line, words, " ") < 3) continue
        tenants[words[1]] = words[2]
        tenants_id[words[1]] = words[3]
        tenants_owner[words[1]] = words[4]
    }
    close(file)
}

# --- the ways of a list (walk.sh) ---

# What stands behind the first `count` words of a line.
function words_from(line, count) {
    sub(/^[ \t]*/, "", line)
    while (count-- > 0) sub(/^[^ \t]+[ \t]*/, "", line)
    return line
}

function read_walk(file,   lines, count, i, line, words, scope, id, last, at) {
    sort_count = scope_count = 0
    split("", type); split("", sign); split("", key); split("", each); split("", place); split("", sources); split("", by)
    id = "s.id"
    count = split(text_of(file), lines, /\n/)
    for (i = 1; i <= count; i++) {
        line = lines[i]
        if (line ~ /^[ \t]*(#|$)/) continue
        split("", words)
        split(line, words, " ")
        if (line ~ /^[ \t]/) {
            if (last == "each") each[scope] = each[scope] "\n        " words_from(line, 0)
            else if (last == "place") place[scope] = place[scope] "\n                " words_from(line, 0)
            else if (last == "by") by[at] = by[at] (by[at] == "" ? "" : "\n                ") words_from(line, 0)
            else if (last == "from") from[scope, sources[scope]] = from[scope, sources[scope]] "\n                " words_from(line, 0)
            else refuse(file ": nothing goes on at: " line)
            continue
        }
        last = words[1]
        if (last == "sort" && words[3] ~ /^[-+]$/ && words[4] ~ /^(|date|name)$/) {
            sorts[++sort_count] = words[2]
            sign[words[2]] = words[3]
            type[words[2]] = words[4]
        } else if (last == "scope") {
            scope = scopes[++scope_count] = words[2]
            id = "s.id"
        } else if (last == "key") key[scope, words[2]] = words_from(line, 2)
        else if (last == "id") id = words_from(line, 1)
        else if (last == "each") each[scope] = words_from(line, 1)
        else if (last == "place") place[scope] = words_from(line, 1)
        else if (last == "from") {
            from[scope, ++sources[scope]] = words_from(line, 1)
            from_id[scope, sources[scope]] = id
        } else if (last == "by" && sources[scope] && words[4] != "") {
            at = scope SUBSEP sources[scope] SUBSEP words[2]
            by[at] = words_from(line, 4)
            by_id[at] = words[3]
            by_key[at] = words[4]
        } else refuse(file ": what is this: " line)
    }
}

function key_of(scope, sort) {
    if ((scope, sort) in key) return key[scope, sort]
    return ("", sort) in key ? key["", sort] : "s." sort
}

# Where a page begins: behind the entry that the cursor names, or with the first of all; and after how many entries it ends at the
# latest. A row of its own (`offset 0`), so that the conditions below compare with values: under row-level security an expression may
# be no part of an index condition, and with a limit that it does not know the planner is after the first rows, however few there are.
function start(scope, sort, is_down,   first_id, first_key, key) {
    first_id = is_down ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : "00000000-0000-0000-0000-000000000000"
    if (type[sort] == "date")
        key = ", coalesce(x.cursor_key::date, '" (is_down ? "" : "-") "infinity') as key"
    else if (type[sort] == "name")
        key = ", case when x.cursor_id is null then " (is_down ? "U&'\\+10FFFF'" : "''") " else " place[scope] " end as key"
    return "(select coalesce(x.cursor_id, '" first_id "') as id" key ", " bound " as bound offset 0) z"
}

function behind(sort, is_down, id, key,   than) {
    than = is_down ? " < " : " > "
    return type[sort] == "" ? id than "z.id" : "(" key ", " id ")" than "(z.key, z.id)"
}

function order(sort, is_down, prefix,   way) {
    way = is_down ? " desc" : ""
    return (type[sort] == "" ? "" : prefix ".walk_key" way ", ") prefix ".walk_id" way
}

# The entries of one source behind the cursor, each with what it is ordered by.
function source(scope, sort, is_down, i,   text, id, key, at, condition, to) {
    if ((scope, i, sort) in by) {
        text = by[scope, i, sort]
        id = by_id[scope, i, sort]
        key = by_key[scope, i, sort]
    } else {
        text = from[scope, i]
        id = from_id[scope, i]
        key = key_of(scope, sort)
    }
    at = match(text, /(^|[ \n])where /)
    condition = at ? substr(text, at + RLENGTH) " and " : ""
    if (at) text = substr(text, 1, at - 1)
    sub(/[ \n]+$/, "", text)
    text = "select s.*, " id " as walk_id" (type[sort] == "" ? "" : ", " key " as walk_key") \
        "\n            from " text "\n            where " condition behind(sort, is_down, id, key)
    if (sources[scope] == 1) return text
    # Of a union each part is planned by itself: it is told that its order is wanted.
    to = is_down ? " desc" : ""
    return "(" text "\n            order by " (type[sort] == "" ? "" : "walk_key" to ", ") "walk_id" to " limit z.bound)"
}

function walk(scope, sort, is_down,   text, i) {
    text = "select e.* from " start(scope, sort, is_down) (each[scope] == "" ? "" : "\n    cross join (" each[scope] ") m") \
        "\n    cross join lateral (\n"
    text = text "    select c.*, case when c.walked < z.bound then 0 when f.is_match then 1 else 2 end as walk_mark\n    from (\n" \
        "        select w.*, row_number() over (order by " order(sort, is_down, "w") ") as walked\n        from (\n            "
    for (i = 1; i <= sources[scope]; i++)
        text = text (i > 1 ? "\n            union all\n            " : "") \
            source(scope, sort, is_down, i)
    return text "\n        ) w\n        order by " order(sort, is_down, "w") "\n        limit z.bound" \
        "\n    ) c\n    cross join lateral (select true"
}

function walk_end(scope, sort, is_down) {
    return "as is_match) f\n    where f.is_match or c.walked = z.bound\n    order by " order(sort, is_down, "c") \
        "\n    limit x.page_limit\n    ) e" \
        (each[scope] == "" ? "" : "\n    order by " order(sort, is_down, "e") "\n    limit x.page_limit")
}

# The statement of one way.
function way(text, scope, sort, is_down,   what, before, after, alias) {
    if (!sources[scope] || !(sort in sign)) refuse("there is no way " scope " " sort)
    while (match(text, /\{\{(walk|end|order [a-z]|marks [a-z])\}\}/)) {
        what = substr(text, RSTART + 2, RLENGTH - 4)
        before = substr(text, 1, RSTART - 1)
        after = substr(text, RSTART + RLENGTH)
        alias = substr(what, length(what))
        text = before (what == "walk" ? walk(scope, sort, is_down) : what == "end" ? walk_end(scope, sort, is_down) : \
            what ~ /^order/ ? order(sort, is_down, alias) : \
            alias ".walk_mark, " (type[sort] == "date" ? alias ".walk_key::text" : "null::text") " as walk_key") after
    }
    return text
}

# --- the table of statements in C ---

# The names of $3, $4 … in order, as C strings: the columns of the alias list behind the unnest() that takes them, without the
# number of the item, or the arguments of a function that takes them by name.
function parameter_names(text, file,   rest, number, last, list, arguments, taken, is_numbered, count, names, other, pair, i, printed) {
    gsub(/--[^\n]*/, "", text)
    gsub(/\n/, " ", text)
    for (rest = text; match(rest, /\$[0-9]+/); rest = substr(rest, RSTART + RLENGTH)) {
        number = substr(rest, RSTART + 1, RLENGTH - 1) + 0
        if (number > last) last = number
    }
    if (match(text, /unnest\( *\$3[^)]*\) *(with ordinality *)?as x\([^)]*\)/)) {
        list = substr(text, RSTART, RLENGTH)
        arguments = list
        sub(/\).*/, "", arguments)
        for (; match(arguments, /\$[0-9]+/); arguments = substr(arguments, RSTART + RLENGTH))
            if (substr(arguments, RSTART + 1, RLENGTH - 1) != 3 + taken++) refuse(file ": the parameters from $3 on have no names")
        is_numbered = list ~ /with ordinality/
        sub(/.*as x\( */, "", list)
        sub(/ *\)$/, "", list)
        count = split(list, names, / *, */)
        if ((is_numbered && names[count--] != "item") || taken != count) refuse(file ": the parameters from $3 on have no names")
        # Named twice, named alike: a union repeats the list.
        for (rest = substr(text, index(text, "unnest($3") + 1); match(rest, /unnest\( *\$3[^)]*\)[^()]*as x\([^)]*\)/);
             rest = substr(rest, RSTART + RLENGTH)) {
            other = substr(rest, RSTART, RLENGTH)
            sub(/.*as x\( */, "", other)
            sub(/ *\)$/, "", other)
            if (other != list) refuse(file ": the parameters have two lists of names")
        }
    } else {
        for (rest = text; match(rest, /[a-z_]+ => \$[0-9]+/); rest = substr(rest, RSTART + RLENGTH)) {
            split(substr(rest, RSTART, RLENGTH), pair, / => \$/)
            if (pair[2] != 3 + count) refuse(file ": the parameters from $3 on have no names")
            names[++count] = pair[1]
        }
    }
    if (count + 2 != (last > 2 ? last : 2)) refuse(file ": the parameters from $3 on have no names")
    for (i = 1; i <= count; i++) printed = printed "\"" names[i] "\", "
    return printed
}

function print_statement(storage, name, parameters, text,   lines, count, i) {
    print storage "const struct statement SQL_" name " = { .name = \"" name "\", .index = " statement_count + 0 ", " parameters (serves_askers(text) ? ", .serves_askers = true" : "") ", .text ="
    all[statement_count++] = name
    count = split(text, lines, /\n/)
    for (i = 1; i < count; i++) {
        gsub(/\\/, "\\\\&", lines[i])
        gsub(/"/, "\\\\&", lines[i])
        print "    \"" lines[i] "\\n\""
    }
    print "};"
}

function print_list(name, parameters, text, file,   k, i, down, it, list, ways, count) {
    read_walk(file)
    for (i = 1; i <= sort_count; i++)
        list = list "    { \"" sorts[i] "\", " (sign[sorts[i]] == "-" ? "true" : "false") ", " \
            (type[sorts[i]] == "name" ? "true" : "false") " },\n"
    for (k = 1; k <= scope_count; k++)
        for (i = 1; i <= sort_count; i++)
            for (down = 1; down >= 0; down--) {
                it = name "_" tolower(scopes[k]) "_" sorts[i] "_" (down ? "down" : "up")
                print_statement("static ", it, parameters, spliced(way(text, scopes[k], sorts[i], down), file))
                ways = ways "    { \"" scopes[k] "\", " i - 1 ", " (down ? "true" : "false") ", &SQL_" it " },\n"
                count++
            }
    print "static const struct walk_sort " name "_sorts[] = {\n" list "};"
    print "static const struct walk " name "_ways[] = {\n" ways "};"
    print "static const struct walks " name "_walks = { " name "_sorts, " sort_count ", " name "_ways, " count " };"
    print "const struct statement SQL_" name " = { .name = \"" name "\", " parameters ", .text = \"\", .walks = &" name "_walks };"
}

function print_all(   i, file, name, text, names, parameters, walk_file) {
    for (i = 1; i < ARGC; i++) {
        file = ARGV[i]
        name = name_of(file)
        text = text_of(file)
        names = parameter_names(text, file)
        parameters = ".parameter_count = 0"
        if (names != "") {
            print "static const char *const " name "_parameters[] = { " names "};"
            parameters = ".parameters = " name "_parameters, .parameter_count = sizeof " name "_parameters / sizeof(char *)"
        }
        walk_file = file
        sub(/\.sql$/, ".walk", walk_file)
        if (text ~ /\{\{walk\}\}/) print_list(name, parameters, text, walk_file)
        else print_statement("", name, parameters, spliced(text, file))
    }
    print "const struct statement *const sql_statements[] = {"
    for (i = 0; i < statement_count; i++) print "    &SQL_" all[i] ","
    print "    0,\n};\nconst unsigned sql_statement_count = " statement_count ";"
}

BEGIN {
    bound = 2000 # server/guide/front-ends.md
    read_tenants(tenants_file)
    if (mode == "embed") print_all()
    else {
        file = ARGV[1]
        text = text_of(file)
        if (text == "") refuse("no " file)
        if (ARGC > 2) {
            walk_file = file
            sub(/\.sql$/, ".walk", walk_file)
            read_walk(walk_file)
            text = way(text, ARGV[2], ARGV[3], ARGV[4] == "down")
        }
        if (mode == "splice") printf "%s", spliced(text, file)
    }
    if (mode == "ways") {
        sub(/\.sql$/, ".walk", file)
        read_walk(file)
        for (k = 1; k <= scope_count; k++)
            for (i = 1; i <= sort_count; i++) print scopes[k], sorts[i]
    }
    exit failed
}
