#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Prints a statement as the server prepares it: {{name}} is the list of columns in name.columns beside the statement, {{r.name}} the
# same list with each column behind "r."; where there is no such list, {{name}} is the text of name.part. For a look by hand: server/db/splice.sh server/api/candidates/sql/candidate_view.sql
# What belongs to tenants says of each row whose it is: server/api/tenants.list.
# Of a list with a .walk, one of its ways: splice.sh STATEMENT.sql SCOPE SORT down|up (walk.sh).
set -eu
here=$(dirname "$0")
exec awk -v mode=splice -v tenants_file="$here/../api/tenants.list" -f "$here/statements.awk" "$@"
