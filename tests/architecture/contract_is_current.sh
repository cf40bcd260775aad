#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The published contract is the one that the server prints from its tables.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

# The server refuses settings that it does not know, and CLEA_BUILD is one of the tests only.
printed_is_committed() {
    env --unset=CLEA_BUILD "$build/clea-server" openapi | diff -u openapi.yaml - | head -n 40
    [ "${PIPESTATUS[0]}" -eq 0 ] || echo "clea-server openapi failed"
}

rules_are_committed() {
    env --unset=CLEA_BUILD "$build/clea-server" rules | diff -u lib/README.md - | head -n 40
    [ "${PIPESTATUS[0]}" -eq 0 ] || echo "clea-server rules failed"
}

matrix_is_committed() {
    env --unset=CLEA_BUILD "$build/clea-server" access | diff -u server/api/README.md - | head -n 40
    [ "${PIPESTATUS[0]}" -eq 0 ] || echo "clea-server access failed"
}

# A table that nobody lists is served by nobody and described nowhere.
every_table_is_listed() {
    local table tables
    tables=$(sed -nE 's/^const struct operation ([a-z_]+)\[\] = \{.*/\1/p' server/api/*/*.c)
    [ "$(wc -w <<<"$tables")" -gt 30 ] || echo "hardly any table was found"
    for table in $tables; do
        grep -qE "^    $table,\$" server/api/operations.c || echo "$table is not in server/api/operations.c"
    done
}

# What people read names neither a rule by its number in our own papers, nor a person as a man.
contract_is_for_strangers() {
    find_lines '\([A-Z][0-9]+(\.[0-9]+)?(( to |, )[A-Z][0-9]+)*\)' openapi.yaml
    find_lines -iw 'his|him|himself|he|she|her' openapi.yaml
}

check "openapi.yaml is what clea-server openapi prints" printed_is_committed
check "lib/README.md is what clea-server rules prints" rules_are_committed
check "server/api/README.md is what clea-server access prints" matrix_is_committed
check "openapi.yaml is written for strangers" contract_is_for_strangers
check "every table of operations is listed" every_table_is_listed
finish
