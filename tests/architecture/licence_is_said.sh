#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Whoever takes one file of it knows under which licence it is.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

every_source_says_its_licence() {
    # Where there is no git there is no list of what is a source.
    git rev-parse --git-dir >/dev/null || return 0
    /usr/bin/python3 tests/architecture/licence.py
}

# What is embedded is sent and kept as it was: the line goes on the way (server/embed.sh, server/db/statements.awk).
what_is_embedded_does_not_say_it() {
    local file
    for file in "$build"/embedded/*.c; do
        grep -c 'SPDX-License-Identifier' "$file" | grep -vx 0 | sed "s#^#$file: #"
    done
}

check "every source says its licence" every_source_says_its_licence
check "what is embedded is sent without it" what_is_embedded_does_not_say_it
finish
