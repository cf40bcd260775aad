#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The rooms of server/api: who may know whom, and that nobody goes round in a circle.
# shellcheck source=tests/architecture/tap.bash
. "$(dirname "${BASH_SOURCE[0]}")/tap.bash"

# Room by room, the neighbours that it may include besides the floor. A new room gets a line here.
neighbours='
candidacies
candidates    candidacies registry
certificates  candidacies candidates
changes
commissions   candidacies candidates registry
credentials   certificates
documents     certificates
evidences     candidacies documents
evaluations   candidacies
identity      registry
referentials  candidacies registry
registry
service
training      candidacies registry
work          candidacies certificates commissions
'

# room_includes FILES…: "file:room" for every include of a room.
room_includes() {
    grep -HoE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"api/[a-z_]+/' "$@" | sed -E 's/^([^:]+):.*"api\/([a-z_]+)\/$/\1:\2/'
}

the_floor_includes_no_room() {
    local files=(server/api/*.[ch])
    [ ${#files[@]} -gt 15 ] || echo "hardly any file of the floor was found"
    room_includes "${files[@]}"
}

rooms_include_declared_neighbours() {
    local room allowed files
    for room in server/api/*/; do
        room=$(basename "$room")
        files=(server/api/"$room"/*.[ch])
        [ -e "${files[0]}" ] || echo "the room $room is empty"
        if ! allowed=$(grep -E "^$room( |\$)" <<<"$neighbours"); then
            echo "the room $room has no line in this test"
            continue
        fi
        room_includes "${files[@]}" | grep -vE ":(${allowed//+( )/|})\$"
        for neighbour in ${allowed#"$room"}; do
            room_includes "${files[@]}" | grep -q ":$neighbour\$" || echo "$room no longer knows $neighbour: its line may shrink"
        done
    done
}

# The engine, the libraries' folders and the contract know operations, never a room.
only_jobs_and_demo_know_rooms() {
    local files
    mapfile -t files < <(find server -name '*.[ch]' -not -path 'server/api/*' -not -path 'server/jobs/*' -not -path 'server/seed/*')
    [ ${#files[@]} -gt 60 ] || echo "hardly any file was found"
    room_includes "${files[@]}"
}

# circles: reads "from to" lines; what goes round in a circle is printed.
circles() {
    local edges loops
    edges=$(cat)
    [ "$(wc -l <<<"$edges")" -gt 100 ] || echo "hardly any edge was found"
    loops=$(tsort <<<"$edges" 2>&1 >/dev/null) || true
    [ -z "$loops" ] || sed 's/^tsort: //' <<<"$loops"
}

no_circle_of_includes() {
    find lib server -name '*.[ch]' | while read -r file; do
        grep -oE '^#include "[^"]+"' "$file" | sed -E 's/.*"(.*)"/\1/' | while read -r header; do
            for folder in server lib; do
                [ ! -f "$folder/$header" ] || echo "$file $folder/$header"
            done
        done
    done | circles
}

# Calls and tables alike: an object that names a symbol of another stands above it.
no_circle_of_calls() {
    local objects
    mapfile -t objects < <(find "$build/CMakeFiles" -name '*.o' | grep -E '/(lib|server)/[^.]*\.c\.o$')
    [ ${#objects[@]} -gt 150 ] || echo "hardly any object was found"
    nm -A "${objects[@]}" | sed -E "s#^.*\\.dir/([^:]*)\\.o:#\\1 #" | awk '
        $2 == "U" && $3 !~ /^_/ { asks[$1, $3] = 1; next }
        NF == 4 && $3 ~ /^[TDRBV]$/ { home[$4] = $1 }
        END {
            for (pair in asks) {
                split(pair, part, SUBSEP)
                if (part[2] in home && home[part[2]] != part[1])
                    print part[1], home[part[2]]
            }
        }' | sort -u | circles
}

shopt -s extglob
check "the floor of server/api includes no room" the_floor_includes_no_room
check "a room includes the floor and its declared neighbours" rooms_include_declared_neighbours
check "outside the product only jobs and demo know a room" only_jobs_and_demo_know_rooms
check "no circle of includes" no_circle_of_includes
check "no circle of calls" no_circle_of_calls
finish
