#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A migration that has landed is never edited, and each kind of statement has its folder (migrations/0001_foundation.sql).
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

list=migrations/checksums
longest=450

numbered() { find migrations -maxdepth 1 -name '*.sql' | sort; }
always() { find migrations/always -name '*.sql' | sort; }

landed_files_are_as_they_were() {
    local sum name
    [ "$(wc -l <"$list")" -ge 9 ] || echo "$list is short"
    while read -r sum name; do
        if [ ! -f "migrations/$name" ]; then
            echo "migrations/$name is gone: a landed migration stays"
        elif [ "$(sha256sum <"migrations/$name")" != "$sum  -" ]; then
            echo "migrations/$name has changed: put the change into a file with the next number"
        fi
    done <"$list"
}

every_file_is_listed() {
    local file name
    for file in $(numbered); do
        name=$(basename "$file")
        grep -qE "^[0-9a-f]{64}  $name\$" "$list" ||
            echo "$name is new: when it is finished, (cd migrations && sha256sum $name >>checksums)"
    done
}

numbers_have_no_hole() {
    numbered | awk -F'[/_]' '{ if ($2 + 0 != NR) print $0 ": wanted the number " NR }'
}

# What always/ makes must not be made here: the runner would not take it away.
numbered_files_hold_tables() {
    # shellcheck disable=SC2046  # file names here have no spaces
    find_lines -i '^create( or replace)?( constraint)? (trigger|view|policy|or replace)|^create or replace|^grant (select|insert|update|delete|execute)' \
        $(numbered)
}

# A table made there would be made again; a function that replaces a numbered one would not be noticed.
always_holds_no_table() {
    # shellcheck disable=SC2046
    find_lines -i '^[[:space:]]*(create (table|index|unique index|sequence|extension|type|schema|role)|create or replace|alter|drop|truncate|set role|commit|begin;)' \
        $(always)
}

no_file_is_too_long() {
    # shellcheck disable=SC2046
    grep -vc '^-- SPDX-' $(numbered) $(always) | awk -F: -v longest=$longest '$2 > longest { print $1 ": " $2 " lines" }'
}

check "a landed migration is as it was" landed_files_are_as_they_were
check "every migration is listed" every_file_is_listed
check "each migration has a number of its own" numbers_have_no_hole
check "numbered files hold tables" numbered_files_hold_tables
check "always/ holds no table" always_holds_no_table
check "no file of the schema is longer than $longest lines" no_file_is_too_long
finish
