# SPDX-License-Identifier: EUPL-1.2
"""When the record of a candidate becomes one of another identity, the history of each file says so: which day, by whom, and not how it reads."""

import time

from access_stories import manager_of
from certificate_stories import certified, issue
from hands_stories import me
from story import Journey, expect, expect_equal, story, together

TOLD = ("event", "from_state", "to_state", "occurred_on", "acting_org_id", "person_id", "reason", "data")


def lines(client, journey):
    """Those of the history, as one who reads it is told them, and without a word of how it reads."""
    reply = client.get(f"{journey.path}/history?limit=200").must(200)
    for name in (b"Zzavant", b"Zzapr", b"Zzencore", b"Zzami"):
        expect(name not in reply.raw, f"{name} stands in the history")
    return [tuple(row[name] for name in TOLD) for row in reply["data"] if row["event"] == "CORRECT_IDENTITY"]


def correct(client, journey, **changes):
    path = f"/v1/candidates/{journey.candidate['id']}"
    client.patch(path, changes, version=client.get(path).must(200)["version"]).must(200)


@story
def the_history_of_a_file_tells_that_its_identity_was_corrected(world):
    world.set_today("2026-02-10")
    journey = Journey(world, birth_name="Zzavant").informed("2026-01-05")
    here = journey.organism
    correct(here.counsellor, journey, birth_name="Zzaprès")
    expect_equal(lines(here.referent, journey), [], "nobody was evaluated yet")
    journey.refresh().prior("2026-01-14", fails=("2.1",)).restitution("2026-01-15", to="PARTIAL")
    since = here.referent.get("/v1/changes?after=NOW").must(200)["page"]["next_cursor"]
    before = journey.refresh().version
    correct(here.counsellor, journey, birth_name="Zzencore")
    once = ("CORRECT_IDENTITY", "PARTIAL", "PARTIAL", "2026-02-10", here.id, here.person("COUNSELLOR"), None, {})
    expect_equal(lines(here.referent, journey), [once])
    expect_equal(journey.refresh().version, before + 1, "a child of it is new")
    # It is no act of the candidate's, today or whenever somebody looks back.
    for then in ("", "?at=2026-02-10"):
        expect_equal(here.referent.get(journey.path + then).must(200)["last_activity_on"], "2026-01-15", then)
    journey.refused("ENUM", "CORRECT_IDENTITY", "2026-02-10", who="referent", status=422)
    # What is no identity of papers is none of the file; who goes on in one breath has said it.
    correct(here.counsellor, journey, city="Lille", email="zz@exemple.fr")
    correct(here.counsellor, journey, usage_name="Zzami")
    expect_equal(lines(here.referent, journey), [once])
    correct(here.referent, journey, first_name_1="Noé")
    again = once[:5] + (here.person("REFERENT"), None, {})
    expect_equal(lines(here.referent, journey), [once, again])
    world.set_today("2026-02-11")
    correct(here.referent, journey, birth_year=1971)
    later = again[:3] + ("2026-02-11",) + again[4:]
    # Whoever reads the history reads it there: the organism, its network, the candidate, the certifier.
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    manager = manager_of(world, here)
    world.flush()
    for reader in (here.counsellor, here.evaluator, himself, world.certifier, world.auditor):
        expect_equal(lines(reader, journey), [once, again, later])
    expect_equal(lines(manager, journey), [line[:-1] + (None,) for line in (once, again, later)], "a network reads no data of any event")
    world.organisms[1].referent.get(f"{journey.path}/history").must(404)
    for _ in range(100):  # nobody is told of a change before what ran beside it has ended
        rows = here.referent.get(f"/v1/changes?after={since}&limit=200").must(200)["data"]
        heard = [row["what"] for row in rows if row["candidacy_id"] == journey.id].count("CORRECT_IDENTITY")
        if heard == 3:
            break
        time.sleep(0.1)
    expect_equal(heard, 3, "and whoever keeps a copy hears it")
    journey.refresh().event("PROPOSE_PATH", "2026-02-11", {"planned_start_date": "2026-02-11", "planned_end_date": "2026-03-11",
                                                          "modules": journey.modules(("2",))}, to="PATH_PROPOSED")
    # Of who has left, nothing goes on.
    journey.event("WITHDRAW", "2026-02-11", {"requested_on": "2026-02-11"}, to="WITHDRAWN")
    correct(world.certifier, journey, birth_year=1972)
    expect_equal(lines(world.certifier, journey), [once, again, later])


@story
def every_file_of_the_record_tells_it(world):
    """That of the certificate, though nobody goes on with it, and one that is open; also when the record went into another one."""
    certificate_of = certified(world, birth_name="Zzavant")
    issue(world, certificate_of).must(201)
    world.set_today("2026-03-30")
    own = world.organism()
    world.flush()
    correct(world.certifier, certificate_of, birth_name="Zzaprès")
    line = ("CORRECT_IDENTITY", "CERTIFIED", "CERTIFIED", "2026-03-30", None, me(world.certifier), None, {})
    expect_equal(lines(certificate_of.organism.referent, certificate_of), [line])
    other = Journey(world, own, birth_name="Zzencore").informed("2026-03-01").prior("2026-03-10", fails=("2.1",)).restitution("2026-03-11", to="PARTIAL")
    survivor = world.candidate(own, birth_name="Zzami")
    merged = world.end("candidates", survivor["id"], {"duplicate_id": other.candidate["id"]})
    expect(merged.status in (200, 201), merged)
    [(event, was, state, day, organism, person, reason, data)] = lines(own.referent, other)
    expect_equal((event, was, state, day, organism, reason, data), ("CORRECT_IDENTITY", "PARTIAL", "PARTIAL", "2026-03-30", None, None, {}))
    expect_equal(person, me(world.certifier))


@story
def a_correction_and_an_act_on_the_file_race(world):
    """Both move the candidacy: whoever comes second reads it again, and neither is lost."""
    world.set_today("2026-02-10")
    journey = Journey(world, birth_name="Zzavant").informed("2026-01-05").start_prior("2026-01-14")
    here = journey.organism
    path = f"/v1/candidates/{journey.candidate['id']}"
    for number in range(6):
        version, results = here.counsellor.get(path).must(200)["version"], journey.grid(journey.missing_codes(), ())[number:number + 1]
        act = {"event": "RECORD_RESULTS", "occurred_on": "2026-01-14", "data": {"results": results}}
        hands = (here.counsellor, here.referent)
        done = together(lambda: hands[number % 2].patch(path, {"birth_year": 1960 + number}, version=version),
                        lambda: here.evaluator.post(f"{journey.path}/events", act))
        expect_equal([reply.status for reply in done], [200, 201], str(done))
    told = [row["event"] for row in here.referent.get(f"{journey.path}/history?limit=200").must(200)["data"]]
    expect_equal(told.count("RECORD_RESULTS"), 6)
    expect_equal(told.count("CORRECT_IDENTITY"), 6)
