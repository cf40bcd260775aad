"""What was typed wrongly is put right by who typed it, and what stood before stays in the history; never an outcome, a vote, or what
somebody signed."""

from story import Journey, Session, expect, expect_equal, story

DAY, TODAY = "2026-01-14", "2026-06-01"


def history(journey):
    return journey.client("referent").every(f"{journey.path}/events")


def started(world):
    world.set_today(TODAY)
    return Journey(world).informed("2026-01-05").start_prior(DAY)


def restituted(world, fails=()):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05").prior(DAY, fails=fails)
    return journey.restitution(DAY, to="PARTIAL" if fails else "JURY_READY", synthesis="Lit et ecrit bien.", modality="REMOTE")


def training(world):
    journey = restituted(world, ("2", "3"))
    return journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-05-30").accept("2026-01-22")


def sitting(journey):
    return journey.open_evaluation()["sittings"][0]


@story
def the_hours_of_a_sitting_are_read_where_its_day_is(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05")
    told = {"starts_at": f"{DAY}T08:00:00.000Z", "ends_at": f"{DAY}T11:30:00.000Z", "time_zone": "Indian/Reunion"}
    journey.event("START_PRIOR", DAY, {"held_on": DAY} | told, to="PRIOR_IN_PROGRESS")
    for found in (sitting(journey), journey.evaluations()[0]["sittings"][0],
                  journey.organism.evaluator.get(f"/v1/evaluations/{journey.open_evaluation()['id']}").must(200)["sittings"][0]):
        expect_equal({name: found[name] for name in told}, told)


@story
def where_a_sitting_was_held_is_corrected_though_results_rest_on_it(world):
    journey = started(world).results(DAY, only=["1.1.1"])
    held = sitting(journey)
    wrong = {"sitting_id": held["id"]}
    refused = journey.refused("SITTING_IN_USE", "CANCEL_SITTING", TODAY, wrong | {"reason": "x"})
    expect_equal([reason["resolve_with"]["event"] for reason in refused["reasons"]], ["CORRECT_SITTING"])
    journey.refused("REASON_REQUIRED", "CORRECT_SITTING", TODAY, wrong | {"place": "Arras"})
    journey.refused("SITTING_NOT_IN_EVALUATION", "CORRECT_SITTING", TODAY, {"sitting_id": journey.id, "place": "Arras", "reason": "x"})
    hours = {"starts_at": f"{DAY}T08:00:00.000Z", "ends_at": f"{DAY}T10:00:00.000Z"}
    journey.event("CORRECT_SITTING", TODAY, wrong | {"place": "Arras", "modality": "MIXED", "reason": "Mauvais lieu"} | hours)
    found = sitting(journey)
    expect_equal(found, held | {"place": "Arras", "modality": "MIXED"} | hours)
    told = history(journey)[-1]
    expect_equal((told["event"], told["data"]["place"], told["data"]["previous"]["place"], told["data"]["previous"]["modality"]),
                 ("CORRECT_SITTING", "Arras", None, "ON_SITE"))
    expect_equal(told["texts"], {"reason": "Mauvais lieu"})
    # What is not told stays; null takes away; hours are told together.
    journey.event("CORRECT_SITTING", TODAY, wrong | {"place": None, "starts_at": f"{DAY}T09:00:00.000Z", "reason": "x"}, who="referent")
    expect_equal(sitting(journey), held | {"modality": "MIXED", "starts_at": f"{DAY}T09:00:00.000Z"})
    expect_equal(history(journey)[-1]["data"]["place"], None)
    # Its day is that of the results.
    for other, code in (({"starts_at": "2026-01-15T08:00:00.000Z"}, {"/data/starts_at": "DAY_OF_START_DIFFERS"}),
                        ({"ends_at": f"{DAY}T08:00:00.000Z"}, {"/data/starts_at": "REQUIRED"}),
                        ({"held_on": "2026-01-15"}, {"/data/held_on": "UNKNOWN_FIELD"}),
                        ({"site_id": journey.id}, {"/data/site_id": "REFERENCE_UNKNOWN"})):
        refused = journey.send("CORRECT_SITTING", TODAY, wrong | {"reason": "x"} | other).must(422)
        expect_equal(refused.errors, code, other)
    # A completed evaluation is fixed.
    journey.results(DAY).event("COMPLETE_PRIOR", TODAY)
    journey.refused("INVALID_STATE", "CORRECT_SITTING", TODAY, wrong | {"place": "Lille", "reason": "x"})


@story
def the_words_of_a_restitution_are_corrected_until_the_file_is_sent(world):
    journey = restituted(world)
    evaluation = journey.evaluations()[0]
    door = f"/v1/evaluations/{evaluation['id']}/restitution"
    before = journey.client("referent").get(door).must(200).body
    right = {"evaluation_id": evaluation["id"], "synthesis": "Lit et écrit bien.", "reason": "Faute de frappe"}
    journey.refused("REASON_REQUIRED", "CORRECT_RESTITUTION", TODAY, {name: right[name] for name in ("evaluation_id", "synthesis")})
    journey.refused("EVALUATION_NOT_RESTITUTED", "CORRECT_RESTITUTION", TODAY, right | {"evaluation_id": journey.id})
    journey.refused("DATE_BEFORE_PREVIOUS_ACT", "CORRECT_RESTITUTION", "2026-01-13", right)
    journey.event("CORRECT_RESTITUTION", TODAY, right, to="JURY_READY")
    expect_equal(journey.client("referent").get(door).must(200).body, before | {"synthesis": "Lit et écrit bien."})
    rows = history(journey)
    expect_equal([row["texts"]["synthesis"] for row in rows if "RESTITUTION" in row["event"]], ["Lit et ecrit bien.", "Lit et écrit bien."])
    # The paper that somebody may hold stays; what it says now is another edition.
    editions = world.instance.sql(
        f"select edition, told -> 'restitution' ->> 'synthesis' from document where kind = 'RESTITUTION' and subject_id = '{evaluation['id']}'"
        " order by edition", role="clea_auditor")
    expect("Lit et écrit bien." in str(editions) and "2" in str(editions), editions)
    journey.event("CORRECT_RESTITUTION", TODAY, {"evaluation_id": evaluation["id"], "modality": "ON_SITE", "reason": "x"}, who="evaluator")
    expect_equal(journey.client("referent").get(door).must(200)["modality"], "ON_SITE")
    journey.submit(TODAY)
    journey.refused("INVALID_STATE", "CORRECT_RESTITUTION", TODAY, right, who="referent")


@story
def what_the_commission_has_decided_upon_is_not_told_anew(world):
    journey = restituted(world)
    evaluation = journey.evaluations()[0]
    journey.submit("2026-01-20")
    Session(world, "2026-02-10").held(journey, "REFUSED", domain_codes=["3"], reasons="Motifs")
    journey.refresh()
    journey.refused("RESTITUTION_DECIDED_UPON", "CORRECT_RESTITUTION", TODAY, {
        "evaluation_id": evaluation["id"], "synthesis": "Autre", "reason": "x"})


@story
def a_module_that_was_closed_by_mistake_is_opened_again(world):
    journey = training(world)
    modules = [module["id"] for module in journey.live_path()["modules"]]
    for module in modules:
        journey.event("CLOSE_MODULE", "2026-03-01", {"module_id": module, "status": "WAIVED", "reason": "Acquis"})
    refused = journey.refused("PATH_WHOLLY_WAIVED", "CLOSE_PATH", TODAY)
    expect_equal([reason["resolve_with"]["event"] for reason in refused["reasons"]], ["REOPEN_MODULE"])
    journey.refused("MODULE_CLOSED", "RECORD_ATTENDANCE", TODAY, {"module_id": modules[0], "attended_minutes": 60})
    again = {"module_id": modules[0], "reason": "Mauvais module"}
    journey.refused("REASON_REQUIRED", "REOPEN_MODULE", TODAY, {"module_id": modules[0]})
    journey.refused("MODULE_NOT_IN_PATH", "REOPEN_MODULE", TODAY, again | {"module_id": journey.id})
    journey.refused("DATE_BEFORE_PREVIOUS_ACT", "REOPEN_MODULE", "2026-02-28", again)
    journey.event("REOPEN_MODULE", TODAY, again, to="IN_TRAINING")
    found = journey.live_path()["modules"]
    expect_equal([(module["status"], module["closed_on"]) for module in found], [("OPEN", None), ("WAIVED", "2026-03-01")])
    expect_equal([row["event"] for row in history(journey)[-2:]], ["CLOSE_MODULE", "REOPEN_MODULE"])
    journey.refused("MODULE_NOT_CLOSED", "REOPEN_MODULE", TODAY, again)
    journey.event("RECORD_ATTENDANCE", "2026-03-02", {"module_id": modules[0], "attended_minutes": 60})
    journey.event("CLOSE_MODULE", TODAY, {"module_id": modules[0]}).event("CLOSE_PATH", TODAY, to="FINAL_READY")
    journey.refused("INVALID_STATE", "REOPEN_MODULE", TODAY, again, who="referent")


@story
def a_withdrawal_is_final_and_says_so(world):
    journey = restituted(world, ("2",))
    journey.event("WITHDRAW", TODAY, {"requested_on": TODAY}, to="WITHDRAWN")
    refused = journey.refused("WITHDRAWAL_FINAL", "RESUME", TODAY)
    expect_equal(refused["reasons"][0]["resolve_with"]["href"], "/v1/candidacies")


@story
def the_sweep_says_why_it_abandoned(world):
    world.set_today("2026-01-05")
    journey = Journey(world).open("2026-01-05")
    world.set_today("2026-06-01")
    while world.certifier.post("/v1/jobs/expiry/runs").must(200)["has_more"]:
        pass
    found = journey.read()
    expect_equal((found["state"], found["end_reason"]), ("ABANDONED", history(journey)[-1]["reason"]))


@story
def a_quality_certificate_is_corrected_by_the_certifier(world):
    organism = world.organism()
    path = f"/v1/organisms/{organism.id}/quality-certificates"
    made = world.make(path, {"number": "QUA-2026-0147", "valid_from": "2026-02-01", "valid_to": "2028-12-31"})
    other = world.make(path, {"number": "QUA-2029", "valid_from": "2029-01-01"})
    door = f"/v1/quality-certificates/{made['id']}"
    put = world.certifier.patch(door, {"number": "QUA-2026-0417"}, version=made["version"]).must(200)
    expect_equal((put["number"], put["valid_from"], put["valid_to"]), ("QUA-2026-0417", "2026-02-01", "2028-12-31"))
    put = world.certifier.patch(door, {"valid_from": "2026-01-01"}, version=put["version"]).must(200)
    expect_equal((put["valid_from"], put["valid_to"]), ("2026-01-01", "2028-12-31"))
    for body in ({"valid_to": None}, {"valid_to": "2029-01-01"}):
        world.certifier.patch(door, body, version=put["version"]).must_refuse("PERIOD_OVERLAP", 409)
    world.certifier.patch(door, {"valid_from": "2029-01-01"}, version=put["version"]).must(422)
    world.certifier.patch(f"/v1/quality-certificates/{other['id']}", {"valid_from": "2028-12-01"}, version=other["version"]).must_refuse(
        "PERIOD_OVERLAP", 409)


@story
def an_appointment_is_told_anew(world):
    world.set_today("2026-01-05")
    counsellor = world.organisms[0].counsellor
    body = {"candidate_id": world.candidate()["id"], "kind": "INFORMATION", "starts_at": "2026-01-05T09:30:00+01:00",
            "duration_minutes": 60, "counsellor_id": world.organisms[0].person("COUNSELLOR")}
    made = counsellor.post("/v1/appointments", body).must(201)
    door = f"/v1/appointments/{made['id']}"
    kinds = [kind for kind in ("OTHER", "RESTITUTION") if counsellor.patch(
        f"{door}?dry_run=true", {"kind": kind}, version=made["version"]).status == 200]
    changed = counsellor.patch(door, {"kind": kinds[0], "time_zone": "Indian/Reunion"}, version=made["version"]).must(200)
    expect_equal((changed["kind"], changed["time_zone"], changed["starts_at"]), (kinds[0], "Indian/Reunion", made["starts_at"]))
    counsellor.post("/v1/appointments", body).must(201)  # the initial one after all
    counsellor.patch(door, {"kind": "INFORMATION"}, version=changed["version"]).must_refuse("APPOINTMENT_ALREADY_PLANNED", 409)
    for event in ("MISSED", "DONE", "MISSED"):
        reply = counsellor.post(f"{door}/events", {"event": event}).must(201)
        expect_equal((reply["event"], reply["resource"]["state"]), (event, event))
    counsellor.post(f"{door}/events", {"event": "MISSED"}).must_refuse("INVALID_STATE", 409)


@story
def a_site_lies_in_the_zone_of_its_organism(world):
    organism = world.organism()
    found = world.certifier.get(f"/v1/organisms/{organism.id}").must(200)
    world.certifier.patch(f"/v1/organisms/{organism.id}", {"time_zone": "Indian/Reunion"}, version=found["version"]).must(200)
    path = f"/v1/organisms/{organism.id}/sites"
    made = world.certifier.post(path, {"name": "Saint-Denis"}).must(201)
    expect_equal(made["time_zone"], "Indian/Reunion")
    expect_equal(world.certifier.post(path, {"name": "Saint-Denis"}).must(200)["id"], made["id"])
    expect_equal(world.certifier.post(path, {"name": "Paris", "time_zone": "Europe/Paris"}).must(201)["time_zone"], "Europe/Paris")
