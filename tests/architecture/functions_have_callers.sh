#!/usr/bin/env bash
# What only tests keep alive is dead code.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

check "something of the product calls every function" /usr/bin/python3 "$root/tests/architecture/callers.py"

finish
