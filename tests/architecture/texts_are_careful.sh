#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What people read: French typography, plain words, nothing that is meant for developers or for ourselves.
# build/tests/texts.md has all of it side by side, for whoever reads it whole.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

texts_are_careful() {
    mkdir -p build/tests
    env --unset=CLEA_BUILD "$build/clea-server" texts >build/tests/texts.md || echo "clea-server texts failed"
    /usr/bin/python3 tests/architecture/texts.py build/tests/texts.md openapi.yaml
}

check "texts are written with care" texts_are_careful
finish
