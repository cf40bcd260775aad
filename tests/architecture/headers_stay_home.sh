#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Who may include what: each third-party library has one home, and the folders of server/ have walls.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

# header_home HEADER FOLDER: sources elsewhere that include it.
header_home() {
    local header=$1 home=$2
    grep -rlE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$header" --include='*.[ch]' lib server |
        grep -vE "^$home/"
    grep -rlE "^#include <$header" --include='*.[ch]' server | grep -qE "^$home/" || echo "nobody in $home includes $header: is it a typo?"
}

# wall FOLDER PATTERN: includes of other folders that the pattern does not allow.
wall() {
    local folder=$1 allowed=$2
    [ -n "$(find "server/$folder" -name '*.c')" ] || echo "server/$folder is empty"
    grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[^"]*/' --include='*.[ch]' "server/$folder" |
        grep -vE "#[[:space:]]*include[[:space:]]*\"($allowed)\""
}

# Below everything: included by all folders, includes none.
the_floor_stands_alone() {
    local file
    for file in arena buffer slice status clock uuid id_text log; do
        find_lines '^#include ".*/' "server/$file".[ch] 2>/dev/null
    done
}

# It is linked with libraries that the server does without.
nobody_draws() {
    grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"documents/' --include='*.[ch]' lib server | grep -v '^server/documents/'
}

nobody_includes_a_source() {
    grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"][^">]*\.c[">]' --include='*.[ch]' lib server
}

check "libmicrohttpd stays in server/http" header_home microhttpd.h server/http
check "zlib stays in server/http" header_home zlib.h server/http
check "libpq stays in server/db" header_home libpq-fe.h server/db
check "jansson stays in server/json" header_home jansson.h server/json
check "libunistring stays in server/text" header_home "uni(str|norm|case|ctype|name).h" server/text
check "OpenSSL stays in server/login and server/seal" header_home openssl/ "server/(login|seal)"
check "cairo stays in server/documents" header_home cairo server/documents
check "pango stays in server/documents" header_home pango/ server/documents
check "fontconfig stays in server/documents" header_home fontconfig/ server/documents
check "libqrencode stays in server/documents" header_home qrencode.h server/documents
check "qpdf stays in server/documents" header_home qpdf/ server/documents
check "libcurl stays in server/login" header_home curl/curl.h server/login
check "login includes of the others only how to read JSON" wall login 'login/[a-z0-9_]+\.(h|def)|json/document\.h|text/base64url\.h'
check "seal includes nobody but base64url" wall seal 'seal/[a-z_]+\.h|text/base64url\.h'
check "http includes neither db, json, engine nor api" wall http 'http/[a-z_]+\.h'
check "db includes neither http, json, engine nor api" wall db 'db/[a-z_]+\.h'
check "text includes nobody" wall text 'text/[a-z0-9]+\.(h|def)'
check "json includes neither http, db, engine nor api" wall json 'json/[a-z0-9_]+\.h|text/(denomination|drawn|text)\.h'
check "api includes of db and json only their plain tables" wall api \
    'api/([a-z]+/)?[a-z_]+\.(h|def)|json/(deprecation|field|spoken|view|vocabulary|writer)\.h|db/(params|row|statement)\.h|text/(compared|drawn|folded|html)\.h'
check "engine includes no private header of db or http" wall engine \
    'engine/[a-z_]+\.h|api/[a-z_]+\.h|http/(http|header|file_header|gzip)\.h|text/text\.h|json/[a-z0-9_]+\.h|db/(params|pool|row|segment|statement)\.h|login/login\.h'
check "contract reads tables, and of the engine its routes and layouts" wall contract \
    'contract/[a-z_]+\.(h|def)|engine/(flight|layout|route)\.h|api/[a-z_]+\.h|json/[a-z0-9_]+\.h'
check "credential writes and signs what is verified: of the others it reads and writes JSON, codes and signs" wall credential \
    'credential/[a-z0-9_]+\.(h|def)|http/gzip\.h|json/(document|writer)\.h|seal/signer\.h|text/base64url\.h'
check "documents draws: of the others it reads JSON, speaks French, checks texts and signs" wall documents \
    'documents/[a-z_]+\.h|credential/(badge|issuer_keys|status_list)\.h|db/(inspect|store)\.h|json/(document|spoken)\.h|seal/(proof|seal|signer)\.h|text/(drawn|text)\.h'
check "nobody includes what draws" nobody_draws
check "the floor of server/ includes no folder" the_floor_stands_alone
check "nobody includes a source" nobody_includes_a_source
finish
