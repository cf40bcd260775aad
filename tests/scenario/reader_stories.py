# SPDX-License-Identifier: EUPL-1.2
"""Who saw it: what each answer leaves in the access log and the audit, who may read that, and that nothing is shown without."""

import contextlib
import time

from access_stories import manager_of
from commission_stories import HELD, opened, submitted
from harness.client import Client
from harness.key import new_key
from seen import server_errors
from story import Journey, Session, expect, expect_equal, story

TODAY = "2026-12-31"


def row(world, reply):
    """[status, candidates, objects] of an answer in the access log, or None."""
    rows = world.instance.sql("select status, array_to_string(candidate_ids, ','), array_to_string(object_ids, ',') from access_log"
                              f" where request_id = '{reply.headers['X-Request-Id']}'")
    expect(len(rows) < 2, f"{reply} is there twice")
    return [int(rows[0][0]), set(rows[0][1].split(",")) - {""}, set(rows[0][2].split(",")) - {""}] if rows else None


def trial(world, reply):
    """[outcome, reason] of an act in the audit."""
    return world.instance.sql(f"select outcome, reason from audit where request_id = '{reply.headers['X-Request-Id']}'")


APPLICATION = ("clea_app", "clea_read", "clea_national", "clea_national_read")


@contextlib.contextmanager
def closed(world, table):
    """The application may not write to a log."""
    sql = world.instance.sql
    roles = ", ".join(f"'{role}'" for role in APPLICATION)
    writers = sql("select r.rolname, p.oid::regprocedure from pg_roles r, pg_proc p"
                  f" where p.proname = '{table}_add' and r.rolname in ({roles}) and has_function_privilege(r.oid, p.oid, 'execute')")
    open_to = [role for role, _ in writers]
    expect("clea_app" in open_to, f"{table} is open to {open_to}")
    with server_errors.announced(f"nothing can be written to {table}"):
        sql(f"revoke execute on function {writers[0][1]} from {', '.join(open_to)}")
        try:
            yield
        finally:
            sql(f"grant execute on function {writers[0][1]} to {', '.join(open_to)}")


@story
def every_way_of_reading_leaves_its_row(world):
    world.set_today(TODAY)
    Journey(world).informed("2026-01-05")
    journey = Journey(world).informed("2026-01-05")
    referent, candidate = journey.client("referent"), journey.candidate["id"]
    read = referent.get(journey.path).must(200)
    expect_equal(row(world, read), [200, {candidate}, {journey.id}], "by id")
    by_reference = referent.get(f"/v1/candidacies/{read['reference']}").must(200)
    expect_equal(row(world, by_reference), [200, {candidate}, {journey.id}], "by reference")
    again = referent.send("GET", journey.path, headers={"If-None-Match": read.headers["ETag"]}).must(304)
    expect_equal(row(world, again), [304, {candidate}, {journey.id}], "what he had")
    unknown = referent.get(f"/v1/candidacies/{candidate}").must(404)
    expect_equal(row(world, unknown), [404, set(), {candidate}], "what is not there")
    listed = referent.get("/v1/candidacies?limit=200").must(200)
    status, candidates, objects = row(world, listed)
    expect_equal((status, candidates), (200, {one["candidate_id"] for one in listed["data"]}), "a list")
    expect(objects >= {one["id"] for one in listed["data"]} and len(candidates) > 1, "a list names what it lists")
    body = {"event": "START_PRIOR", "occurred_on": "2026-01-14", "data": {"held_on": "2026-01-14"}}
    dry = journey.client("evaluator").post(f"{journey.path}/events?dry_run=true", body).must(201)
    status, candidates, objects = row(world, dry)
    expect_equal((status, candidates), (201, {candidate}), "a dry run")
    expect(journey.id in objects, "a dry run names its object")
    done = journey.client("evaluator").post(f"{journey.path}/events", body, key="the-one-key").must(201)
    expect_equal(row(world, done)[:2], [201, {candidate}], "what a command answers")
    replayed = journey.client("evaluator").post(f"{journey.path}/events", body, key="the-one-key").must(201)
    expect_equal(replayed.headers["Idempotency-Replayed"], "true")
    expect_equal(row(world, replayed)[:2], [201, {candidate}], "an answer that was kept")
    kept = world.instance.sql("select array_to_string(candidate_ids, ',') from idempotency_record where key = 'the-one-key'")
    expect_equal(kept, [[candidate]], "whom a kept answer names")


@story
def who_is_told_that_a_person_exists_is_in_the_log(world):
    world.set_today(TODAY)
    person = world.identity()
    known = world.organisms[0].counsellor.post("/v1/candidates", person).must(201)["id"]
    for query in ("?dry_run=true", ""):
        told = world.organisms[1].counsellor.post("/v1/candidates" + query, person).must_refuse("DUPLICATE_CANDIDATE", 409)
        expect_equal(row(world, told)[:2], [409, {known}], f"DUPLICATE_CANDIDATE {query}")
    expect_equal(trial(world, told), [["REFUSED", "DUPLICATE_CANDIDATE"]])


@story
def the_names_of_colleagues_are_in_the_log_too(world):
    world.set_today(TODAY)
    commission = world.commission

    def persons(reply):
        return set(world.instance.sql("select array_to_string(person_ids, ',') from access_log where request_id ="
                                      f" '{reply.headers['X-Request-Id']}'")[0][0].split(",")) - {""}

    members = commission.secretary.get(f"/v1/commissions/{commission.id}/members").must(200)
    expect_equal(persons(members), {row["person_id"] for row in members["data"]})
    me = world.organisms[0].trainer.get("/v1/me").must(200)
    expect_equal(persons(me), {world.organisms[0].person("TRAINER")})


@story
def a_refused_act_leaves_its_reason(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05")
    referent, stranger = journey.client("referent"), world.organisms[1].referent
    body = {"event": "SUBMIT_FILE", "data": {}}
    acts = {
        403: world.organisms[0].trainer.post("/v1/candidates", world.identity()),
        404: stranger.post(f"{journey.path}/events", body),
        409: referent.post(f"{journey.path}/events", body),
        412: referent.post(f"{journey.path}/events", body | {"expected_version": 99}),
        422: referent.post(f"{journey.path}/events", {"event": "NO_SUCH_EVENT", "data": {}}),
        428: referent.patch(f"/v1/candidates/{journey.candidate['id']}", {"region": "Bretagne"}),
    }
    for status, reply in acts.items():
        reply.must(status)
        expect_equal(trial(world, reply), [["REFUSED", reply.code]], f"{reply}")
    expect_equal(trial(world, referent.post(f"{journey.path}/events?dry_run=true", body).must(409)), [], "of a dry run")


@story
def what_cannot_be_written_down_is_not_shown(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05")
    referent, counsellor = journey.client("referent"), journey.client("counsellor")
    address = f"/v1/candidates/{journey.candidate['id']}"
    version = counsellor.get(address).must(200)["version"]
    with closed(world, "access_log"):
        for reply in (referent.get(journey.path), referent.get("/v1/candidacies"),
                      counsellor.patch(address + "?dry_run=true", {"region": "Bretagne"}, version=version),
                      counsellor.patch(address, {"region": "Bretagne"}, version=version)):
            reply.must(503)
            expect("birth" not in reply.raw.decode() and journey.candidate["id"] not in reply.raw.decode(), f"{reply}")
        referent.get("/v1/referentials").must(200)  # which shows nobody
    with closed(world, "audit"):
        counsellor.patch(address, {"region": "Bretagne"}, version=version).must_refuse("DATABASE_UNAVAILABLE", 503)
        counsellor.patch(address, {"region": "Bretagne"}, version=99).must_refuse("DATABASE_UNAVAILABLE", 503)
        referent.get(journey.path).must(200)
    expect_equal(counsellor.get(address).must(200)["version"], version, "what was refused was done")
    counsellor.patch(address, {"region": "Bretagne"}, version=version).must(200)


def whole(client, path):
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{path}?limit=3" + (f"&cursor={cursor}" if cursor else "")).must(200)
        found, cursor = found + page["data"], page["page"]["next_cursor"]
    return found


@story
def candidates_and_their_organism_read_who_read(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14").submit("2026-01-20")
    path, here, there = f"{journey.path}/accesses", journey.organism, world.organisms[1]
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    world.certifier.get(f"/v1/candidates/{journey.candidate['id']}").must(200)
    world.commission.secretary.get(journey.path).must(200)
    other = there.counsellor.post("/v1/candidacies", {"candidate_id": journey.candidate["id"]}).must(201)  # of the same person
    there.counsellor.get(f"/v1/candidacies/{other['id']}").must(200)

    def readers(found):
        return {(access["scope"], access["scope_id"]) for access in found}

    his, ours = whole(himself, path), whole(here.referent, path)
    expected = {("ORGANISM", here.id), ("COMMISSION", world.commission.id), ("CERTIFIER", None), ("CANDIDATE", None)}
    expect_equal(readers(ours), expected, "what the organism sees")
    expect_equal(readers(his), expected - {("CANDIDATE", None)} | {("ORGANISM", there.id)}, "what the candidate sees")
    expect(readers(whole(world.certifier, path)) >= expected, "what the certifier sees")
    expect(all(access["scope_name"] for access in ours + his if access["scope_id"]), "whoever read has a name")
    expect_equal([access["id"] for access in ours], sorted((access["id"] for access in ours), reverse=True), "newest first")
    expect_equal(len({access["id"] for access in ours}), len(ours), "each once")
    expect_equal((ours[0]["operation"], ours[0]["action"]), ("listCandidacyAccesses", "READ"), "reading the list is on it")
    of_secretary = next(access for access in ours if access["scope"] == "COMMISSION")
    expect_equal((of_secretary["operation"], of_secretary["action"], of_secretary["subject"], of_secretary["status"], of_secretary["roles"]),
                 ("getCandidacy", "READ", "CANDIDACIES", 200, ["SECRETARY"]))
    expect(of_secretary["person_id"] and of_secretary["person_name"] and of_secretary["scope_name"], f"who: {of_secretary}")
    of_certifier = next(access for access in ours if access["scope"] == "CERTIFIER")
    expect_equal(of_certifier["scope_name"], "Certif’Pro", "the certifier has a name")
    there.referent.get(path).must(404)
    here.trainer.get(path).must(403)
    world.commission.members["EMPLOYER1"]["client"].get(path).must(403)


@story
def who_only_tried_is_not_told_to_have_changed_anything(world):
    """A dry run and a refusal are attempts, a replay is a reading; the act itself is the one change."""
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05")
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    counsellor, address = journey.client("counsellor"), f"/v1/candidates/{journey.candidate['id']}"
    version, body = counsellor.get(address).must(200)["version"], {"region": "Bretagne"}
    keyed = {"Idempotency-Key": new_key(), "If-Match": f'"{version}"'}
    counsellor.patch(address + "?dry_run=true", body, version=version).must(200)
    counsellor.patch(address, body, version=version + 7).must(412)
    acts = [counsellor.send("PATCH", address, body, headers=keyed).must(200) for _ in range(2)]
    expect_equal([reply.headers.get("Idempotency-Replayed") for reply in acts], [None, "true"])
    for reader in (himself, journey.client("referent")):
        told = [access["action"] for access in whole(reader, f"{journey.path}/accesses") if access["operation"] == "changeCandidate"]
        expect_equal(told, ["READ", "CHANGE", "TRIAL", "TRIAL"], "newest first")


@story
def what_a_commission_deliberates_is_told_of_nobody(world):
    """Neither who voted, nor which act it was: the candidate and his organism read that the commission deliberated."""
    journey = submitted(world)
    session = opened(world, journey)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="AGAINST")
    world.commission.members["EMPLOYER1"]["client"].get(f"{session.path}/agenda").must(200)
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    path = f"{journey.path}/accesses"
    for reader in (himself, journey.organism.referent):
        of_commission = [access for access in whole(reader, path) if access["scope"] == "COMMISSION" and (
            access["action"] != "READ" or access["subject"] in ("AGENDA", "SESSIONS", "VOTES", "MINUTES"))]
        expect(of_commission, "the commission deliberated")
        for access in of_commission:
            expect_equal((access["action"], access["subject"], access["operation"], access["person_id"], access["person_name"],
                          access["function_id"], access["roles"]), ("DELIBERATION", "SESSIONS", None, None, None, None, []))
    told = {access["operation"] for access in whole(world.certifier, path)}
    expect("castVote" in told, f"the certifier reads the log as it is: {told}")


@story
def who_decided_is_told_to_no_side(world):
    """A decision is that of a body: neither the candidate nor those who follow the file learn who sat, signed or prepared it, through
    any door of the candidacy. That a juror read is told, and not which."""
    journey = submitted(world)
    file = journey.file()["id"]
    session = Session(world, HELD).held(journey, "REFUSED", domain_codes=["2"], reasons="Domaine 2 à reprendre")
    jurors = [member for label, member in world.commission.members.items() if label in ("EMPLOYER1", "EMPLOYEE1")]
    for juror in jurors:
        juror["client"].get(f"/v1/files/{file}").must(200)
        juror["client"].get(journey.path).must(200)
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    manager = manager_of(world, journey.organism)
    persons = {juror["person_id"] for juror in jurors}
    doors = [path for path, methods in Client.contract.document["paths"].items() if "get" in methods and path.startswith("/v1/candidacies/{candidacy_id}")]
    told = 0
    for reader in (himself, journey.organism.referent, journey.organism.counsellor, manager):
        for door in doors:
            answer = reader.get(door.replace("{candidacy_id}", journey.id))
            told += answer.status == 200
            expect(not any(person in answer.raw.decode() for person in persons), f"{door} tells {reader} who sat: {answer}")
    expect(told > 20, f"{told} answers")
    read = [access for access in whole(himself, f"{journey.path}/accesses") if access["operation"] == "getFile"]
    expect_equal([(access["roles"][0], access["person_id"], access["person_name"], access["function_id"]) for access in read], [("JUROR", None, None, None)] * 2)
    seen = {access["person_id"] for access in whole(world.certifier, f"{journey.path}/accesses") if access["operation"] == "getFile"}
    expect_equal(seen, persons, "the certifier reads the log as it is")
    [refusal] = [event for event in session.secretary.get(f"{journey.path}/history").must(200)["data"] if event["event"] == "REFUSE"]
    expect(refusal["person_id"] in persons, refusal)


@story
def a_former_organism_is_not_told_that_nobody_read(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05")
    path, here, there = f"{journey.path}/accesses", journey.organism, world.organisms[1]
    here.referent.get(path).must(200)
    journey.offered(there, TODAY).event("TRANSFER", TODAY, {"to_org_id": there.id, "consent_on": TODAY})
    here.referent.get(journey.path).must(200)
    here.referent.get(path).must(404)
    there.referent.get(path).must(200)


@story
def whoever_nobody_knows_is_counted(world):
    """By address and head of the key; written down every ten seconds."""
    before = int(world.instance.sql("select coalesce(sum(count), 0) from refused_caller")[0][0])
    for _ in range(10):
        Client(world.instance.base_url, new_key()[:-1] + "x").get("/v1/me").must(401)
    anonymous = Client(world.instance.base_url)
    anonymous.post("/v1/candidates", {"birth_name": "x" * 50000}).must_refuse("CREDENTIALS_REQUIRED", 401)

    def counted():
        return int(world.instance.sql("select coalesce(sum(count), 0) from refused_caller")[0][0]) - before

    end = time.monotonic() + 20
    while counted() < 11 and time.monotonic() < end:
        time.sleep(0.1)
    expect(counted() >= 11, f"{counted()} are counted")
    rows = world.instance.sql("select distinct address, length(key_prefix), reason from refused_caller")
    expect(["127.0.0.1", "14", "TOKEN_INVALID"] in rows, f"{rows}")
