#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A suite that is asked for a test that it does not have is red: whoever misspells a name sees no green.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

# asked PASSED FAILED PART…: what a suite of two tests counts when these parts are asked for.
asked() {
    local wanted="$1 passed, $2 failed" counted
    shift 2
    counted=$(PYTHONPATH=tests/scenario PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 - "$@" <<'PYTHON' | tail -n 1
import sys

from harness.runner import Suite

suite = Suite("of two")


@suite.test
def bread_is_cut():
    pass


@suite.test
def bread_is_eaten():
    pass


suite.run(sys.argv[1:])
suite.one("the kitchen is left clean", lambda: None)
suite.finish()
PYTHON
    )
    [ "$counted" = "$wanted" ] || echo "asked for $*: $counted; wanted: $wanted"
}

unknown_names_are_red() {
    asked 3 0
    asked 3 0 bread
    asked 2 0 "is cut"
    asked 3 0 cut eaten
    asked 1 1 butter
    asked 2 1 cut butter
}

# Whoever chooses by a name of its own hand has a second place that may stay silent.
names_are_chosen_in_one_place() {
    grep -rnE 'any\(\[?(part|name) in ' tests --include='*.py'
}

check "what a suite does not have is red" unknown_names_are_red
check "the tests that are asked for are chosen in one place" names_are_chosen_in_one_place
finish
