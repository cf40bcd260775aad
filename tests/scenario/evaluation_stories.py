# SPDX-License-Identifier: EUPL-1.2
"""Evaluation and scoring: scenarios 2 to 12 and 55 of the domain."""

from story import Journey, expect, expect_equal, statuses, story, together

DOMAINS = ["1", "2", "3", "4", "5", "6", "7"]


def complete(world, fails=(), day="2026-01-14"):
    return Journey(world).informed("2026-01-05").prior(day, fails=fails)


@story
def the_file_opens_with_information_and_consent(world):
    world.set_today("2026-01-20")
    journey = Journey(world).open("2026-01-05")
    expect(journey.reference.startswith("DOS-2026-"), journey.reference)
    journey.refused("CONSENT_MISSING", "RECORD_INFORMATION", "2026-01-06", {"has_consent": False})
    journey.refused("DATE_IN_FUTURE", "RECORD_INFORMATION", "2026-01-21", {"has_consent": True})
    journey.refused("INVALID_STATE", "START_PRIOR", "2026-01-06")
    journey.event("RECORD_INFORMATION", "2026-01-06", {"has_consent": True}, to="INFORMED")
    now = journey.read()
    expect_equal((now["information_on"], now["consent_on"], now["counsellor_id"]),
                 ("2026-01-06", "2026-01-06", journey.organism.person("COUNSELLOR")))
    journey.refused("INFORMATION_REQUIRED", "START_PRIOR", "2026-01-10", {"held_on": "2026-01-05"})


@story
def an_incomplete_identity_stops_the_information(world):
    world.set_today("2026-01-20")
    journey = Journey(world, birth_year=None, birth_month=None, birth_day=None).open("2026-01-05")
    journey.refused("IDENTITY_INCOMPLETE", "RECORD_INFORMATION", "2026-01-06", {"has_consent": True})
    path = f"/v1/candidates/{journey.candidate['id']}"
    journey.organism.counsellor.patch(path, {"birth_year": 1988}, version=journey.candidate["version"]).must(200)
    journey.event("RECORD_INFORMATION", "2026-01-06", {"has_consent": True}, to="INFORMED")


@story
def a_second_candidacy_is_told_once_consent_is_there(world):
    world.set_today("2026-01-20")
    first = Journey(world).informed("2026-01-05")
    again = Journey(world, candidate=first.candidate).open("2026-01-07")
    again.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", "2026-01-07", {"has_consent": True})


@story
def the_prior_evaluation_may_take_several_days(world):
    world.set_today("2026-02-01")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", "2026-01-16", "2026-01-21")
    expect_equal(journey.deadline, "2031-01-21", "five years from the last sitting")
    [evaluation] = journey.evaluations()
    expect_equal([sitting["held_on"] for sitting in evaluation["sittings"]], ["2026-01-14", "2026-01-16", "2026-01-21"])
    expect_equal(journey.read()["cycle_start_date"], "2026-01-21")


@story
def a_partial_result(world):
    """Scenario 2, with the portfolio and the attestation."""
    world.set_today("2026-01-20")
    journey = complete(world, fails=("2", "3"))
    [evaluation] = journey.evaluations()
    journey.organism.referent.get(f"/v1/evaluations/{evaluation['id']}/attestation").must(404)
    journey.restitution("2026-01-14", to="PARTIAL", synthesis="Points forts : travail en équipe.")
    expect_equal((journey.deadline, journey.missing_domains()), ("2031-01-14", ["2", "3"]))
    attestation = journey.organism.referent.get(f"/v1/evaluations/{evaluation['id']}/attestation").must(200)
    found = statuses(attestation)
    expect_equal([found[domain] for domain in DOMAINS],
                 ["VALIDATED", "NOT_VALIDATED", "NOT_VALIDATED", "VALIDATED", "VALIDATED", "VALIDATED", "VALIDATED"])
    portfolio = journey.organism.referent.post(f"{journey.path}/portfolios", {"issued_on": "2026-01-15"}).must(201)
    domains = {domain["code"]: domain["is_validated"] for domain in portfolio["content"]["domains"]}
    expect_equal(domains, {code: True for code in ("1", "4", "5", "6", "7")}, "only what is validated")
    expect_equal((portfolio["ordinal"], portfolio["valid_until"]), (1, "2031-01-14"))
    again = journey.organism.referent.post(f"{journey.path}/portfolios", {"issued_on": "2026-01-16"}).must(201)
    expect_equal(again["ordinal"], 2, "it may be issued again")
    expect_equal(journey.state, "PARTIAL")


@story
def threshold_of_75_percent(world):
    """Scenario 3: 5 of 7 do not suffice, 6 of 7 do."""
    world.set_today("2026-01-20")
    for fails, wanted in (((("2.1.1", "2.1.2")), "NOT_VALIDATED"), (("2.1.1",), "VALIDATED")):
        journey = complete(world, fails=fails)
        found = statuses(journey.results_of(journey.evaluations()[0]))
        expect_equal((found["2.1"], found["2"]), (wanted, wanted), f"without {fails}")


@story
def threshold_of_66_percent(world):
    """Scenario 4: 2 of 3 suffice, 1 of 3 does not."""
    world.set_today("2026-01-20")
    for fails, wanted in ((("2.5.1",), "VALIDATED"), (("2.5.1", "2.5.3"), "NOT_VALIDATED")):
        journey = complete(world, fails=fails)
        expect_equal(statuses(journey.results_of(journey.evaluations()[0]))["2.5"], wanted, f"without {fails}")


@story
def threshold_of_50_percent(world):
    world.set_today("2026-01-20")
    for fails, wanted in ((("2.2.1",), "VALIDATED"), (("2.2.1", "2.2.2"), "NOT_VALIDATED")):
        journey = complete(world, fails=fails)
        expect_equal(statuses(journey.results_of(journey.evaluations()[0]))["2.2"], wanted, f"without {fails}")


@story
def a_single_criterion_decides(world):
    """Scenario 6: 2.4 has one criterion."""
    world.set_today("2026-01-20")
    journey = complete(world, fails=("2.4.1",))
    found = statuses(journey.results_of(journey.evaluations()[0]))
    expect_equal((found["2.4"], found["2"]), ("NOT_VALIDATED", "NOT_VALIDATED"))
    journey.restitution("2026-01-14", to="PARTIAL")
    expect_equal(journey.missing_domains(), ["2"])


@story
def no_compensation_between_domains(world):
    """Scenario 7."""
    world.set_today("2026-01-20")
    journey = complete(world, fails=("6.2",)).restitution("2026-01-14", to="PARTIAL")
    reply = journey.refused("DOMAINS_MISSING", "SUBMIT_FILE", "2026-01-20")
    expect_equal([reason["resolve_with"]["event"] for reason in reply.body["reasons"] if reason["code"] == "DOMAINS_MISSING"], ["PROPOSE_PATH"])
    expect("6" in str(reply.details("DOMAINS_MISSING")), f"details do not name domain 6: {reply.details('DOMAINS_MISSING')}")
    expect_equal(journey.missing_domains(), ["6"])


@story
def an_incomplete_grid_is_not_completed(world):
    """Scenario 8: the code of the missing criterion is in the details."""
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    codes = journey.missing_codes()
    journey.results("2026-01-14", only=[code for code in codes if code != "4.2.1"])
    reply = journey.refused("GRID_INCOMPLETE", "COMPLETE_PRIOR", "2026-01-14")
    expect("4.2.1" in str(reply.details("GRID_INCOMPLETE")), reply.details("GRID_INCOMPLETE"))
    journey.results("2026-01-14", only=["4.2.1"]).event("COMPLETE_PRIOR", "2026-01-14", to="PRIOR_COMPLETED")


@story
def results_not_evaluated_count_as_not_validated(world):
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14").results("2026-01-14")
    journey.event("RECORD_RESULTS", "2026-01-14", {"results": [{"criterion_code": "2.4.1", "status": "NOT_EVALUATED"}]})
    journey.event("COMPLETE_PRIOR", "2026-01-14", to="PRIOR_COMPLETED")
    found = statuses(journey.results_of(journey.evaluations()[0]))
    expect_equal((found["2.4.1"], found["2.4"]), ("NOT_EVALUATED", "NOT_VALIDATED"))


@story
def completed_results_are_frozen(instance, world):
    """Scenario 10: the attempt is in the audit log."""
    world.set_today("2026-01-20")
    journey = complete(world, fails=("2.4.1",))
    [evaluation] = journey.evaluations()
    before = journey.results_of(evaluation).body
    change = {"results": [{"criterion_code": "2.4.1", "status": "VALIDATED"}]}
    journey.refused("RESULTS_FROZEN", "RECORD_RESULTS", "2026-01-14", change)
    reply = journey.organism.evaluator.patch(f"/v1/evaluations/{evaluation['id']}/results", change, version=journey.version)
    reply.must_refuse("RESULTS_FROZEN", 409)
    expect_equal(journey.results_of(evaluation).body, before)
    refused = instance.sql(f"select count(*) from audit where outcome = 'REFUSED' and reason = 'RESULTS_FROZEN'"
                           f" and object_id = '{journey.id}'")
    expect_equal(refused, [["2"]], "audit rows of the two attempts")


@story
def a_status_sent_by_the_client_is_rejected(world):
    """Scenario 12: results are computed here, never sent."""
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    [evaluation] = journey.evaluations()
    path = f"/v1/evaluations/{evaluation['id']}/results"
    before = journey.results_of(evaluation).body
    for extra in ({"domains": [{"code": "2", "status": "VALIDATED"}]}, {"status": "VALIDATED"}):
        body = {"results": [{"criterion_code": "2.4.1", "status": "VALIDATED"}]} | extra
        journey.organism.evaluator.patch(path, body, version=journey.version).must_refuse("READ_ONLY_FIELD", 422)
        journey.refused("UNKNOWN_FIELD", "RECORD_RESULTS", "2026-01-14", body, status=422)
    body = {"results": [{"criterion_code": "2", "status": "VALIDATED"}]}
    journey.organism.evaluator.patch(path, body, version=journey.version).must_refuse("CRITERION_NOT_IN_REFERENTIAL", 409)
    expect_equal(journey.results_of(evaluation).body, before)


@story
def results_belong_to_sittings_that_were_held(world):
    world.set_today("2026-01-12")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-10")
    codes = journey.missing_codes()
    journey.event("ADD_SITTING", "2026-01-12", {"held_on": "2026-01-20"})
    journey.results("2026-01-12", only=codes[:50])
    journey.refused("RESULT_BEFORE_SITTING", "RECORD_RESULTS", "2026-01-09", {"results": journey.grid(codes[50:])})
    journey.refused("DATE_IN_FUTURE", "RECORD_RESULTS", "2026-01-20", {"results": journey.grid(codes[50:])})
    journey.results("2026-01-12", only=codes[50:])
    journey.refused("SITTING_TO_COME", "COMPLETE_PRIOR", "2026-01-12")
    world.set_today("2026-01-20")
    journey.event("COMPLETE_PRIOR", "2026-01-20", to="PRIOR_COMPLETED")
    expect_equal(journey.deadline, "2031-01-20")


@story
def only_an_evaluator_of_a_sitting_records_results(world):
    world.set_today("2026-01-20")
    organism = world.organisms[0]
    journey = Journey(world, organism).informed("2026-01-05").start_prior("2026-01-14")
    stranger = world.staff(organism, "EVALUATOR2", "EVALUATOR")
    world.flush()
    data = {"results": [{"criterion_code": "2.4.1", "status": "VALIDATED"}]}
    journey.refused("NOT_ASSIGNED_EVALUATOR", "RECORD_RESULTS", "2026-01-14", data, who=stranger)
    journey.refused("ROLE_NOT_ALLOWED", "RECORD_RESULTS", "2026-01-14", data, who="referent", status=403)
    journey.event("ADD_SITTING", "2026-01-16", {"held_on": "2026-01-16"}, who=stranger)
    journey.event("RECORD_RESULTS", "2026-01-16", data, who=stranger)


@story
def the_evaluator_belongs_to_the_organism(world):
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05")
    other = world.organisms[1].person("EVALUATOR")
    journey.refused("EVALUATOR_NOT_AFFILIATED", "START_PRIOR", "2026-01-14", {"held_on": "2026-01-14", "evaluator_id": other},
                    who="referent")
    journey.refused("EVALUATOR_NOT_AFFILIATED", "START_PRIOR", "2026-01-14",
                    {"held_on": "2026-01-14", "evaluator_id": journey.organism.person("TRAINER")}, who="referent")
    journey.event("START_PRIOR", "2026-01-14", {"held_on": "2026-01-14", "evaluator_id": journey.organism.person("EVALUATOR")},
                  who="referent", to="PRIOR_IN_PROGRESS")


@story
def a_restitution_follows_the_evaluation(world):
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14")
    journey.refused("RESTITUTION_BEFORE_EVALUATION", "RECORD_RESTITUTION", "2026-01-13")
    journey.refused("DATE_IN_FUTURE", "RECORD_RESTITUTION", "2026-01-21")
    journey.restitution("2026-01-14", to="JURY_READY")
    [evaluation] = journey.evaluations()
    reply = journey.organism.counsellor.get(f"/v1/evaluations/{evaluation['id']}/restitution").must(200)
    expect_equal((reply["given_on"], reply["given_by"]), ("2026-01-14", journey.organism.person("COUNSELLOR")))


@story
def no_update_is_lost(world):
    """Scenario 55: two evaluators save the same grid from the same version."""
    world.set_today("2026-01-20")
    organism = world.organisms[0]
    second = world.staff(organism, "EVALUATOR3", "EVALUATOR")
    world.flush()
    journey = Journey(world, organism).informed("2026-01-05").start_prior("2026-01-14")
    journey.event("ADD_SITTING", "2026-01-15", {"held_on": "2026-01-15"}, who=second)
    [evaluation] = journey.evaluations()
    path, codes = f"/v1/evaluations/{evaluation['id']}/results", journey.missing_codes()

    def save(client, fails):
        return lambda: client.clone().patch(path, {"results": journey.grid(codes, fails)}, version=journey.version)

    replies = together(save(organism.evaluator, ()), save(second, tuple("1234567")))
    expect_equal(sorted(reply.status for reply in replies), [200, 412])
    found = set(statuses(journey.results_of(evaluation)).values())
    wanted = {"VALIDATED"} if replies[0].status == 200 else {"NOT_VALIDATED"}
    expect_equal(found, wanted, "the grid is one of the two, whole")
    loser = next(reply for reply in replies if reply.status == 412)
    loser.must_refuse("VERSION_MISMATCH", 412)
    expect_equal(journey.read()["version"], journey.version + 1)


@story
def an_event_from_an_old_version_is_refused(world):
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05")
    old = journey.version - 1
    reply = journey.organism.evaluator.post(f"{journey.path}/events", {
        "event": "START_PRIOR", "occurred_on": "2026-01-14", "expected_version": old, "data": {"held_on": "2026-01-14"}})
    reply.must_refuse("VERSION_MISMATCH", 412)
    expect_equal(journey.read()["state"], "INFORMED")


@story
def allowed_events_say_what_is_missing(world):
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    reply = journey.organism.evaluator.get(f"{journey.path}/allowed-events?explain=true").must(200)
    events = {event["event"]: event for event in reply["data"]}
    expect("COMPLETE_PRIOR" in events and not events["COMPLETE_PRIOR"]["is_allowed"], reply)
    guards = {guard["code"]: guard["answer"] for guard in events["COMPLETE_PRIOR"]["guards"]}
    expect_equal(guards["GRID_INCOMPLETE"], "UNMET")
    refused = journey.refused("INVALID_STATE", "SUBMIT_FILE", "2026-01-20")
    expect("allowed_events" in refused.body, refused)


@story
def a_retried_event_happens_once(world):
    world.set_today("2026-01-20")
    journey = Journey(world).open("2026-01-05")
    body = {"event": "RECORD_INFORMATION", "occurred_on": "2026-01-06", "expected_version": journey.version,
            "data": {"has_consent": True}}
    first = journey.organism.counsellor.post(f"{journey.path}/events", body, key="retry-me-1").must(201)
    again = journey.organism.counsellor.post(f"{journey.path}/events", body, key="retry-me-1").must(201)
    expect_equal((again.raw, again.headers["Idempotency-Replayed"]), (first.raw, "true"))
    expect_equal(journey.history(), ["OPEN_CONTACT", "RECORD_INFORMATION"])


@story
def bad_data_of_an_event_is_pointed_at(world):
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    for data, pointer, code in (
        ({}, "/data/results", "REQUIRED"),
        ({"results": []}, "/data/results", None),
        ({"results": [{"criterion_code": "2.4.1"}]}, "/data/results/0/status", "REQUIRED"),
        ({"results": [{"criterion_code": "2.4.1", "status": "PERHAPS"}]}, "/data/results/0/status", "ENUM"),
        ({"results": [{"criterion_code": 241, "status": "VALIDATED"}]}, "/data/results/0/criterion_code", "TYPE"),
        ({"results": {}}, "/data/results", "TYPE"),
        ({"results": [{"criterion_code": "2.4.1", "status": "VALIDATED"}] * 257}, "/data/results", "TOO_MANY_ITEMS"),
        ({"results": [{"criterion_code": "2.4.1", "status": "VALIDATED", "note": 5}]}, "/data/results/0/note", "TYPE"),
    ):
        reply = journey.send("RECORD_RESULTS", "2026-01-14", data).must(422)
        expect(pointer in reply.errors and code in (None, reply.errors[pointer]), f"{pointer} {code}: {reply.errors}")
    journey.refused("CRITERION_NOT_IN_REFERENTIAL", "RECORD_RESULTS", "2026-01-14",
                    {"results": [{"criterion_code": "9.9.9", "status": "VALIDATED"}]})
    for body, pointer in (({"event": "DANCE"}, "/event"), ({"event": "RECORD_RESULTS", "occurred_on": "2026-02-30"}, "/occurred_on"),
                          ({"event": "RECORD_RESULTS", "data": []}, "/data"), ({}, "/event"), ({"event": "CERTIFY"}, "/event")):
        reply = journey.organism.evaluator.post(f"{journey.path}/events", body).must(422)
        expect(pointer in reply.errors, f"{pointer}: {reply.errors}")
    expect_equal(journey.read()["version"], journey.version)


@story
def a_criterion_named_twice_is_refused(world):
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    journey.refused("DUPLICATE_ITEM", "RECORD_RESULTS", "2026-01-14", {"results": [
        {"criterion_code": "2.4.1", "status": "VALIDATED"}, {"criterion_code": "2.4.1", "status": "NOT_VALIDATED"}]}, status=422)


@story
def notes_are_read_changed_and_taken_back(world):
    """A note stands beside its criterion until its evaluator takes it back; what is not named stays."""
    world.set_today("2026-01-20")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    path = f"/v1/evaluations/{journey.open_evaluation()['id']}/results"

    def notes(grid):
        return {criterion["criterion_code"]: criterion["note"] for domain in grid["domains"] for subdomain in domain["subdomains"]
                for criterion in subdomain["criteria"] if criterion["note"] is not None}

    def save(**said):
        rows = [{"criterion_code": "2.4.1", "status": "VALIDATED"} | said]
        version = journey.organism.evaluator.get(path).must(200)["version"]
        saved = journey.organism.evaluator.patch(path, {"results": rows}, version=version).must(200)
        expect_equal(notes(saved), notes(journey.organism.evaluator.get(path).must(200)), "what is answered and what is read")
        return notes(saved)

    journey.event("RECORD_RESULTS", "2026-01-14", {"results": [{"criterion_code": "2.1.1", "status": "VALIDATED", "note": "Vu à l’oral"}]})
    expect_equal(save(note="Deux essais"), {"2.1.1": "Vu à l’oral", "2.4.1": "Deux essais"})
    expect_equal(save(), {"2.1.1": "Vu à l’oral", "2.4.1": "Deux essais"})
    expect_equal(save(note="Trois essais"), {"2.1.1": "Vu à l’oral", "2.4.1": "Trois essais"})
    expect_equal(save(note=None), {"2.1.1": "Vu à l’oral"})
