# SPDX-License-Identifier: EUPL-1.2
"""Where the bench works: a private PostgreSQL with durable settings in build/bench, data sets in it, servers beside it.

    place = Place()
    place.start()                      # PostgreSQL
    place.sql("files_2000", "select 1")

The cluster is that of server/cluster.sh. Everything is below build/bench, and stays for the next run."""

import os
import pathlib
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from instance import free_port, not_root, tail  # noqa: E402, F401  (those of the bench take them from here)

FOLDER = ROOT / "build" / "bench"
RELEASE = ROOT / "build" / "release"

# As a careful operator of a small machine would set them: every commit is on the disk before it is answered.
SETTINGS = """# Written by tests/bench/place.py.
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 2GB
effective_cache_size = 6GB
max_wal_size = 16GB
checkpoint_timeout = 30min
wal_buffers = 64MB
random_page_cost = 1.1
jit = off
max_connections = 300
autovacuum_naptime = 1min
shared_preload_libraries = 'pg_stat_statements,auto_explain'
pg_stat_statements.track = none
pg_stat_statements.max = 10000
auto_explain.log_min_duration = -1
"""


class BenchError(Exception):
    """Something does not do what it was asked; the message says what."""


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


class Place:
    def __init__(self, folder=FOLDER):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.was_up = False
        self.socket = self.cluster('echo "$cluster_socket"').strip()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "CLEA_"))}
        self.environment |= {"PGHOST": self.socket, "PGPORT": "5432", "HOME": str(self.folder)}

    # PostgreSQL

    def cluster(self, commands):
        script = (
            f"set -u\ncluster_parent={shlex.quote(str(self.folder))}\n"
            f"[ $(id -u) != 0 ] || cluster_server_user=\n. {shlex.quote(str(ROOT / 'server' / 'cluster.sh'))}\n"
            f"cluster_forget_environment\ncluster_locate || exit 1\n{commands}\n"
        )
        done = subprocess.run(["bash", "-c", script], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise BenchError(f"cluster: {commands}: {done.stderr.strip()}")
        return done.stdout

    def start(self):
        """PostgreSQL with the settings of the bench; one that runs with others is started again."""
        self.was_up = self.cluster("cluster_is_up && echo up || true").strip() == "up"
        self.cluster("cluster_start")
        data = pathlib.Path(self.cluster('echo "$cluster_data"').strip())
        settings, main = data / "bench.conf", data / "postgresql.conf"
        if not settings.exists() or settings.read_text() != SETTINGS:
            settings.write_text(SETTINGS)
            if "bench.conf" not in main.read_text():
                with open(main, "a") as file:
                    file.write("include_if_exists 'bench.conf'\n")
            if os.geteuid() == 0:
                shutil.chown(settings, main.owner())
            self.cluster("cluster_stop && cluster_start")
        return self

    def stop(self):
        self.cluster("cluster_stop")

    def leave(self):
        """As it was found: a PostgreSQL that somebody else started goes on."""
        if not self.was_up:
            self.stop()

    def postmaster(self):
        return int(self.cluster("cluster_postmaster").strip())

    def psql(self, database, *arguments, text=None, user="postgres", check=True):
        done = subprocess.run(
            ["/usr/lib/postgresql/15/bin/psql", "-XqtA", "-v", "ON_ERROR_STOP=1", "-F", "\x1f", "-R", "\x1e", "-U", user,
             "-d", database, *arguments],
            env=self.environment | {"PGOPTIONS": "-c client_min_messages=warning"}, input=text, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise BenchError(f"psql {database}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def sql(self, database, query, user="postgres"):
        """Rows as lists of text; NULL is the empty text."""
        output = self.psql(database, "-f", "-", text=query, user=user)
        return [line.split("\x1f") for line in output.removesuffix("\n").removesuffix("\x1e").split("\x1e")] if output.strip() else []

    def has_database(self, name):
        return self.sql("postgres", f"select 1 from pg_database where datname = '{name}'") == [["1"]]

    def profile(self, is_on):
        """Whether statements are counted, those inside of functions too (pg_stat_statements)."""
        self.sql("postgres", "alter system set pg_stat_statements.track = " + ("'all'" if is_on else "'none'"))
        self.sql("postgres", "select pg_reload_conf()")

    # Programs of ours

    def program(self, database, binary, *arguments, environment=None):
        """A sub-command of clea-server or clea-sandbox on a data set, as the owner of the cluster."""
        done = subprocess.run(
            [str(binary), *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            env=self.environment | {"PGDATABASE": database, "CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres",
                                    "CLEA_SANDBOX_ENABLED": "true", "CLEA_LIMITS_IDENTITY_PER_MINUTE": "0", "CLEA_LIMITS_LIKENESS_PER_HOUR": "0"} | (environment or {}))
        if done.returncode != 0:
            raise BenchError(f"{pathlib.Path(binary).name} {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-4000:]}")
        return done.stderr

    def tokens_of(self, database):
        """The file of the keys of a data set, which are those of its base."""
        return self.folder / f"{database}.tokens"

    def tokens(self, database):
        """[(role, token, scope id)]."""
        lines = self.tokens_of(database).read_text().splitlines()
        return [tuple(line.split()) for line in lines if line.strip() and not line.startswith("#")]


def build_release(root=ROOT):
    """build/release of a tree, brought up to date."""
    folder = root / "build" / "release"
    if not (folder / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "release"], cwd=root, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run(["ninja", "-C", str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchError(f"the release does not build:\n{done.stdout[-4000:]}")
    return folder
