# SPDX-License-Identifier: EUPL-1.2
"""Bad acts: commands that are well formed and not allowed. Each says why, and writes nothing but its audit row."""

import uuid

from harness.journey import Journey
from support import Suite, expect, expect_equal, nothing_written

suite = Suite("bad acts")
TODAY = "2026-12-31"


def stages(world):
    """One journey at each stage that the cases need."""
    world.set_today("2022-06-30")
    final = Journey(world).informed("2021-03-15").prior("2021-03-15", fails=("2",)).restitution("2021-03-15", to="PARTIAL")
    final.trained("2022-01-10", ["2"], "2022-01-10", "2022-06-30")
    world.set_today(TODAY)
    opened = Journey(world).open("2026-01-05")
    informed = Journey(world).informed("2026-01-05")
    started = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    completed = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",))
    return opened, informed, started, completed, final


def results(*pairs):
    return {"results": [{"criterion_code": code, "status": status} for code, status in pairs]}


@suite.test
def every_bad_event_is_refused_and_writes_nothing(instance, world):
    opened, informed, started, completed, final = stages(world)
    other = world.organisms[1]
    ahead = Journey(world).informed("2026-01-05")
    ahead.event("START_PRIOR", TODAY, {"held_on": "2027-01-15"}, to="PRIOR_IN_PROGRESS")
    with nothing_written(instance):
        for code, status, journey, event, on, data, who in (
            ("CONSENT_MISSING", 409, opened, "RECORD_INFORMATION", "2026-01-06", {"has_consent": False}, None),
            ("REQUIRED", 422, opened, "RECORD_INFORMATION", "2026-01-06", {}, None),
            ("DATE_IN_FUTURE", 409, opened, "RECORD_INFORMATION", "2027-01-01", {"has_consent": True}, None),
            ("COUNSELLOR_NOT_AFFILIATED", 409, opened, "RECORD_INFORMATION", "2026-01-06",
             {"has_consent": True, "counsellor_id": other.person("COUNSELLOR")}, None),
            ("REFERENCE_UNKNOWN", 422, opened, "RECORD_INFORMATION", "2026-01-06",
             {"has_consent": True, "counsellor_id": str(uuid.uuid4())}, None),
            ("INVALID_STATE", 409, opened, "START_PRIOR", "2026-01-14", {"held_on": "2026-01-14"}, None),
            ("EVALUATOR_NOT_AFFILIATED", 409, informed, "START_PRIOR", "2026-01-14",
             {"held_on": "2026-01-14", "evaluator_id": other.person("EVALUATOR")}, "referent"),
            ("DATE_INVALID", 422, informed, "START_PRIOR", "2026-01-14", {"held_on": "2026-02-30"}, None),
            ("ROLE_NOT_ALLOWED", 403, informed, "START_PRIOR", "2026-01-14", {"held_on": "2026-01-14"}, "counsellor"),
            ("CRITERION_NOT_IN_REFERENTIAL", 409, started, "RECORD_RESULTS", "2026-01-14", results(("9.9.9", "VALIDATED")), None),
            ("CRITERION_NOT_IN_REFERENTIAL", 409, started, "RECORD_RESULTS", "2026-01-14",
             results(("2.4.1", "VALIDATED"), ("2.4.2", "VALIDATED")), None),
            ("DUPLICATE_ITEM", 422, started, "RECORD_RESULTS", "2026-01-14",
             results(("2.4.1", "VALIDATED"), ("2.4.1", "VALIDATED")), None),
            ("UNKNOWN_FIELD", 422, started, "RECORD_RESULTS", "2026-01-14",
             results(("2.4.1", "VALIDATED")) | {"domains": [{"code": "2", "status": "VALIDATED"}]}, None),
            ("RESULT_BEFORE_SITTING", 409, started, "RECORD_RESULTS", "2026-01-13", results(("2.4.1", "VALIDATED")), None),
            ("RESULT_BEFORE_SITTING", 409, ahead, "RECORD_RESULTS", TODAY, results(("2.4.1", "VALIDATED")), None),
            ("GRID_INCOMPLETE", 409, started, "COMPLETE_PRIOR", "2026-01-14", {}, None),
            ("RESULTS_FROZEN", 409, completed, "RECORD_RESULTS", "2026-01-14", results(("2.4.1", "VALIDATED")), None),
            ("INVALID_STATE", 409, completed, "COMPLETE_PRIOR", "2026-01-14", {}, None),
            ("EVALUATION_AFTER_DEADLINE", 409, final, "START_FINAL", TODAY, {"held_on": "2026-03-16"}, None),
            ("DOMAIN_ALREADY_VALIDATED", 409, final, "START_FINAL", "2026-03-10",
             {"held_on": "2026-03-10", "domain_codes": ["1"]}, None),
        ):
            reply = journey.send(event, on, data, who).must_refuse(code, status)
            expect(reply["title"] and reply["detail"] and reply["request_id"], f"{code} without words")
            if status == 409:
                for reason in reply["reasons"]:
                    expect(reason["message"], f"{reason['code']} without a message")
        stale = started.organism.evaluator.post(f"{started.path}/events", {
            "event": "RECORD_RESULTS", "expected_version": started.version - 1, "data": results(("2.4.1", "VALIDATED"))})
        stale.must_refuse("VERSION_MISMATCH", 412)


@suite.test
def every_bad_save_of_a_grid_is_refused_and_writes_nothing(instance, world):
    _, _, started, completed, _ = stages(world)
    path = f"/v1/evaluations/{started.evaluations()[0]['id']}/results"
    frozen = f"/v1/evaluations/{completed.evaluations()[0]['id']}/results"
    client, other = started.organism.evaluator, world.organisms[1].evaluator
    good = results(("2.4.1", "VALIDATED"))
    many = results(*((code, "VALIDATED") for code in world.referential.criteria))
    with nothing_written(instance):
        client.patch(path, good).must_refuse("PRECONDITION_REQUIRED", 428)
        client.patch(path, good, version=started.version + 1).must_refuse("VERSION_MISMATCH", 412)
        client.patch(path, results(("2.4.1", "MAYBE")), version=started.version).must_refuse("ENUM", 422)
        client.patch(path, results(), version=started.version).must(422)
        client.patch(path, {"results": many["results"] + good["results"]}, version=started.version).must_refuse("DUPLICATE_ITEM", 422)
        client.patch(path, {"results": many["results"] + results(("8.1.1", "VALIDATED"))["results"]}, version=started.version) \
            .must_refuse("CRITERION_NOT_IN_REFERENTIAL", 409)
        client.patch(path, good | {"domains": []}, version=started.version).must_refuse("READ_ONLY_FIELD", 422)
        client.patch(frozen, good, version=completed.version).must_refuse("RESULTS_FROZEN", 409)
        other.patch(path, good, version=started.version).must_refuse("NOT_FOUND", 404)
        started.organism.counsellor.patch(path, good, version=started.version).must_refuse("ROLE_NOT_ALLOWED", 403)
        client.patch(f"/v1/evaluations/{uuid.uuid4()}/results", good, version=1).must(404)
    client.patch(path, many, version=started.version).must(200)


@suite.test
def refused_acts_leave_their_audit_row(instance, world):
    _, informed, *_ = stages(world)
    before = int(instance.sql(f"select count(*) from audit where object_id = '{informed.id}'")[0][0])
    informed.send("COMPLETE_PRIOR", "2026-01-14").must(409)
    rows = instance.sql(f"select action, outcome, reason, person_id from audit where object_id = '{informed.id}' order by id")
    expect_equal(len(rows), before + 1)
    expect_equal(rows[-1], ["recordCandidacyEvent", "REFUSED", "INVALID_STATE", informed.organism.person("EVALUATOR")])
