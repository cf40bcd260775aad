#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Turns files into one C table of named texts: const struct embedded_text embedded_<name>[], ended by a NULL name. The line of the licence
# is not sent.
set -eu
name=$1 out=$2
shift 2
{
    echo "/* Generated; do not edit. */"
    echo "#ifndef EMBEDDED_$(echo "$name" | tr '[:lower:]' '[:upper:]')_H"
    echo "#define EMBEDDED_$(echo "$name" | tr '[:lower:]' '[:upper:]')_H"
    echo '#include "embedded.h"'
    echo "extern const struct embedded_text embedded_${name}[];"
    echo '#endif'
} >"$out/$name.h"
{
    echo "#include \"$name.h\""
    echo "const struct embedded_text embedded_${name}[] = {"
    for file in "$@"; do
        echo "    { \"$(basename "$file")\","
        sed -e '1{/SPDX-License-Identifier: /d}' -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/\\n"/' "$file"
        echo '    },'
    done
    echo '    { 0, 0 },'
    echo '};'
} >"$out/$name.c"
