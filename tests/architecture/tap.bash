# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# For the scripts beside it. A check is a function that prints what is wrong and nothing else.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck disable=SC2034  # for those who source this
build=${CLEA_BUILD:-$root/build/dev}
export LC_ALL=C
cd "$root" || exit 1

tap_number=0
tap_failed=0

# check NAME COMMAND…: ok when it says nothing.
check() {
    local name=$1 said
    shift
    tap_number=$((tap_number + 1))
    said=$("$@" 2>&1) || true
    if [ -z "$said" ]; then
        echo "ok $tap_number - $name"
    else
        echo "not ok $tap_number - $name"
        sed 's/^/  # /' <<<"$said"
        tap_failed=1
    fi
}

finish() {
    echo "1..$tap_number"
    exit "$tap_failed"
}

find_lines() {
    grep -nE "$@"
}
