#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What has changed, told to whoever keeps a copy: each change that somebody may see exactly once and in order, whatever is being written
meanwhile. Ends with `N passed, N failed`.

    tests/changes/run.py [PART…]     only tests whose name contains one of these"""

import base64
import collections
import concurrent.futures
import datetime
import hashlib
import pathlib
import random
import subprocess
import sys
import threading
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402
from psql import Psql  # noqa: E402

suite = Suite("changes")
DAY = "2026-01-20"
WRITERS, BY_SQL, ACTS = 100, 40, 4
FILES = 200


class Reader:
    """Follows what one caller is told, from now on."""

    def __init__(self, client, kind=None):
        self.client, self.rows, self.asked = client.clone(), [], 0
        self.kind = f"&kind={kind}" if kind else ""
        self.cursor = self.page("NOW")["page"]["next_cursor"]

    def page(self, after, limit=50, **options):
        self.asked += 1
        return self.client.get(f"/v1/changes?after={after}&limit={limit}{self.kind}", **options).must(200)

    def step(self, limit=50):
        """A page; whether there may be more."""
        page = self.page(self.cursor, limit)
        self.rows += page["data"]
        self.cursor = page["page"]["next_cursor"]
        expect("Retry-After" in page.headers or page["data"] or page["page"]["is_partial"], f"nothing, and not when to ask again: {page}")
        return "Retry-After" not in page.headers

    def all(self, limit=50):
        """Up to the end, and once more: nothing runs any more."""
        while self.step(limit):
            pass
        return self.rows

    def told(self, *members, **wanted):
        """Of the rows that are as wanted, these members."""
        found = [row for row in self.rows if all(row[name] == value for name, value in wanted.items())]
        return [tuple(row[name] for name in members) if len(members) > 1 else row[members[0]] for row in found]


def in_order(rows):
    ids = [row["id"] for row in rows]
    expect_equal(ids, sorted(ids), "the order")
    expect_equal(len(ids), len(set(ids)), "told once")
    last = {}
    for row in rows:
        if row["kind"] == "CANDIDACY" and row["version"]:
            key = row["object_id"]
            expect(last.get(key, 0) <= row["version"], f"{row} behind version {last.get(key)}")
            last[key] = row["version"]


# --- what is told ---


def write_over_http(world, number, chance):
    """The acts of one writer, in his own time."""
    organism = world.organisms[number % 2]
    client = organism.counsellor.clone()
    for _ in range(ACTS):
        time.sleep(chance.random() / 5)
        candidate = client.post("/v1/candidates", identities[number].pop()).must(201)
        opened = client.post("/v1/candidacies", {"candidate_id": candidate["id"], "referential_code": "CLEA-SOCLE", "occurred_on": DAY}).must(201)
        client.post(f"/v1/candidacies/{opened['id']}/events", {
            "event": "RECORD_INFORMATION", "occurred_on": DAY, "expected_version": opened["version"], "data": {"has_consent": True}}).must(201)
    client.close()


def write_by_sql(world, number, chance, made):
    """A transaction that writes, waits and writes; one in five never commits. What it made, once it is there."""
    organism = world.organisms[number % 2]
    people = world.instance.sql(f"select id from candidate where created_by_org_id = '{organism.id}' limit 1")
    ids = [str(uuid.uuid4()) for _ in range(2)]
    row = ("insert into appointment (id, organism_id, candidate_id, counsellor_id, kind, starts_at, time_zone, duration_minutes) values"
           f" ('{{}}', '{organism.id}', '{people[0][0]}', '{organism.person('COUNSELLOR')}', 'OTHER', '2026-02-02T09:00Z', 'Europe/Paris', 30);")
    is_kept = number % 5 != 0
    world.instance.sql("begin;" + row.format(ids[0]) + f"select pg_sleep({chance.random() * 1.5});" + row.format(ids[1])
                       + f"select pg_sleep({chance.random() / 2});" + ("commit;" if is_kept else "rollback;"))
    if is_kept:
        made[organism.id] += ids


identities = collections.defaultdict(list)


@suite.test
def each_reader_hears_each_change_once_and_in_order(world):
    """Writers that commit in another order than they wrote, over HTTP and by sessions that hold a commit back."""
    here, there = world.organisms[:2]
    manager = manager_of(world, here)
    for organism in (here, there):
        world.candidate(organism)
    identities.update({number: [world.identity() for _ in range(ACTS)] for number in range(WRITERS)})
    begun = world.instance.sql("select clock_timestamp()")[0][0]
    readers = {"here": Reader(here.referent), "there": Reader(there.referent), "network": Reader(manager), "nation": Reader(world.auditor),
               "counsellor": Reader(here.counsellor)}
    made, is_over = collections.defaultdict(list), threading.Event()

    def read(reader):
        while not is_over.is_set():
            reader.step(random.choice((1, 7, 50, 200)))
        return reader.all()

    with concurrent.futures.ThreadPoolExecutor(WRITERS + len(readers)) as pool:
        reading = [pool.submit(read, reader) for reader in readers.values()]
        writing = [pool.submit(write_by_sql, world, n, random.Random(n), made) if n < BY_SQL
                   else pool.submit(write_over_http, world, n, random.Random(n)) for n in range(WRITERS)]
        try:
            for one in writing:
                one.result()
        finally:
            is_over.set()
        for one in reading:
            one.result()
    rows = {name: reader.rows for name, reader in readers.items()}
    for told in rows.values():
        in_order(told)
    # What there is, by the tables themselves.
    acts = collections.defaultdict(list)
    for owner, candidacy, event in world.instance.sql(
            "select state_after ->> 'owner_org_id', candidacy_id, event from candidacy_event"
            f" where recorded_at > '{begun}' order by candidacy_id, sequence"):
        acts[owner].append((candidacy, event))
    expect(len(acts[here.id]) > 100 and len(acts[there.id]) > 100 and len(made[here.id]) > 20, "hardly anything was written")
    for name, owners in (("here", [here.id]), ("counsellor", [here.id]), ("there", [there.id]), ("network", [here.id]),
                         ("nation", [here.id, there.id])):
        reader = readers[name]
        expect_equal(sorted(reader.told("object_id", "what", kind="CANDIDACY")), sorted(act for owner in owners for act in acts[owner]),
                     f"acts to {name}")
        appointments = [id_ for owner in owners for id_ in made[owner]] if name != "network" else []
        expect_equal(sorted(reader.told("object_id", kind="APPOINTMENT")), sorted(appointments), f"appointments to {name}")
    print("# " + ", ".join(f"{name} {len(told)} changes in {readers[name].asked} pages" for name, told in rows.items()))


@suite.test
def what_runs_holds_back_what_is_behind_it(world):
    """A change of a later transaction waits for the earlier one, and both come then."""
    here = world.organisms[0]
    reader = Reader(here.referent)
    people = world.candidate(here)
    reader.all()
    reader.rows.clear()
    held = str(uuid.uuid4())
    session = Psql(world.instance.environment, "postgres", world.instance.environment["PGDATABASE"])
    session.ask("begin; insert into appointment (id, organism_id, candidate_id, counsellor_id, kind, starts_at, time_zone, duration_minutes) values"
                f" ('{held}', '{here.id}', '{people['id']}', '{here.person('COUNSELLOR')}', 'OTHER', '2026-02-02T09:00Z', 'Europe/Paris', 30)")
    behind = Journey(world, here).open(DAY)
    expect_equal(reader.all(), [], "nothing is told yet")
    expect_equal(here.referent.get(behind.path).must(200)["state"], "CONTACT", "though it is there")
    session.ask("commit")
    session.close()
    reader.all()
    in_order(reader.rows)
    expect_equal(reader.rows[0]["object_id"], held, "the earlier one")
    expect((behind.id, "OPEN_CONTACT") in reader.told("object_id", "what", kind="CANDIDACY"), reader.rows)


# --- whom it is told ---


def manager_of(world, *organisms):
    network = world.network()
    for organism in organisms:
        world.join(network, organism)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    return manager


@suite.test
def a_transfer_hides_from_one_and_reveals_to_the_other(world):
    here, there = world.organisms[:2]
    both, first, second = manager_of(world, here, there), manager_of(world, here), manager_of(world, there)
    journey = Journey(world, here).informed(DAY).offered(there, DAY)
    readers = [Reader(client) for client in (here.referent, there.referent, first, second, both, world.auditor)]
    journey.event("TRANSFER", DAY, {"to_org_id": there.id, "consent_on": DAY})
    told = []
    for reader in readers:
        reader.all()
        in_order(reader.rows)
        told.append(reader.told("what", "organism_id", kind="CANDIDACY", object_id=journey.id))
    expect_equal(told, [[("HIDDEN", None)], [("REVEALED", there.id)], [("HIDDEN", None)], [("REVEALED", there.id)],
                        [("TRANSFER", there.id)], [("TRANSFER", there.id)]])
    hidden = readers[0].rows[-1]
    expect(hidden["version"] is None and hidden["reference"] == journey.reference, hidden)
    # From then on it is the other's alone.
    journey.organism = there
    journey.start_prior(DAY)
    expect_equal(([len(reader.all()) for reader in readers[:2]][1] > len(told[1]), readers[0].told("what", object_id=journey.id)), (True, ["HIDDEN"]))
    # The records of the candidate, too: one sees him no more, the other does.
    expect_equal([reader.told("what", kind="CANDIDATE", object_id=journey.candidate["id"]) for reader in readers[:2]], [["HIDDEN"], ["REVEALED"]])


@suite.test
def a_commission_hears_of_a_file_from_when_it_was_sent(world):
    secretary = Reader(world.commission.secretary)
    journey = Journey(world).informed("2026-01-05")
    journey.prior("2026-01-06").restitution("2026-01-07", to="JURY_READY")
    expect_equal([row for row in secretary.all() if row["candidacy_id"] == journey.id], [], "before")
    journey.event("SUBMIT_FILE", "2026-01-08", {"commission_id": world.commission.id})
    secretary.all()
    expect_equal(secretary.told("what", object_id=journey.id), ["REVEALED", "SUBMIT_FILE"])
    juror = next(iter(world.commission.members.values()))["client"]
    expect_equal([row for row in juror.get("/v1/changes?limit=200").must(200)["data"] if row["candidacy_id"] == journey.id], [],
                 "a juror who sits nowhere")
    journey.event("RECALL_FILE", "2026-01-08", {"reason": "Pièce manquante."})
    secretary.all()
    expect_equal(secretary.told("what", object_id=journey.id)[-1], "HIDDEN")


@suite.test
def a_network_hears_who_joined_and_who_left(world):
    organism = world.organism()
    network = world.network()
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    reader = Reader(manager)
    membership = world.join(network, organism)
    world.certifier.patch(f"/v1/memberships/{membership['id']}", {"valid_to": DAY}, version=membership["version"]).must(200)
    reader.all()
    expect_equal(reader.told("what", kind="ORGANISM", object_id=organism.id), ["REVEALED", "HIDDEN"])


@suite.test
def what_somebody_is_told_of_he_may_read(world):
    """Each role, each row: its address answers. And nobody is told of what he may not."""
    organism = world.organisms[0]
    Journey(world, organism).informed(DAY).start_prior(DAY)
    people = world.candidate(organism)
    organism.counsellor.post("/v1/appointments", {"candidate_id": people["id"], "kind": "INFORMATION", "starts_at": "2026-02-02T09:00:00Z",
                                                  "duration_minutes": 30, "counsellor_id": organism.person("COUNSELLOR")}).must(201)
    candidate = world.key("CANDIDATE", people["id"], ["CANDIDATE"], None)
    manager = manager_of(world, organism)
    kinds = {}
    callers = {role: organism.clients[role] for role in ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT")} | {
        "NETWORK": manager, "SECRETARY": world.commission.secretary, "AUDITOR": world.auditor, "CANDIDATE": candidate}
    for name, client in callers.items():
        rows = client.get("/v1/changes?limit=200").must(200)["data"]
        kinds[name] = {row["kind"] for row in rows}
        latest = {(row["kind"], row["object_id"]): row for row in rows}.values()
        for row in [row for row in latest if row["what"] not in ("HIDDEN", "REMOVED")][-40:]:
            expect_equal((client.get(row["href"]).status, name, row["href"]), (200, name, row["href"]))
    expect("APPOINTMENT" in kinds["COUNSELLOR"] and "APPOINTMENT" not in kinds["EVALUATOR"] | kinds["NETWORK"], kinds)
    expect_equal(kinds["CANDIDATE"], {"CANDIDATE", "APPOINTMENT"})
    expect("CANDIDACY" in kinds["NETWORK"] and not kinds["NETWORK"] & {"EVIDENCE", "NOTIFICATION", "APPEAL"}, kinds)


@suite.test
def one_kind_is_asked_for_by_name(world):
    reader = Reader(world.organisms[0].referent, "CANDIDATE")
    Journey(world).informed(DAY)
    expect_equal({row["kind"] for row in reader.all()}, {"CANDIDATE"})
    expect_equal(world.auditor.get("/v1/changes?kind=BIDULE").must(400).errors, {"kind": "PARAMETER_INVALID"})
    # Of another filter a cursor is none.
    expect_equal(world.organisms[0].referent.get(f"/v1/changes?after={reader.cursor}").must(400).errors, {"after": "CURSOR_INVALID"})
    expect_equal(world.auditor.get("/v1/changes?cursor=x").must(400).errors, {"cursor": "UNKNOWN_PARAMETER"})
    expect_equal(world.auditor.get("/v1/changes?sort=-place").must(400).errors, {"sort": "UNKNOWN_PARAMETER"})


# --- polling ---


def cursor(id_, day):
    """As server/engine/cursor.c makes it."""
    content = b"\0" + uuid.UUID(id_).bytes + day.encode()
    return base64.urlsafe_b64encode(content + hashlib.sha256(b"listChanges" + content).digest()[:8]).decode().rstrip("=")


@suite.test
def nothing_new_is_304_and_says_when_to_ask_again(world):
    client = world.organisms[0].referent
    reader = Reader(client)
    reader.all()
    page = reader.page(reader.cursor)
    expect_equal((page["data"], page["page"]["next_cursor"]), ([], reader.cursor), "the same place")
    expect(int(page.headers["Retry-After"]) > 0, page.headers)
    again = client.get(f"/v1/changes?after={reader.cursor}&limit=50", headers={"If-None-Match": page.headers["ETag"]}).must(304)
    expect_equal(again.headers["ETag"], page.headers["ETag"])
    Journey(world).open(DAY)
    client.get(f"/v1/changes?after={reader.cursor}&limit=50", headers={"If-None-Match": page.headers["ETag"]}).must(200)
    # Who has nothing new for long goes on from where all have ended: his place is never too old.
    old = cursor("00000000-0000-0001-0000-000000000001", str(datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1)))
    network = world.key("NETWORK", world.network(), ["NETWORK_MANAGER"], world.person())
    world.flush()
    expect(network.get(f"/v1/changes?after={old}").must(200)["page"]["next_cursor"] != old, "yesterday's cursor")


@suite.test
def a_cursor_that_is_too_old_is_410(world):
    client, today = world.organisms[0].referent, datetime.datetime.now(datetime.timezone.utc).date()
    for days, status in ((0, 200), (89, 200), (90, 200), (91, 410), (400, 410)):
        reply = client.get(f"/v1/changes?after={cursor('00000000-0000-0001-0000-000000000001', str(today - datetime.timedelta(days=days)))}")
        expect_equal((reply.status, reply.code, days), (status, "CURSOR_EXPIRED" if status == 410 else None, days))
    expect_equal(client.get("/v1/changes?after=NOWADAYS").must(400).errors, {"after": "CURSOR_INVALID"})


@suite.test
def what_is_too_old_is_purged_and_nothing_else(world):
    sql = world.instance.sql
    Journey(world).open(DAY)
    first, kept = sql("select id from change order by id limit 1")[0][0], int(sql("select count(*) from change")[0][0])
    sql(f"update change set recorded_at = clock_timestamp() - interval '93 days' where id = '{first}'")
    world.instance.stop_server()
    world.instance.start_server()
    for client in world.clients:
        client.close()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and sql(f"select 1 from change where id = '{first}'"):
        time.sleep(0.1)
    expect_equal((sql(f"select 1 from change where id = '{first}'"), int(sql("select count(*) from change")[0][0])), ([], kept - 1))


# --- a copy ---


@suite.test
def a_copy_of_200_files_is_ten_requests_and_the_next_night_three(world):
    organism = world.organism()
    world.flush()
    people = [world.identity() for _ in range(FILES)]

    def open_one(person):
        client = organism.counsellor.clone()
        candidate = client.post("/v1/candidates", person).must(201)
        client.post("/v1/candidacies", {"candidate_id": candidate["id"], "referential_code": "CLEA-SOCLE", "occurred_on": DAY}).must(201)
        client.close()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(open_one, people))
    client, asked = organism.referent, 0

    def get(path):
        nonlocal asked
        asked += 1
        return client.get(path).must(200)

    def whole(path):
        rows, page = [], ""
        while True:
            reply = get(f"{path}{'&' if '?' in path else '?'}limit=200{page}")
            rows += reply["data"]
            if not reply["page"]["next_cursor"]:
                return {row["id"]: row for row in rows}
            page = f"&cursor={reply['page']['next_cursor']}"

    place = get("/v1/changes?after=NOW")["page"]["next_cursor"]
    copy = {name: whole(f"/v1/{name}") for name in ("candidacies", "candidates", "appointments", "certificates")}
    expect_equal((len(copy["candidacies"]), len(copy["candidates"])), (FILES, FILES))
    expect(asked <= 10, f"{asked} requests for the first copy")
    print(f"# {asked} requests for the first copy")
    # The next night.
    moved = random.Random(7).sample(sorted(copy["candidacies"]), 30)
    for id_ in moved:
        organism.counsellor.post(f"/v1/candidacies/{id_}/events", {"event": "RECORD_INFORMATION", "occurred_on": DAY, "expected_version": 1,
                                                                    "data": {"has_consent": True}}).must(201)
    asked = 0
    page = get(f"/v1/changes?after={place}&limit=200")
    changed = {row["object_id"] for row in page["data"] if row["kind"] == "CANDIDACY"}
    expect_equal(changed, set(moved))
    expect("Retry-After" in page.headers, "it is all")
    rows = {row["id"]: row for row in get("/v1/candidacies?sort=-last_activity_on&limit=200")["data"]}
    copy["candidacies"].update({id_: rows[id_] for id_ in changed})
    expect(asked <= 3, f"{asked} requests for the second night")
    expect_equal(copy["candidacies"], {row["id"]: row for row in client.every("/v1/candidacies")}, "the copy and what there is")


# --- a restore ---


@suite.test
def a_database_from_another_cluster_goes_on_behind_what_it_brought(world):
    """Its transactions have smaller numbers: what was told before stays before, and a cursor of what was lost says so."""
    sql, client = world.instance.sql, world.organisms[0].referent
    last = "00000fff-0000-0000-0000-000000000009"
    sql("insert into change (id, kind, object_id, root_id, what, occurred_on, told_id) select"
        f" '{last}', 'ORGANISM', '{world.organisms[0].id}', '{world.organisms[0].id}', 'CORRECTED', '2026-01-01', '{world.organisms[0].id}'")
    expect_equal(client.get(f"/v1/changes?after={cursor('00000ffe-0000-0000-0000-000000000000', str(datetime.date.today()))}").must(200)["data"], [],
                 "not told before it is settled")
    migrator = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
    done = subprocess.run([str(world.instance.binary), "migrate"], env=world.instance.environment | migrator, capture_output=True, text=True)
    expect_equal(done.returncode, 0, done.stderr)
    opened = Journey(world).open(DAY)
    rows = Reader.__new__(Reader)
    rows.client, rows.rows, rows.asked, rows.kind = client.clone(), [], 0, ""
    rows.cursor = cursor("00000ffe-0000-0000-0000-000000000000", str(datetime.date.today()))
    rows.all()
    in_order(rows.rows)
    expect_equal(rows.rows[0]["id"], last)
    expect((opened.id, "OPEN_CONTACT") in rows.told("object_id", "what", kind="CANDIDACY"), "what came since")
    client.get(f"/v1/changes?after={cursor('00000fff-0000-0001-0000-000000000000', str(datetime.date.today()))}").must_refuse("CURSOR_EXPIRED", 410)
    expect_equal(sql("select change_epoch_settle()"), [["f"]], "once")


def main():
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        world.set_today(DAY)
        suite.run(sys.argv[1:], world=world)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
