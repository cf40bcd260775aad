#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The table of acceptance scenarios names stories that exist.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

named_stories_exist() {
    local count=0 file name
    while IFS=': ' read -r file name; do
        count=$((count + 1))
        grep -A1 -xF '@story' "tests/scenario/$file.py" 2>/dev/null | grep -qE "^def $name\(" ||
            echo "tests/scenario/README.md names $file: $name, which is no story"
        grep -qE "^import $file( |$)" tests/scenario/run.py || echo "tests/scenario/run.py does not run $file"
    done < <(grep -oE '`[a-z_]+_stories: [a-z0-9_]+`' tests/scenario/README.md | tr -d '`')
    [ "$count" -gt 30 ] || echo "only $count stories are named"
}

check "the stories named by tests/scenario/README.md exist and run" named_stories_exist
finish
