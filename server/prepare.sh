# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# What server/run and tests/run share before anything runs: messages, packages, build. Sourced; `root` is the project.
: "${root:?}"

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
# fail CAUSE MEND
fail() {
    printf '\n%s: %s\n' "$(basename "$(dirname "$0")")/$(basename "$0")" "$1" >&2
    [ -z "${2:-}" ] || printf '  to mend it: %s\n' "$2" >&2
    exit 1
}
[ -t 2 ] || say() { printf '==> %s\n' "$*" >&2; }

# package, or package:command when any way of having the command will do
# shellcheck disable=SC2034  # for those who source this
build_packages="gcc:gcc libc6-dev cmake:cmake ninja-build:ninja pkg-config:pkg-config libmicrohttpd-dev libjansson-dev
libpq-dev libsodium-dev libinih-dev libunistring-dev zlib1g-dev uthash-dev libssl-dev libcurl4-openssl-dev
libcairo2-dev libpango1.0-dev libqrencode-dev libqpdf-dev fonts-ebgaramond fonts-inter fonts-sil-gentiumplus curl:curl jq:jq postgresql-15 postgresql-client-15"

# Prints those of its arguments that are not there.
missing_packages() {
    local item name listed
    listed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
    for item in "$@"; do
        name=${item%%:*}
        if [ "$item" != "$name" ]; then
            command -v "${item#*:}" >/dev/null || echo "$name"
        else
            grep -qxF "$name" <<<"$listed" || echo "$name"
        fi
    done
}

as_administrator() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Installs what is missing of its arguments; nothing missing costs some milliseconds.
install_packages() {
    local missing
    command -v dpkg-query >/dev/null ||
        fail "this is not a Debian system" "use Debian 12 (a container will do)"
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    say "installing: $missing"
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "packages are missing, and only an administrator may install them" \
            "as root: apt-get update && apt-get install --no-install-recommends $missing"
    fi
    as_administrator apt-get update ||
        fail "apt-get update did not succeed" "check the network and /etc/apt/sources.list, then start again"
    # We bring our own cluster: without this, Debian makes a second one, "main", that nobody uses.
    case " $missing " in
    *" postgresql-15 "*)
        as_administrator mkdir -p /etc/postgresql-common/createcluster.d
        echo 'create_main_cluster = false' |
            as_administrator tee /etc/postgresql-common/createcluster.d/clea.conf >/dev/null
        ;;
    esac
    # shellcheck disable=SC2086  # one word a package
    as_administrator env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing ||
        fail "apt-get could not install: $missing" "read its message above; on another system than Debian 12 names differ"
}

# build PRESET
build() {
    local preset=$1 folder=$root/build/$1
    mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] ||
        fail "$folder is not writable for $(id -un)" "remove the folder build/, or run as the user who made it"
    if [ ! -f "$folder/build.ninja" ]; then
        say "configuring ($preset)"
        (cd "$root" && cmake --preset "$preset" >"$folder/configure.log" 2>&1) || {
            tail -n 15 "$folder/configure.log" >&2
            fail "the build could not be configured (whole story: build/$preset/configure.log)" \
                "remove build/$preset and start again"
        }
    fi
    say "building ($preset)"
    ninja -C "$folder" ${build_jobs:+-j"$build_jobs"} >&2 ||
        fail "the build failed, see above" "if the sources are unchanged: remove build/$preset and start again"
}

# The page /docs is made with a package of npm that is pinned in server/docs: put into build/docs where there is npm. No program of
# it is run (--ignore-scripts), and without it everything else is served.
docs_folder=$root/build/docs/node_modules/swagger-ui-dist
docs_installed() { [ ! -e "$docs_folder/swagger-ui-bundle.js" ] || echo "$docs_folder"; }
install_docs() {
    local folder=$root/build/docs
    [ -z "$(docs_installed)" ] || ! cmp --silent "$root/server/docs/package-lock.json" "$folder/package-lock.json" || return 0
    command -v npm >/dev/null || {
        say "there is no npm: the page /docs is left out"
        return 0
    }
    say "installing what the page /docs is made with"
    mkdir -p "$folder" && cp "$root/server/docs/package.json" "$root/server/docs/package-lock.json" "$folder/" &&
        (cd "$folder" && timeout 60 npm ci --ignore-scripts --fetch-retries=0 --no-audit --no-fund --loglevel=error >&2) || {
        rm -rf "${folder:?}"
        say "it could not be installed: the page /docs is left out"
    }
}

# port_is_busy PORT [ADDRESS]: does somebody listen there, or on all addresses? 127.0.0.1 when not said.
port_is_busy() {
    (exec 3<>"/dev/tcp/${2:-127.0.0.1}/$1") 2>/dev/null
}

next_free_port() {
    local port=$1
    while port_is_busy "$port"; do
        port=$((port + 1))
    done
    echo "$port"
}

# Is this process one of ours? A recycled pid is another program, a zombie has no command line. (Its other links are not
# for everybody: it has changed its user.)
is_running() { # is_running PROGRAM PID
    local program=
    { IFS= read -r -d '' program <"/proc/$2/cmdline"; } 2>/dev/null
    [ "$program" = "$1" ]
}
# The pid that is written down, when that program runs under it; or nothing.
pid_in() { # pid_in FILE PROGRAM
    local pid
    pid=$(cat "$1" 2>/dev/null) || return 1
    [[ $pid =~ ^[0-9]+$ ]] && is_running "$2" "$pid" && echo "$pid"
}
# stop_program FILE PROGRAM WHAT
stop_program() {
    local pid waited=0
    pid=$(pid_in "$1" "$2") || {
        rm -f "$1"
        return 0
    }
    say "stopping $3"
    kill -TERM "$pid" 2>/dev/null || true
    while is_running "$2" "$pid"; do
        sleep 0.1
        waited=$((waited + 1))
        [ $waited -lt 350 ] || {
            say "it does not end; killing it"
            kill -KILL "$pid" 2>/dev/null || true
            break
        }
    done
    rm -f "$1"
}
