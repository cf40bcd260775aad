# SPDX-License-Identifier: EUPL-1.2
"""What was typed wrongly is put right by who typed it, and what stood before stays in the history; never an outcome, a vote, or what
somebody signed."""

from appeal_stories import refused, send_appeal, send_event
from commission_stories import HELD, opened, submitted
from harness.world import siret
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
def the_words_of_a_decision_are_corrected_until_the_session_closes(world):
    journey = submitted(world)
    session = opened(world, journey).vote(journey, EMPLOYER1="AGAINST", EMPLOYEE1="AGAINST")
    door = f"{session.item(journey)}/decision"
    session.chair.patch(door, {"reasons": "x"}, version=session.read().version).must(404)
    session.decide(journey, "REFUSED", reasons="Domaine 3 non demontre", domain_codes=["3"])

    def send(body, client=None, version=None):
        return (client or session.chair).patch(door, body, version=version or session.read().version)

    send({"reasons": "x"}, version=1).must_refuse("VERSION_MISMATCH", 412)
    send({"reasons": "x"}, client=session.secretary).must(403)
    send({"reasons": "x"}, client=session.juror("EMPLOYER2")).must_refuse("NOT_PRESIDING", 409)
    send({"reasons": None}).must_refuse("REASON_REQUIRED", 409)
    send({"domain_codes": []}).must_refuse("REFUSED_DOMAINS_REQUIRED", 409)
    for body, errors in (({"request_text": "x"}, {"/request_text": "FIELD_NOT_APPLICABLE"}), ({"domain_codes": ["9"]}, {"/domain_codes/0": "REFERENCE_UNKNOWN"}),
                         ({"outcome": "CERTIFIED"}, {"/outcome": "READ_ONLY_FIELD"}), ({"for_count": 2}, {"/for_count": "READ_ONLY_FIELD"})):
        expect_equal(send(body).must(422).errors, errors)
    first = send({"reasons": "Domaine 3 non démontré"}).must(200)
    expect_equal((first["outcome"], first["reasons"], first["domain_codes"], first["against_count"]), ("REFUSED", "Domaine 3 non démontré", ["3"], 2))
    expect_equal(send({"domain_codes": ["2", "3"]}, client=session.juror("EMPLOYEE1")).must(200)["domain_codes"], ["2", "3"])
    session.close()
    written = session.minutes()["content"]["files"][0]
    expect_equal((written["reasons"], written["domain_codes"]), ("Domaine 3 non démontré", ["2", "3"]))
    send({"reasons": "x"}).must_refuse("SESSION_NOT_OPEN", 409)
    session.sign()
    send({"reasons": "x"}).must_refuse("SESSION_NOT_OPEN", 409)
    expect_equal(journey.refresh().state, "PARTIAL")


@story
def what_a_deferral_asks_for_is_corrected_until_the_session_closes(world):
    """And why a file was not examined, on its line of the agenda too."""
    deferred, left = submitted(world), submitted(world)
    session = opened(world, deferred, left).vote(deferred, EMPLOYER1="ABSTAIN", EMPLOYEE1="ABSTAIN")
    session.decide(deferred, "DEFERRED", request_text="Joindre le livre").decide(left, "NOT_EXAMINED", reasons="Manque de tant")

    def send(journey, body):
        return session.chair.patch(f"{session.item(journey)}/decision", body, version=session.read().version)

    answer_by = send(deferred, {"request_text": "Joindre le livret"}).must(200)["answer_by_date"]
    expect_equal(send(deferred, {"answer_by_date": session.held_on}).must(422).errors, {"/answer_by_date": "RANGE"})
    sooner = f"{session.held_on[:8]}{int(session.held_on[8:]) + 5:02}"
    expect_equal(send(deferred, {"answer_by_date": sooner}).must(200)["answer_by_date"], sooner)
    expect_equal(send(deferred, {"answer_by_date": None}).must(200)["answer_by_date"], answer_by, "as if none had been told")
    send(left, {"reasons": "Manque de temps"}).must(200)
    lines = {line["candidacy_id"]: line for line in session.secretary.get(f"{session.path}/agenda").must(200)["data"]}
    expect_equal(lines[left.id]["outcome_reasons"], "Manque de temps")
    session.close().sign()
    expect_equal(deferred.organism.referent.get(f"/v1/files/{deferred.file()['id']}").must(200)["request_text"], "Joindre le livret")


@story
def the_answer_to_a_deferral_is_corrected_until_the_file_is_on_an_agenda(world):
    journey = submitted(world)
    referent, door = journey.client("referent"), f"/v1/files/{journey.file()['id']}"

    def send(text, client=None, version=None):
        return (client or referent).patch(door, {"answer_text": text}, version=version or journey.refresh().version)

    send("x").must_refuse("INVALID_STATE", 409)  # nothing was asked
    Session(world, HELD).held(journey, "DEFERRED", request_text="Joindre le livret")
    send("x").must_refuse("INVALID_STATE", 409)  # nor answered
    journey.refresh().event("ANSWER_COMPLEMENT", HELD, {"answer": "Livre joint"}, to="SUBMITTED")
    send("x", version=1).must_refuse("VERSION_MISMATCH", 412)
    send("x", client=world.organisms[1].referent).must(404)
    send("x", client=journey.client("counsellor")).must(403)
    version = journey.refresh().version
    expect_equal(send("Livre joint").must(200)["answer_text"], "Livre joint")
    expect_equal(journey.refresh().version, version, "the same again moves nothing")
    expect_equal(send("Livret joint").must(200)["answer_text"], "Livret joint")
    expect_equal([event["texts"] for event in history(journey) if event["event"] == "ANSWER_COMPLEMENT"], [{"answer": "Livre joint"}],
                 "what was answered first")
    expect_equal(world.commission.secretary.get(door).must(200)["answer_text"], "Livret joint")
    session = Session(world, HELD).put(journey)
    send("x").must_refuse("INVALID_STATE", 409)
    session.convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="AGAINST", EMPLOYEE1="AGAINST").decide(journey, "REFUSED", reasons="x", domain_codes=["3"]).close().sign()
    send("x").must_refuse("INVALID_STATE", 409)


@story
def the_grounds_of_an_appeal_are_corrected_until_it_is_settled(world):
    journey = refused(world)
    made = send_appeal(journey, grounds="Le domaine 2 a ete mal apprecie.").must(201)
    door, referent = f"/v1/appeals/{made['id']}", journey.client("referent")
    other = world.organisms[1].referent
    referent.patch(door, {"grounds": "x"}, version=9).must_refuse("VERSION_MISMATCH", 412)
    other.patch(door, {"grounds": "x"}, version=1).must(404)
    now = referent.patch(door, {"grounds": "Le domaine 3 a été mal apprécié."}, version=1).must(200)
    expect_equal((now["grounds"], now["proof"], now["state"], now["filed_on"]), ("Le domaine 3 a été mal apprécié.", made["proof"], "FILED", HELD))
    send_event(world, made, "DECLARE_ADMISSIBLE").must_refuse("VERSION_MISMATCH", 412)  # who examines it reads it first
    admissible = send_event(world, now, "DECLARE_ADMISSIBLE").must(201)["resource"]
    now = referent.patch(door, {"proof": "Lettre signée, complétée"}, version=admissible["version"]).must(200)
    expect_equal((now["state"], now["admissible_on"]), ("ADMISSIBLE", admissible["admissible_on"]))
    send_event(world, now, "UPHOLD", reason="Décision fondée").must(201)
    version = referent.get(door).must(200)["version"]
    referent.patch(door, {"grounds": "x"}, version=version).must_refuse("INVALID_STATE", 409)


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


@story
def a_new_place_lies_in_the_zone_of_its_department(world):
    """Of its commune, else of its postal code; what is told wins, and nothing moves with a correction."""
    zones = {"97110": "America/Guadeloupe", "97200": "America/Martinique", "97300": "America/Cayenne", "97400": "Indian/Reunion", "97500": "America/Miquelon",
             "97600": "Indian/Mayotte", "97133": "America/St_Barthelemy", "97150": "America/Marigot", "98600": "Pacific/Wallis", "98714": "Pacific/Tahiti",
             "98800": "Pacific/Noumea", "20000": "Europe/Paris", "59000": "Europe/Paris", None: "Europe/Paris"}
    made = {}
    for code, zone in zones.items():
        made[code] = world.make("/v1/organisms", {"siret": siret(next(world.numbers)), "name": "Organisme", "postal_code": code})
        expect_equal(made[code]["time_zone"], zone, f"an organism at {code}")
    told = world.make("/v1/organisms", {"siret": siret(next(world.numbers)), "name": "Organisme", "postal_code": "97400", "time_zone": "Europe/Paris"})
    expect_equal(told["time_zone"], "Europe/Paris")
    moved = world.certifier.patch(f"/v1/organisms/{told['id']}", {"postal_code": "97200"}, version=told["version"]).must(200)
    expect_equal(moved["time_zone"], "Europe/Paris")
    there = f"/v1/organisms/{made['97400']['id']}/sites"
    for body, zone in (({}, "Indian/Reunion"), ({"postal_code": "97600"}, "Indian/Mayotte"), ({"postal_code": "59000"}, "Europe/Paris"),
                       ({"insee_code": "98731", "postal_code": "98742"}, "Pacific/Marquesas"), ({"insee_code": "2A004"}, "Europe/Paris"),
                       ({"postal_code": "97600", "time_zone": "Pacific/Wallis"}, "Pacific/Wallis")):
        expect_equal(world.make(there, {"name": f"Centre {next(world.numbers)}"} | body)["time_zone"], zone, f"a site at {body}")


@story
def the_day_of_a_contact_is_corrected_until_the_cycle_begins(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05")
    right = {"opened_on": "2026-01-03", "reason": "Faute de frappe"}
    journey.refused("REASON_REQUIRED", "CORRECT_CONTACT", TODAY, {"opened_on": "2026-01-03"})
    ahead = journey.refused("DATE_IN_FUTURE", "CORRECT_CONTACT", TODAY, right | {"opened_on": "2026-06-02"})
    expect_equal(ahead.details("DATE_IN_FUTURE")["pointer"], "/data/opened_on")
    after = journey.refused("CONTACT_AFTER_ACT", "CORRECT_CONTACT", TODAY, right | {"opened_on": "2026-01-06"})
    expect_equal(after.details("CONTACT_AFTER_ACT"), {"date": "2026-01-06", "limit_date": "2026-01-05", "pointer": "/data/opened_on"})
    journey.refused("ORGANISM_NOT_HABILITATED", "CORRECT_CONTACT", TODAY, right | {"opened_on": "1999-01-04"})
    before = journey.read()["opened_on"]
    journey.event("CORRECT_CONTACT", TODAY, right)
    expect_equal((journey.read()["opened_on"], journey.state), ("2026-01-03", "INFORMED"))
    told = history(journey)[-1]
    expect_equal((told["event"], told["data"], told["texts"]),
                 ("CORRECT_CONTACT", {"previous_opened_on": before, "opened_on": "2026-01-03"}, {"reason": "Faute de frappe"}))
    journey.start_prior("2026-01-05")
    journey.refused("INVALID_STATE", "CORRECT_CONTACT", TODAY, right)


@story
def no_consent_lies_before_a_contact_that_is_corrected(world):
    world.set_today(TODAY)
    journey = Journey(world).open("2026-01-02")
    funder = world.certifier.post("/v1/funders", {"name": "Fonds d’essai"}).must(201)
    journey.client("referent").post(f"{journey.path}/funder-consents", {"funder_id": funder["id"], "given_on": "2026-01-04", "proof": "Lettre"}).must(201)
    journey.refused("CONTACT_AFTER_ACT", "CORRECT_CONTACT", TODAY, {"opened_on": "2026-01-05", "reason": "x"})
    journey.event("CORRECT_CONTACT", TODAY, {"opened_on": "2026-01-04", "reason": "x"})


@story
def a_path_that_was_declined_by_mistake_is_proposed_again(world):
    journey = restituted(world, ("2", "3")).propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-05-30")
    again = {"reason": "Autre dossier"}
    proposed = journey.live_path()
    journey.event("DECLINE_PATH", "2026-01-22", {"reason": "Trop loin"}, to="PARTIAL")
    journey.refused("REASON_REQUIRED", "REOPEN_PATH", TODAY, {})
    journey.refused("DATE_BEFORE_PREVIOUS_ACT", "REOPEN_PATH", "2026-01-21", again)
    journey.event("REOPEN_PATH", TODAY, again, to="PATH_PROPOSED")
    expect_equal(journey.live_path() | {"version": None}, proposed | {"version": None})
    expect_equal([row["event"] for row in history(journey)[-2:]], ["DECLINE_PATH", "REOPEN_PATH"])
    journey.accept(TODAY).event("INTERRUPT_PATH", TODAY, {"reason": "Déménagement"}, to="PARTIAL")
    journey.refused("PATH_NOT_DECLINED", "REOPEN_PATH", TODAY, again)


@story
def that_a_file_was_not_examined_is_taken_back_until_the_session_closes(world):
    skipped, voted = submitted(world), submitted(world)
    session = opened(world, skipped, voted).vote(voted, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    door, why = f"{session.item(skipped)}/decision-withdrawals", {"reason": "Mauvais dossier"}
    session.chair.post(door, why).must(404)  # nothing is decided
    session.decide(skipped, "NOT_EXAMINED", reasons="Faute de temps").decide(voted, "CERTIFIED")
    session.chair.post(door, {}).must_refuse("REASON_REQUIRED", 409)
    session.secretary.post(door, why).must(403)
    session.juror("EMPLOYER2").post(door, why).must_refuse("NOT_PRESIDING", 409)
    session.chair.post(f"{session.item(voted)}/decision-withdrawals", why).must_refuse("FILE_DECIDED", 409)
    line = session.chair.post(door, why).must(201)
    expect_equal((line["outcome"], line["decided_on"], line["reopened_reason"]), (None, None, "Mauvais dossier"))
    session.chair.post(door, why).must(404)
    session.vote(skipped, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(skipped, "CERTIFIED").close().sign()
    expect_equal([journey.refresh().state for journey in (skipped, voted)], ["CERTIFIED", "CERTIFIED"])
    expect_equal(session.minutes()["content"]["files"][0]["reversals"], [])
    session.chair.post(door, why).must(409)


@story
def the_day_of_an_appeal_is_corrected_until_it_is_settled(world):
    journey = refused(world)
    made = send_appeal(journey).must(201)
    door, referent = f"/v1/appeals/{made['id']}", journey.client("referent")
    world.set_today("2026-07-01")

    def send(day, version=1):
        return referent.patch(door, {"filed_on": day}, version=version)

    send("2026-07-02").must_refuse("DATE_IN_FUTURE", 409)
    send("2026-02-09").must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409)
    now = send("2026-02-11").must(200)
    expect_equal(now["filed_on"], "2026-02-11")
    admissible = send_event(world, now, "DECLARE_ADMISSIBLE", occurred_on="2026-02-20").must(201)["resource"]
    late = send("2026-02-21", admissible["version"]).must(422)
    expect_equal(late.errors, {"/filed_on": "RANGE"})
    now = send("2026-02-20", admissible["version"]).must(200)
    send_event(world, now, "REJECT", occurred_on="2026-02-21", reason="Hors sujet").must(201)
    send("2026-02-11", now["version"] + 1).must_refuse("INVALID_STATE", 409)
