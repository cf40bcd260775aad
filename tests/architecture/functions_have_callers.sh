#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What only tests keep alive is dead code.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

check "something of the product calls every function" /usr/bin/python3 "$root/tests/architecture/callers.py"

finish
