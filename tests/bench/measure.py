# SPDX-License-Identifier: EUPL-1.2
"""One run of the generator against a server, with what it cost: processor time of server, PostgreSQL and everybody else."""

import json
import os
import pathlib
import subprocess
import time

from place import ROOT, BenchError

SOURCES = ROOT / "tests" / "bench" / "generator"
TICKS = os.sysconf("SC_CLK_TCK")


def build_generator(folder):
    """The load generator and the bare responder, when a source is newer."""
    made = []
    for name, sources in (("generator", ["generator.c", "client.c", "plan.c", "reply.c", "histogram.c"]), ("bare", ["bare.c"])):
        binary = folder / name
        newest = max(path.stat().st_mtime for path in SOURCES.iterdir())
        if not binary.exists() or binary.stat().st_mtime < newest:
            subprocess.run(["gcc", "-std=gnu17", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(binary),
                            *(str(SOURCES / source) for source in sources), "-lm"], check=True)
        made.append(binary)
    return made


def run_time_ns(pid):
    """What all threads of a process have run, from the scheduler's own account."""
    total = 0
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            total += int(pathlib.Path(f"/proc/{pid}/task/{task}/schedstat").read_text().split()[0])
    except (OSError, IndexError):
        pass
    return total


def children_of(parent):
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                words = pathlib.Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found.setdefault(int(words[1]), []).append(int(entry))
    tree, wanted = [], [parent]
    while wanted:
        pid = wanted.pop()
        tree.append(pid)
        wanted += found.get(pid, [])
    return tree


def busy_s():
    """Seconds that all processors were busy, since the start of the machine."""
    words = [int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(words[:8]) - words[3] - words[4]) / TICKS


def rss_kb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


class Account:
    """What processes had run at a moment."""

    def __init__(self, server_pid, postmaster):
        self.server_pid, self.postmaster = server_pid, postmaster

    def take(self):
        groups = {"server": children_of(self.server_pid) if self.server_pid else [],
                  "postgres": children_of(self.postmaster), "harness": [os.getpid()]}
        return {name: {pid: run_time_ns(pid) for pid in pids} for name, pids in groups.items()} | {
            "busy": busy_s(), "at": time.monotonic()}

    @staticmethod
    def between(begin, end):
        """Seconds of each group; processes that ended between the two are lost, those that began count whole."""
        spent = {name: sum(ns - begin[name].get(pid, 0) for pid, ns in end[name].items()) / 1e9
                 for name in ("server", "postgres", "harness")}
        return spent | {"busy": end["busy"] - begin["busy"], "wall": end["at"] - begin["at"]}


def commits(place, database):
    return int(place.sql("postgres", f"select xact_commit from pg_stat_database where datname = '{database}'")[0][0])


def measure(place, server, plan, connections=64, warm_s=0.6, measured_s=2.0, rate=None):
    """A dict of figures: what the generator says, and what the run cost."""
    generator = place.folder / "generator"
    words = [str(generator), str(plan), str(server.port), str(connections), str(warm_s), str(measured_s)]
    process = subprocess.Popen(words + ([str(rate)] if rate else []), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    account = Account(server.process.pid, place.postmaster())
    begin = end = None
    said = ""
    for line in process.stdout:
        if line == "begin\n":
            begin = account.take()
        elif line == "end\n":
            end = account.take()
            rss = rss_kb(server.process.pid)
        else:
            said += line
    if process.wait() != 0 or not said or end is None:
        raise BenchError(f"the generator ended with {process.returncode}: {process.stderr.read()}")
    seen = json.loads(said)
    spent = Account.between(begin, end)
    own = seen["cpu_us"] / 1e6
    # The account is taken a little after each of the two moments: what was spent between is brought to the measured time.
    count = max(seen["count"], 1) * spent["wall"] / seen["seconds"]
    seen |= {
        "rps": max(seen["count"] - seen["wrong"], 0) / seen["seconds"],  # what is answered wrongly, or not at all, is not work
        "server_us": 1e6 * spent["server"] / count,
        "postgres_us": 1e6 * spent["postgres"] / count,
        "generator_us": 1e6 * own / max(seen["count"], 1),
        "foreign_cores": max(0.0, (spent["busy"] - spent["server"] - spent["postgres"] - spent["harness"]) / spent["wall"]
                             - own / seen["seconds"]),
        "rss_mb": rss / 1024,
    }
    return seen
