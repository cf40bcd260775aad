#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# compose.sh TEMPLATE OUTPUT COMMAND…   the template, with what the command prints in the place of its line @GENERATED@.
set -eu
template=$1 output=$2
shift 2
generated=$output.generated
"$@" >"$generated"
[ -s "$generated" ]
sed -e "/^@GENERATED@\$/{
r $generated
d
}" "$template" >"$output"
rm "$generated"
