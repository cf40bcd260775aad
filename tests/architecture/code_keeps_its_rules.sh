#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Rules of the style guide that a machine can hold.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

sources() {
    find lib server "$@" -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \)
}

statements() {
    find server -path '*/sql/*.sql' | sort
}

# Functions without a bound, with a hidden state, or that depend on the locale.
no_banned_function() {
    local banned='strcpy|strcat|sprintf|vsprintf|strtok|atoi|gets|alloca|setlocale'
    # shellcheck disable=SC2046  # file names here have no spaces
    find_lines "(^|[^a-zA-Z0-9_>.])($banned)[[:space:]]*\(" $(sources)
}

# The text of a statement is fixed: values are parameters, so that none can become SQL.
no_sql_is_printed() {
    # shellcheck disable=SC2046
    find_lines -i "\"[^\"]*\b(select|insert into|update [a-z_]+ set|delete from|create|alter|drop|set_config)\b[^\"]*%[-+ #*.0-9lzhjt]*[sdiuxc]" \
        $(find server -name '*.[ch]')
}

# A file is one noun; beyond 800 lines it is several.
no_file_is_too_long() {
    sources tests | xargs wc -l | awk '$2 != "total" && $1 > 800 { print $2 ": " $1 " lines" }'
    find migrations server tests -type f \( -name '*.sql' -o -name '*.py' -o -name '*.sh' \) -not -path '*/node_modules/*' -print0 |
        xargs -0 wc -l | awk '$2 != "total" && $1 > 800 { print $2 ": " $1 " lines" }'
}

# A statement that does not say why is one that nobody dares to change.
statements_say_why() {
    local file
    [ "$(statements | wc -l)" -gt 200 ] || echo "hardly any statement was found"
    for file in $(statements); do
        grep -v '^-- SPDX-' "$file" | head -n 1 | grep -qE '^-- .{5,}' || echo "$file does not begin with a comment"
        # count(*) is something else.
        grep -nE 'select[[:space:]]+\*' "$file" | sed "s#^#$file: #"
    done
}

# Rules depend on the day that C gives, never on the clock of the database.
statements_take_the_day_as_a_parameter() {
    # shellcheck disable=SC2046
    find_lines -i '\b(now\(\)|current_date|current_timestamp|localtimestamp)' $(statements)
}

no_type_is_hidden() {
    # shellcheck disable=SC2046
    find_lines '^typedef struct|^} [a-z_]+_t;' $(sources)
}

# A list of words that a client reads or sends is a vocabulary, with its labels: server/api/words.def,
# its codes there or, for an enumeration of the domain, in lib/. What is left beside it, and why:
closed_lists_are_vocabularies() {
    local line found=0 kept='
server/api/operation.c:method_names              methods of HTTP
server/api/access.c:relation_names               words of the matrix and of x-access
server/contract/matrix.c:kind_titles             titles of a page
server/contract/contract_shared.c:folders        parts of a document
server/api/role.c:role_names                     codes of a vocabulary, by bit
server/api/role.c:credential_names               codes of a vocabulary
server/api/role.c:permission_names               what the database says, by bit
server/api/words.c:invariant_codes               codes of a vocabulary
server/api/words.c:whose_codes                   codes of a vocabulary
server/api/words.c:name                          codes of a vocabulary
server/api/certificates/certificates.c:printed_members  members of a document
server/api/referentials/referential_document.c:count_names  members of a document
server/api/candidates/candidates.c:names         members of a candidate
server/api/candidates/candidates.c:pointers      pointers
server/api/candidacies/candidacy_snapshot.c:candidacies_by_names  arguments of a function of SQL
server/engine/cursor.c:others                    names of parameters
server/engine/layout.c:layout_format_names       formats, as a parameter names them
server/engine/layout.c:layout_media_types        media types
server/engine/layout_ask.c:separators            signs, as a parameter names them
server/engine/verdict.c:states                   SQLSTATEs
server/json/violation.c:places                    members of a problem
server/contract/contract_operation.c:method_keys members of OpenAPI
server/contract/contract_operation.c:types       media types
server/contract/contract_response.c:docs          sentences
server/contract/contract_schema.c:formats        formats of JSON Schema
server/contract/contract_schema.c:types          types of JSON Schema
server/contract/contract_yaml.c:words            words of YAML
'
    while IFS= read -r line; do
        found=$((found + 1))
        grep -qE "^$line( |$)" <<<"$kept" || echo "$line is a list outside the vocabularies"
    done < <(grep -rE 'const char \*const [a-z_#]+\[[^]]*\] = ' server/api server/engine server/contract server/json --include='*.[ch]' |
        sed -E 's/^([^:]+):.*const char \*const ([a-z_]+).*/\1:\2/' | sort -u)
    [ "$found" -ge 8 ] || echo "hardly any array was found"
}

check "no banned function" no_banned_function
check "no SQL is made with printf" no_sql_is_printed
check "no file is longer than 800 lines" no_file_is_too_long
check "statements begin with why and name their columns" statements_say_why
check "statements take the day as a parameter" statements_take_the_day_as_a_parameter
check "every closed list of the contract is a vocabulary" closed_lists_are_vocabularies
check "no struct hides behind a typedef" no_type_is_hidden
finish
