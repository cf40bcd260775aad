# SPDX-License-Identifier: EUPL-1.2
"""Rounds: every workload by every server, alternated; what is too noisy is run again; what was written is counted."""

import os
import time

import peers
import workloads
from measure import commits, measure
from peers import Bare, Go
from place import BenchError, say
from server import Server

FOREIGN_CORES_MAX = 0.3
TRIES = int(os.environ.get("BENCH_TRIES", "3"))  # 1 = what is noisy is kept, and said
POOLS = (4, 8, 16, 32)
BARE = ("R", "Rc")


class Rounds:
    """files: of the data set. binaries: {name: clea-server}, the first of them is ours. tenants, connections as they say."""

    def __init__(self, place, database, binaries, wanted, connections=64, tenants=20, measured_s=2.0, with_go=True,
                 databases=None, more=()):
        self.place, self.database, self.binaries = place, database, binaries
        self.wanted, self.connections, self.measured_s = wanted, connections, measured_s
        self.with_go, self.more = with_go, more  # more: peers beside the one of the gate
        # A build of other tables has a database, and targets, of its own.
        self.databases = {name: (databases or {}).get(name, database) for name in [*binaries, "go", "bare", *(peer.name for peer in more)]}
        self.tenants, self.known_targets = tenants, {}
        self.targets = self.targets_of(database)
        self.pools = {}
        self.counts = peers.prepare_pgbench(self.targets) if with_go else {}
        self.runs = []  # one dict a run that counts

    def targets_of(self, database, tables="public"):
        """What is asked of a database; of tables of its own, where a peer has such."""
        if (database, tables) not in self.known_targets:
            self.known_targets[database, tables] = workloads.Targets(self.place, database, self.tenants, tables=tables)
        return self.known_targets[database, tables]

    # One run

    def once(self, make, workload, connections=None, rate=None, measured_s=None):
        """A fresh server, one plan; again while somebody else used the machine."""
        connections = connections or self.connections
        for attempt in range(1, TRIES + 1):
            with make() as server:
                database = self.databases[server.name]
                targets = self.targets_of(database, server.tables)
                plan = targets.write(workload, self.place.folder / "plan.txt", getattr(server, "needle", None))
                moment = targets.sql("select clock_timestamp()")[0][0]
                commits_before = commits(self.place, database)
                seen = measure(self.place, server, plan, connections, 0.6, measured_s or self.measured_s, rate)
                seen["stored"] = self.written(targets, moment) if seen["acknowledged"] else [0]
                time.sleep(0.05)
                seen["commits"] = commits(self.place, database) - commits_before
            if seen["wrong"]:
                say(f"{workload} {server.name}: {seen['wrong']} wrong replies, for example {seen['complaints'][0]}")
                if server.name != next(iter(self.binaries)):
                    raise BenchError("a reference that answers wrongly is no reference")
            if set(seen["stored"]) != {seen["acknowledged"]}:
                raise BenchError(f"{server.name}, {workload}: {seen['acknowledged']} events acknowledged, {seen['stored']} stored")
            seen["is_noisy"] = seen["foreign_cores"] > FOREIGN_CORES_MAX
            if not seen["is_noisy"]:
                break
            say(f"{workload} {server.name}: others used {seen['foreign_cores']:.2f} cores, run {attempt} of {TRIES}")
        return seen

    @staticmethod
    def written(targets, since):
        """Events since a moment as the books know them: the history, the audit, the stored answers."""
        rows = targets.sql(f"""
            select count(*) from idempotency_record where created_at > '{since}' and key like 'bench-%'
            union all
            select count(*) from candidacy_event where recorded_at > '{since}' and event = 'RECORD_ATTENDANCE' and id > (
                select (lpad(to_hex((extract(epoch from timestamptz '{since}') * 1000 - 1000)::bigint >> 16), 8, '0')
                        || '-0000-7000-8000-000000000000')::uuid)
            union all
            select count(*) from audit where recorded_at > '{since}' and outcome = 'ACCEPTED'
               and id > (select max(id) - 500000 from audit)""")
        return [int(row[0]) for row in rows]

    # Servers

    def ours(self, name=None):
        name = name or next(iter(self.binaries))
        made = Server(self.place, self.databases[name], binary=self.binaries[name])
        made.name = name
        return made

    def go(self, workload):
        return Go(self.place, self.database, pool=self.pools.get(workload, 8))

    def sweep(self, workload):
        """The best size of the peer's pool for a workload, found once."""
        if workload in self.pools or os.environ.get("BENCH_POOL"):
            self.pools.setdefault(workload, int(os.environ.get("BENCH_POOL", "8")))
            return
        found = {}
        for size in POOLS:
            self.pools[workload] = size
            found[size] = self.once(lambda: self.go(workload), workload, measured_s=1.0)["rps"]
        self.pools[workload] = max(found, key=found.get)
        say(f"{workload}: pool of the peer {self.pools[workload]} ({', '.join(f'{size}: {rps:.0f}/s' for size, rps in found.items())})")

    # A round

    def round(self, number, wanted=None, connections=None):
        connections = connections or self.connections
        for at, workload in enumerate(self.wanted if wanted is None else wanted):
            makers = [(name, lambda name=name: self.ours(name)) for name in self.binaries]
            if self.with_go and workload != "A":
                self.sweep(workload)
                makers.append(("go", lambda: self.go(workload)))
                makers += [(peer.name, lambda peer=peer: peer(self.place, self.database, pool=self.pools[workload])) for peer in self.more
                           if workload in peer.works]
            if self.with_go and workload in BARE:
                makers.append(("bare", lambda: Bare(self.place)))
            if (number + at) % 2:
                makers.reverse()
            for name, make in makers:
                self.keep(number, workload, name, connections, self.once(make, workload, connections))
            if self.with_go and workload in peers.ROLES and connections > 1:
                for server, is_pipelined in (("pgbench", False), *([("pgbench, pipelined", True)] if self.more else [])):
                    tps = peers.pgbench(self.place, self.database, workload, self.counts, seconds=self.measured_s, is_pipelined=is_pipelined)
                    self.keep(number, workload, server, connections, {"rps": tps})

    def keep(self, number, workload, server, connections, seen):
        self.runs.append({"round": number, "workload": workload, "server": server, "connections": connections} | seen)
        if "p50_us" in seen:
            say(f"{number} {workload:4} c={connections:<3} {server:8} {seen['rps']:8.0f}/s  server {seen['server_us']:6.1f}  postgres {seen['postgres_us']:7.1f} us"
                f"  p50 {seen['p50_us'] / 1000:6.2f}  p99 {seen['p99_us'] / 1000:6.2f} ms  {seen['rss_mb']:.0f} MB"
                + ("  (noisy)" if seen.get("is_noisy") else ""))
        else:
            say(f"{number} {workload:4} c={connections:<3} {server:8} {seen['rps']:8.0f}/s")
