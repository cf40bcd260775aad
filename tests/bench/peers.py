# SPDX-License-Identifier: EUPL-1.2
"""Whom we are compared with: Go with net/http and pgx, pgbench, and a bare responder."""

import os
import re
import shutil
import subprocess

from place import ROOT, BenchError, say
from server import Server

PEER = ROOT / "tests" / "bench" / "peer"
PACKAGES = ["golang-go", "golang-github-jackc-pgx-v4-dev"]
GOPATH = "/usr/share/gocode"  # where Debian installs the sources of libraries


def install(packages=PACKAGES):
    """Debian's, when they are missing."""
    listed = subprocess.run(["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\n"], capture_output=True, text=True).stdout
    missing = [name for name in packages if f"installed {name}\n" not in listed]
    if not missing:
        return
    say(f"installing: {' '.join(missing)}")
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    for words in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *missing]):
        done = subprocess.run(prefix + ["env", "DEBIAN_FRONTEND=noninteractive", *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise BenchError(f"{' '.join(words)}: {done.stderr[-800:]}")


def build_peer(folder):
    """The peer as one program. GOPATH mode: its imports are those of Debian's packages, and nothing is downloaded."""
    binary, source = folder / "peer", folder / "go" / "src" / "clea.example" / "peer"
    newest = max(path.stat().st_mtime for path in PEER.glob("*.go"))
    if binary.exists() and binary.stat().st_mtime > newest:
        return binary
    install()
    say("building the peer (go)")
    shutil.rmtree(folder / "go", ignore_errors=True)
    source.mkdir(parents=True)
    for path in PEER.glob("*.go"):
        shutil.copy(path, source)
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": f"{folder / 'go'}:{GOPATH}", "GOFLAGS": "", "GOPROXY": "off",
                                "GOCACHE": str(folder / "go-cache"), "HOME": str(folder)}
    done = subprocess.run(["go", "build", "-o", str(binary), "."], cwd=source, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchError(f"the peer does not build:\n{done.stderr[-4000:]}")
    return binary


# The product writes these through functions that ask who may say so. A plain server writes the rows themselves, under a policy of
# its own: that wall is ours, and its price too.
WRITTEN = {"access_log": "clea_app, clea_read, clea_national_read", "audit": "clea_app", "idempotency_record": "clea_app"}


def open_doors(place, database):
    for table, roles in WRITTEN.items():
        place.sql(database, f"""
            grant select, insert on {table} to {roles};
            drop policy if exists bench_peer on {table};
            create policy bench_peer on {table} to {roles} using (scope_id = nullif(current_setting('app.scope_id', true), '')::uuid)
                with check (scope_id is not distinct from nullif(current_setting('app.scope_id', true), '')::uuid)""")


class Go(Server):
    name = "go"
    works = ("R", "Rc", "L", "W", "G", "S", "V", "Mix")

    def __init__(self, place, database, pool=8, **more):
        super().__init__(place, database, binary=place.folder / "peer", **more)
        self.settings = {"PGDATABASE": database, "PEER_PORT": str(self.port), "PEER_POOL": str(pool), "PGSSLMODE": "disable"}

    def command(self):
        return [str(self.binary)]


class FreeGo(Go):
    """The same, and row-level security does not bind it: what the wall in the database costs."""

    name = "go, no RLS"

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.settings["PEER_USER"] = "postgres"


class LeanGo(FreeGo):
    """The same on tables of its own, without triggers, foreign keys and checks: what the guarantees of the schema cost."""

    name = "go, lean"
    tables = "lean"

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.settings["PEER_TABLES"] = "lean"


NODE = ROOT / "tests" / "bench" / "node"


def build_node(folder):
    """Fastify and postgres.js as package-lock.json says, beside the sources of the peer."""
    made = folder / "node" / "node"
    if not (shutil.which("node") and shutil.which("npm")):
        install(["nodejs", "npm"])
    shutil.copytree(NODE, made, dirs_exist_ok=True)
    shutil.copytree(PEER, folder / "node" / "peer", dirs_exist_ok=True)
    if not (made / "node_modules").exists():
        say("installing the libraries of the Node peer (npm ci)")
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=made, capture_output=True, text=True)
        if done.returncode != 0:
            raise BenchError(f"npm ci: {done.stderr[-800:]}")
    return made / "peer.js"


class Node(Go):
    """Fastify and postgres.js, for a candidacy, a list, the event and the verification."""

    name = "node"
    works = ("R", "L", "W", "V")

    def command(self):
        return ["node", str(self.place.folder / "node" / "node" / "peer.js")]


# What the peer writes. A row of the history is numbered by a trigger; here by a sequence.
LEAN = ("candidacy", "path_module", "candidacy_event", "event_text", "audit", "access_log", "idempotency_record")


def prepare_lean(place, database):
    """Copies of the tables that the peer writes, with their indexes and nothing else."""
    done = place.sql(database, "select count(*) from pg_tables where schemaname = 'lean'")[0][0]
    if int(done) == len(LEAN):
        return
    say("tables of its own for the lean peer")
    place.sql(database, "drop schema if exists lean cascade; create schema lean; create sequence lean.event_sequence start 1000")
    for table in LEAN:
        columns = place.sql(database, f"""select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
            where attrelid = 'public.{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''""")[0][0]
        # The logs are written and not read: theirs need not be copied.
        rows = "" if table in ("audit", "access_log", "idempotency_record") else f"""
            insert into lean.{table} ({columns}) overriding system value select {columns} from public.{table};"""
        place.sql(database, f"""create table lean.{table} (like public.{table} including defaults including generated including identity
            including indexes);{rows} analyze lean.{table}""")
    place.sql(database, "alter table lean.candidacy_event alter column sequence set default nextval('lean.event_sequence')")


class Bare(Server):
    name = "bare"

    needle = "xxx"  # what its bodies are made of

    def __init__(self, place, size=850, **more):
        super().__init__(place, "postgres", binary=place.folder / "bare", **more)
        self.size = size

    def command(self):
        return [str(self.binary), str(self.port), str(self.size)]

    def is_ready(self):
        import socket
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


# pgbench: the peer's statements without a server in front. The targets stand in a table, found by number.
SCRIPTS = ROOT / "tests" / "bench" / "pgbench"


def prepare_pgbench(targets):
    """A table of targets for each script, for the roles that it runs as."""
    owners = targets.owners
    targets.sql(f"""
        drop schema if exists bench cascade;
        create schema bench;
        grant usage on schema bench to clea_read, clea_app, clea_national_read;
        create table bench.read as
        select row_number() over (order by md5(id::text))::int as n, id, owner_org_id from
            (select id, owner_org_id from candidacy where owner_org_id in ({owners}) order by md5(id::text || 'r') limit 4000) x;
        create table bench.organism as select row_number() over (order by id)::int as n, id from organism where id in ({owners});
        create table bench.code as select row_number() over (order by number)::int as n, verification_code as code
            from certificate order by number limit 4000;
        create table bench.training as
        select row_number() over (order by md5(c.id::text))::int as n, c.id, c.owner_org_id, m.id as module_id
        from candidacy c
        join lateral (select p.id from path p where p.candidacy_id = c.id order by p.ordinal desc limit 1) p on true
        join lateral (select m.id from path_module m where m.path_id = p.id and m.status = 'OPEN'
                      order by m.planned_minutes - m.attended_minutes desc limit 1) m on true
        where c.state = 'IN_TRAINING' and c.owner_org_id in ({owners});
        alter table bench.read add primary key (n);
        alter table bench.organism add primary key (n);
        alter table bench.code add primary key (n);
        alter table bench.training add primary key (n);
        grant select on all tables in schema bench to clea_read, clea_app, clea_national_read;
        analyze bench.read; analyze bench.organism; analyze bench.code; analyze bench.training;""")
    return {name: targets.sql(f"select count(*) from bench.{table}")[0][0]
            for name, table in (("R", "read"), ("L", "organism"), ("W", "training"), ("V", "code"))}


ROLES = {"R": "clea_read", "L": "clea_read", "W": "clea_app", "V": "clea_national_read"}


def pipelined(script, folder):
    """The same statements, sent one behind the other: all but the one that looks up the target."""
    lines = [line for line in script.read_text().splitlines() if line != "begin;"]
    at = next(number for number, line in enumerate(lines) if line.endswith("\\gset")) + 1
    made = folder / f"{script.stem}_pipelined.sql"
    made.write_text("\n".join([*lines[:at], "\\startpipeline", "begin;", *lines[at:], "\\endpipeline"]) + "\n")
    return made


def pgbench(place, database, workload, counts, clients=8, seconds=2.0, is_pipelined=False):
    """Transactions a second of a script."""
    script = SCRIPTS / f"{workload}.sql"
    if is_pipelined:
        script = pipelined(script, place.folder)
    options = "-c plan_cache_mode=force_generic_plan -c jit=off" + (" -c synchronous_commit=off" if workload != "W" else "")
    done = subprocess.run(
        ["/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(max(1, round(seconds))),
         "-D", f"count={counts[workload]}", "-f", str(script), "-U", ROLES[workload], database],
        env=place.environment | {"PGOPTIONS": options}, capture_output=True, text=True)
    found = re.search(r"tps = ([0-9.]+) \(without", done.stdout)
    if done.returncode != 0 or not found:
        raise BenchError(f"pgbench {workload}: {done.stderr[-1500:]}")
    return float(found.group(1))
