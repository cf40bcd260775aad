# SPDX-License-Identifier: EUPL-1.2
"""The service only reads, or wants no more requests: what the operator says, and what callers then hear."""

import contextlib
import datetime
import json
import urllib.error
import urllib.request
import uuid

from support import Suite, announces, expect, expect_equal, nothing_written, time, wait_for

suite = Suite("maintenance")
MODE = "/v1/service-mode"


def operator_of(world):
    operator = world.key("SYSTEM", None, ["ADMINISTRATOR"], None)
    world.flush()
    return operator


@contextlib.contextmanager
def mode(operator, name, **members):
    operator.put(MODE, {"mode": name, "reason": "Mise à jour de la base", **members}).must(200)
    try:
        yield
    finally:
        operator.put(MODE, {"mode": "NORMAL"}).must(200)


def in_seconds(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def readiness(instance):
    try:
        with urllib.request.urlopen(f"{instance.base_url}/readyz", timeout=5) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@suite.test
def the_mode_is_the_operators(instance, world):
    counsellor = world.organisms[0].counsellor
    expect_equal(counsellor.get(MODE).must(200)["mode"], "NORMAL")
    for client in (counsellor, world.certifier):
        client.put(MODE, {"mode": "READ_ONLY", "reason": "x"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    operator = operator_of(world)
    for body, pointer, code in (({"mode": "READ_ONLY"}, "/reason", "REQUIRED"), ({"mode": "DRAIN", "reason": None}, "/reason", "REQUIRED"),
                                ({"mode": "NORMAL", "reason": "x"}, "/reason", "UNKNOWN_FIELD"), ({"mode": "OFF"}, "/mode", "ENUM"), ({}, "/mode", "REQUIRED"),
                                ({"mode": "NORMAL", "ends_at": in_seconds(60)}, "/ends_at", "UNKNOWN_FIELD"),
                                ({"mode": "READ_ONLY", "reason": "x", "ends_at": in_seconds(-5)}, "/ends_at", "RANGE")):
        expect_equal(operator.put(MODE, body).must(422).errors.get(pointer), code, f"{body}")
    with mode(operator, "READ_ONLY", ends_at=in_seconds(600)):
        told = counsellor.get(MODE).must(200)
        expect_equal((told["mode"], told["reason"]), ("READ_ONLY", "Mise à jour de la base"))
    told = operator.get(MODE).must(200)
    expect_equal((told["mode"], told["reason"], told["ends_at"]), ("NORMAL", None, None))


@suite.test
@announces("the service only reads")
def nothing_is_written_while_the_service_only_reads(instance, world):
    counsellor, operator = world.organisms[0].counsellor, operator_of(world)
    candidate = world.candidate()
    key, made = str(uuid.uuid4()), {"birth_name": "Bonnet", "first_name_1": "Inès", "sex": "F", "birth_year": 1990}
    first = counsellor.post("/v1/candidates", made, key=key).must(201)
    acts = (
        lambda **o: counsellor.post("/v1/candidates", made | {"birth_name": "Bonnel"}, **o),
        lambda **o: counsellor.patch(f"/v1/candidates/{candidate['id']}", {"region": "Bretagne"}, version=candidate["version"], **o),
        lambda **o: counsellor.post("/v1/candidacies", {"candidate_id": candidate["id"]}, **o),
        lambda **o: world.certifier.post("/v1/jobs/expiry/runs", {}, **o),
    )
    with mode(operator, "READ_ONLY", ends_at=in_seconds(600)):
        with nothing_written(instance):
            for act in acts:
                reply = act().must_refuse("READ_ONLY_MODE", 503)
                expect("Mise à jour de la base" in reply.body["detail"], f"it is not said why: {reply}")
                expect_equal(reply.details("READ_ONLY_MODE")["reason"], "Mise à jour de la base")
                expect(590 <= int(reply.headers["Retry-After"]) <= 600, f"come again in {reply.headers['Retry-After']} s")
            counsellor.post("/v1/candidates?dry_run=true", made | {"birth_name": "Bonnel"}).must(200, 201)
            counsellor.post("/v1/candidates", {"birth_name": 7}).must(422)
            counsellor.get("/v1/candidates").must(200)
            replayed = counsellor.post("/v1/candidates", made, key=key).must(201)
            expect_equal(replayed["id"], first["id"], "what was recorded before is told again")
        expect_equal(readiness(instance)[0], 200, "who only reads is ready")
    with mode(operator, "READ_ONLY"):
        expect_equal(acts[0]().must_refuse("READ_ONLY_MODE", 503).headers["Retry-After"], "60", "when nobody knows the end")
    for act in acts[:3]:
        act().must(200, 201)


@suite.test
def a_drained_service_answers_and_wants_no_more(instance, world):
    counsellor, operator = world.organisms[0].counsellor, operator_of(world)
    with mode(operator, "DRAIN"):
        wait_for(lambda: readiness(instance)[0] == 503, 2)
        checks = {check["name"]: check["status"] for check in readiness(instance)[1]["checks"]}
        expect_equal(checks, {"database": "ok", "mode": "failing"})
        counsellor.post("/v1/candidates", {"birth_name": "Bonnet", "first_name_1": "Zoé", "sex": "F", "birth_year": 1991}).must(201)
        instance.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'clea-server listener'")
        time.sleep(0.5)  # it listens again, and reads what it may have missed
        expect_equal(readiness(instance)[0], 503, "a listener that was away knows the mode")
    wait_for(lambda: readiness(instance)[0] == 200, 2)
