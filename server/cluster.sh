# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# The private PostgreSQL 15 cluster of server/run and of the tests: Unix socket only, no password, no systemd.
#
# The caller sets   cluster_parent   folder in which the cluster lives (created)
#         and may   cluster_fsync    on (default) | off
#                   cluster_server_user  the system user of a server that root starts: it reaches the socket, and may
#                                        become the roles of the application, no other
# cluster_locate sets cluster_data, cluster_socket (folder of the socket), cluster_log, cluster_user.
# Then: cluster_start, cluster_stop, cluster_kill, cluster_destroy, cluster_is_up, cluster_psql.
# Every function returns non-zero after having said what is wrong and what mends it on standard error.

: "${cluster_parent:?}"
cluster_bin=/usr/lib/postgresql/15/bin
cluster_wait_s=30
# How long a PostgreSQL that runs may need until it answers: after a crash it goes over what it had written down.
cluster_recovery_s=600
# Whom a server connects as: for tenants and for the nation, each to write and to read; and what draws documents beside it.
cluster_server_roles="clea_app clea_read clea_national clea_national_read clea_documents"
# Length of sun_path less its NUL, and what PostgreSQL appends to the folder: "/.s.PGSQL.5432".
cluster_socket_max=107
cluster_socket_tail=14

cluster_say() { printf 'cluster: %s\n' "$*" >&2; }

# Runs a command as the user that owns the cluster. initdb and postgres refuse to run as root.
cluster_as() {
    if [ "$(id -u)" = 0 ]; then
        # HOME: psql and initdb look there; the folder of root is closed to them.
        (cd / && HOME=/ exec setpriv --reuid="$cluster_user" --regid="$(id -g "$cluster_user")" --init-groups \
            --inh-caps=-all -- "$@")
    else
        (cd / && exec "$@")
    fi
}

# Nothing of the caller's PostgreSQL settings may lead us to another server.
cluster_forget_environment() {
    local variable
    for variable in $(compgen -e | grep '^PG'); do
        unset "$variable"
    done
}

# libpq's variables for whoever connects: psql, the server.
cluster_export() {
    export PGHOST=$cluster_socket PGPORT=5432 PGDATABASE=clea
}

cluster_hash() { printf '%s' "$1" | sha256sum | cut -c1-12; }

# Can the owner of the cluster work in this folder? Every parent must let it through.
cluster_can_use() {
    # shellcheck disable=SC2016  # expanded by the inner shell
    cluster_as sh -c 'cd "$1" 2>/dev/null && [ -w . ] && [ -x . ]' sh "$1"
}

cluster_locate() {
    local parent short fallback running
    cluster_user=$(id -un)
    if [ "$(id -u)" = 0 ]; then
        # A cluster that an ordinary user made stays theirs.
        cluster_user=$(stat --format=%U "$cluster_parent/cluster/data" 2>/dev/null) || cluster_user=postgres
        if ! getent passwd postgres >/dev/null; then
            cluster_say "there is no user postgres: install the package postgresql-15"
            return 1
        fi
    fi
    if [ ! -x "$cluster_bin/postgres" ]; then
        cluster_say "$cluster_bin/postgres is missing: install the package postgresql-15"
        return 1
    fi
    if ! mkdir -p "$cluster_parent/cluster" 2>/dev/null; then
        cluster_say "cannot create $cluster_parent/cluster: make $cluster_parent writable for $(id -un)"
        return 1
    fi
    parent=$(cd "$cluster_parent" && pwd -P)
    cluster_home=$parent/cluster
    fallback=/var/lib/clea-$(cluster_hash "$parent")
    [ "$(id -u)" != 0 ] || chown "$cluster_user:" "$cluster_home" 2>/dev/null || true
    if ! cluster_can_use "$cluster_home"; then
        if [ "$(id -u)" != 0 ]; then
            cluster_say "$cluster_home is not writable for $cluster_user: was it made by another user? Remove it, or run as its owner"
            return 1
        fi
        if [ ! -d "$fallback" ]; then
            cluster_say "$cluster_user cannot reach $cluster_home (a parent folder is closed): the data goes to $fallback"
        fi
        cluster_user=postgres
        install -d -o postgres -g postgres -m 0700 "$fallback" || return 1
        cluster_home=$fallback
    fi
    cluster_data=$cluster_home/data
    cluster_log=$cluster_home/postgresql.log
    cluster_socket=$cluster_home/socket
    # The folder of the data is closed to the user of the server.
    if [ -n "$(cluster_guest)" ] || [ $((${#cluster_socket} + cluster_socket_tail)) -gt $cluster_socket_max ]; then
        short=${XDG_RUNTIME_DIR:-/tmp}
        [ "$(id -u)" != 0 ] || short=/run
        [ -w "$short" ] || short=/tmp
        cluster_socket=$short/clea-$(id -u)-$(cluster_hash "$parent")
    fi
    # One that runs may have been started otherwise: its fifth line says where its socket is.
    if cluster_postmaster >/dev/null && running=$(cluster_as sed -n 5p "$cluster_data/postmaster.pid") && [ -n "$running" ]; then
        cluster_socket=$running
    fi
}

# The user of the server where it is another than those who own the cluster, or nothing.
cluster_guest() {
    if [ "$(id -u)" = 0 ] && [ -n "${cluster_server_user:-}" ] && [ "$cluster_server_user" != "$cluster_user" ]; then
        echo "$cluster_server_user"
    fi
}

cluster_make_socket_folder() {
    local guest
    guest=$(cluster_guest)
    if [ -n "$guest" ]; then
        install -d -o "$cluster_user" -g "$(id -g "$guest")" -m 0750 "$cluster_socket"
    elif [ "$(id -u)" = 0 ]; then
        install -d -o "$cluster_user" -g "$(id -g "$cluster_user")" -m 0700 "$cluster_socket"
    else
        install -d -m 0700 "$cluster_socket"
    fi && [ ! -L "$cluster_socket" ] && cluster_can_use "$cluster_socket" && return 0
    cluster_say "cannot use $cluster_socket for the socket: remove it, or run as its owner"
    return 1
}

# Creates the cluster once. A folder without the mark of completion is a creation that was interrupted.
cluster_create() {
    [ ! -f "$cluster_data/clea-is-complete" ] || return 0
    if [ -e "$cluster_data" ]; then
        if [ -e "$cluster_data/clea.conf" ]; then
            cluster_say "$cluster_data is half made and already configured: remove it by hand if nothing in it matters"
            return 1
        fi
        rm -rf "$cluster_data"
    fi
    cluster_as "$cluster_bin/initdb" --pgdata="$cluster_data" --username=postgres --encoding=UTF8 \
        --locale=C.UTF-8 --locale-provider=icu --icu-locale=fr-FR --data-checksums \
        --auth-local=peer --auth-host=reject >"$cluster_home_log" 2>&1 || {
        cluster_say "initdb failed:"
        tail -n 5 "$cluster_home_log" >&2
        rm -rf "$cluster_data"
        return 1
    }
    echo "include 'clea.conf'" | cluster_as tee -a "$cluster_data/postgresql.conf" >/dev/null &&
        cluster_as touch "$cluster_data/clea-is-complete"
}

# Written at each start, so that a moved project or a new setting takes effect.
cluster_configure() {
    local fsync=${cluster_fsync:-on} system_user role guest
    guest=$(cluster_guest)
    {
        echo "# Written by server/cluster.sh at each start; changes belong there."
        echo "listen_addresses = ''"
        echo "port = 5432"
        echo "unix_socket_directories = '$cluster_socket'"
        # Its folder is the wall: it lets the owner of the cluster in, and the user of the server.
        echo "unix_socket_permissions = $([ -n "$guest" ] && echo 0777 || echo 0700)"
        echo "cluster_name = 'clea'"
        echo "fsync = $fsync"
        echo "synchronous_commit = on"
        echo "full_page_writes = on"
        echo "max_connections = 200"
        echo "timezone = 'UTC'"
        echo "lc_messages = 'C'"
        echo "log_line_prefix = '%m [%p] %u@%d '"
        echo "# Values of rows and parameters are personal data: never in the log."
        echo "log_error_verbosity = terse"
        echo "log_parameter_max_length = 0"
        echo "log_parameter_max_length_on_error = 0"
        echo "log_min_error_statement = panic"
    } | cluster_as tee "$cluster_data/clea.conf" >/dev/null || return 1
    echo "local all all peer map=clea" | cluster_as tee "$cluster_data/pg_hba.conf" >/dev/null || return 1
    {
        for system_user in $(printf '%s\n' root postgres "$cluster_user" "$(id -un)" | sort -u); do
            for role in postgres clea_migrator $cluster_server_roles clea_auditor clea_backup; do
                echo "clea \"$system_user\" $role"
            done
        done
        for role in ${guest:+$cluster_server_roles}; do
            echo "clea \"$guest\" $role"
        done
    } | cluster_as tee "$cluster_data/pg_ident.conf" >/dev/null
}

# Processes of this cluster: a postmaster and all its children work in the data folder. Zombies have no folder. Asked as
# their owner: without the right to trace, root does not see the folders of others.
cluster_processes() {
    local folder process
    while IFS=$'\t' read -r folder process; do
        [ "$folder" != "$cluster_data" ] || echo "${process#/proc/}"
    done < <(cluster_as find /proc/[0-9]*/cwd -maxdepth 0 -printf '%l\t%h\n' 2>/dev/null)
}

# The pid of the living postmaster, or nothing.
cluster_postmaster() {
    local pid
    pid=$(head -n 1 "$cluster_data/postmaster.pid" 2>/dev/null) || return 1
    [ -n "$pid" ] && [ "$(cluster_as readlink "/proc/$pid/cwd" 2>/dev/null)" = "$cluster_data" ] && echo "$pid"
}

cluster_is_up() {
    cluster_postmaster >/dev/null &&
        "$cluster_bin/pg_isready" --quiet --host="$cluster_socket" --port=5432 --timeout=3
}

# Children outlive a killed postmaster by some seconds, and a zombie or a recycled pid makes postgres believe that
# the old one still runs. So: wait for our processes to go; then a pid or lock file that remains is a leftover.
cluster_clear_leftovers() {
    local waited=0 pids
    local locks=("$cluster_data/postmaster.pid" "$cluster_socket/.s.PGSQL.5432" "$cluster_socket/.s.PGSQL.5432.lock")
    [ -e "${locks[0]}" ] || [ -e "${locks[2]}" ] || return 0
    ! cluster_postmaster >/dev/null || return 0
    while pids=$(cluster_processes) && [ -n "$pids" ]; do
        [ $waited -gt 0 ] || cluster_say "waiting for what is left of a killed PostgreSQL"
        if [ $waited -ge $((cluster_wait_s * 5)) ]; then
            cluster_say "processes of a killed PostgreSQL do not end: $(echo "$pids" | tr '\n' ' ')- end them and try again"
            return 1
        fi
        # After 5 s they are not going by themselves.
        # shellcheck disable=SC2086  # several pids
        [ $waited -ne 25 ] || kill -QUIT $pids 2>/dev/null || true
        sleep 0.2
        waited=$((waited + 1))
    done
    cluster_as rm -f "${locks[@]}"
}

# One that runs and does not answer yet is waited for: a second one could not be started beside it. False when none runs.
cluster_await() {
    local waited=0
    until cluster_is_up; do
        cluster_postmaster >/dev/null || return 1
        [ $waited -gt 0 ] || cluster_say "PostgreSQL runs and does not answer yet: it recovers, or another is stopping it; waiting"
        if [ $waited -ge $((cluster_recovery_s * 5)) ]; then
            cluster_say "PostgreSQL runs and does not answer after $cluster_recovery_s s; the end of $cluster_log:"
            cluster_as tail -n 8 "$cluster_log" >&2
            return 1
        fi
        sleep 0.2
        waited=$((waited + 1))
    done
}

cluster_start() {
    local try=0
    cluster_home_log=$cluster_home/last-command.log
    cluster_make_socket_folder && cluster_create || return 1
    if cluster_await; then
        cluster_database
        return
    fi
    ! cluster_postmaster >/dev/null || return 1
    cluster_configure || return 1
    until cluster_clear_leftovers &&
        cluster_as "$cluster_bin/pg_ctl" start --pgdata="$cluster_data" --log="$cluster_log" --wait \
            --timeout=$cluster_wait_s --silent >"$cluster_home_log" 2>&1 9>&-; do
        try=$((try + 1))
        if [ $try -ge 5 ]; then
            cluster_say "PostgreSQL does not start; the end of $cluster_log:"
            tail -n 3 "$cluster_home_log" >&2
            cluster_as tail -n 8 "$cluster_log" >&2
            return 1
        fi
        cluster_say "PostgreSQL did not start, trying again"
        sleep $try
    done
    cluster_database
}

# The database of the server; its locale is the cluster's.
cluster_database() {
    local found
    found=$(cluster_psql postgres -c "select 1 from pg_database where datname = 'clea'") || return 1
    [ "$found" = 1 ] || cluster_psql postgres -c "create database clea" >/dev/null
}

# cluster_psql DATABASE psql-options…: as superuser, bare output.
cluster_psql() {
    local database=$1
    shift
    "$cluster_bin/psql" --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
        --host="$cluster_socket" --port=5432 --username=postgres --dbname="$database" "$@"
}

cluster_stop() {
    cluster_postmaster >/dev/null || return 0
    cluster_as "$cluster_bin/pg_ctl" stop --pgdata="$cluster_data" --mode=fast --wait \
        --timeout=$cluster_wait_s --silent >/dev/null 2>&1 || {
        # Somebody else may have stopped it at the same time.
        cluster_postmaster >/dev/null || return 0
        cluster_say "PostgreSQL does not stop; see $cluster_log"
        return 1
    }
}

# kill -9 of every process at once: the power cut of the tests.
cluster_kill() {
    local pids waited=0
    while pids=$(cluster_processes) && [ -n "$pids" ]; do
        # shellcheck disable=SC2086  # several pids
        kill -KILL $pids 2>/dev/null || true
        waited=$((waited + 1))
        [ $waited -le 200 ] || return 1
        sleep 0.05
    done
}

# Removes the data. Stops first.
cluster_destroy() {
    cluster_stop || cluster_kill || return 1
    rm -rf "$cluster_home" "$cluster_socket"
}
