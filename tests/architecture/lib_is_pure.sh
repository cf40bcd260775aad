#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The domain computes and nothing else: no input or output, no clock, no allocation, no locale.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

allowed='memchr|memcmp|memcpy|memmove|memset|strchr|strcmp|strlen|strncmp'
# What compilers add by themselves.
runtime='__asan_.*|__ubsan_.*|__tsan_.*|__sanitizer_.*|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|__assert_fail|_fini|_init'

symbols_are_memory_and_strings() {
    local defined
    [ -f "$build/libclea.a" ] || echo "$build/libclea.a is not built"
    defined=$(nm --defined-only "$build/libclea.a" | awk 'NF == 3 { print $3 }' | sort -u)
    nm --undefined-only "$build/libclea.a" | awk 'NF == 2 { print $2 }' | sort -u |
        grep -vxE "$allowed|$runtime" | grep -vxF "$defined"
    [ -n "$defined" ] || echo "the library defines nothing"
}

# A variable that is written is a hidden input: everything static is constant.
there_are_no_globals() {
    nm --defined-only "$build/libclea.a" | awk 'NF == 3 && $2 ~ /^[bBdDcC]$/ { print $3 }' |
        grep -vE '^(__|\.|_*asan|_*ubsan|\.L|Ltypeid|\*)' | while read -r symbol; do
        # With sanitizers constants with addresses in them lie in writable sections too: their source decides.
        grep -qE "\bconst\b[^;=()]*\b${symbol%%.*}\b" lib/*.c lib/*.h || echo "$symbol is not constant"
    done
}

includes_are_of_the_language() {
    find_lines '^#include <' lib/*.c lib/*.h lib/*.def |
        grep -vE '<(assert|stdbool|stddef|stdint|string|limits)\.h>'
    find_lines '^#include ".*/' lib/*.c lib/*.h lib/*.def
}

check "undefined symbols of the library are memory and string functions" symbols_are_memory_and_strings
check "the library has no variables" there_are_no_globals
check "the library includes itself and the language" includes_are_of_the_language
finish
