#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# What the rules read, the server writes; what readers take to stand first, stands first.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

check "every fact has a writer, every snapshot and body its head" /usr/bin/python3 "$root/tests/architecture/writers.py"

finish
