# SPDX-License-Identifier: EUPL-1.2
"""What the certifier takes back: evaluations (decision 12) and certificates (9.3, scenario 46), and what may follow."""

import datetime
import uuid

from story import Journey, Session, expect, expect_equal, story
from commission_stories import HELD, submitted
from certificate_stories import certified, issue

TODAY = "2026-12-01"


def add_days(day, count):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=count)).isoformat()


def partial(world, **options):
    world.set_today(TODAY)
    return Journey(world, **options).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")


def ready(world):
    """By way of a path and a final evaluation."""
    journey = partial(world).trained("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").final("2026-07-01")
    return journey.restitution("2026-07-01", to="JURY_READY")


def annul(journey, evaluation, to, on=TODAY, reason="ERROR"):
    return journey.event("ANNUL_EVALUATION", on, {"evaluation_id": evaluation["id"], "reason": reason},
                         who=journey.world.certifier, to=to)


def refuse_annulment(journey, code, data, status=409, on=TODAY, who=None):
    return journey.refused(code, "ANNUL_EVALUATION", on, data, who=who or journey.world.certifier, status=status)


@story
def an_annulled_final_evaluation_counts_no_more(world):
    journey = ready(world)
    deadline = journey.deadline
    prior, final = journey.evaluations()
    annul(journey, final, to="PARTIAL", reason="FRAUD")
    expect_equal((journey.missing_domains(), journey.deadline), (["2", "3"], deadline))
    prior, final = journey.evaluations()
    expect_equal((prior["is_annulled"], prior["annulled_on"], prior["annul_reason"]), (False, None, None))
    expect_equal((final["is_annulled"], final["annulled_on"], final["annul_reason"]), (True, TODAY, "FRAUD"))
    last = journey.organism.referent.get(f"{journey.path}/events").must(200)["data"][-1]
    expect_equal((last["event"], last["reason"], last["data"]),
                 ("ANNUL_EVALUATION", "FRAUD", {"evaluation_id": final["id"], "reason": "FRAUD"}))
    refuse_annulment(journey, "EVALUATION_NOT_ANNULLABLE", {"evaluation_id": final["id"], "reason": "FRAUD"})
    # A new path, a new final evaluation, and only what counts goes to the commission.
    journey.trained(TODAY, ["2", "3"], TODAY, TODAY).final(TODAY).restitution(TODAY, to="JURY_READY").submit(TODAY)
    file = world.commission.secretary.get(f"/v1/files/{journey.file()['id']}").must(200)
    expect(final["id"] not in str(file["snapshot"]) + str(file["documents"]), "the annulled evaluation was sent")
    refuse_annulment(journey, "INVALID_STATE", {"evaluation_id": prior["id"], "reason": "ERROR"})


@story
def an_annulment_stops_the_path(world):
    """A first final evaluation leaves domain 3 open; it is annulled while the second path runs."""
    journey = partial(world).trained("2026-01-20", ["2", "3"], "2026-02-02", "2026-03-31").final("2026-04-01", fails=("3",))
    journey.restitution("2026-04-01", to="PARTIAL").propose("2026-04-02", ["3"], "2026-04-03", "2026-12-31").accept("2026-04-02")
    expect_equal(journey.missing_domains(), ["3"])
    annul(journey, journey.evaluations()[1], to="PARTIAL")
    expect_equal((journey.missing_domains(), journey.live_path()["status"]), (["2", "3"], "INTERRUPTED"))
    journey.propose(TODAY, ["2", "3"], TODAY, TODAY)


@story
def without_the_prior_evaluation_a_new_cycle_begins(world):
    journey = ready(world)
    version = journey.read()["referential_version"]
    portfolio = journey.organism.referent.post(f"{journey.path}/portfolios", {"issued_on": "2026-07-02"}).must(201)
    journey.refresh()
    annul(journey, journey.evaluations()[0], to="INFORMED")
    now = journey.read()
    expect_equal((now["cycle_start_date"], now["deadline_date"], now["information_on"]), (None, None, "2026-01-05"))
    expect_equal(now["referential_version"], version, "the pinned version stays")
    expect_equal([evaluation["is_annulled"] for evaluation in journey.evaluations()], [True, True], "the final one rests on it")
    attestation = journey.organism.referent.get(f"/v1/evaluations/{journey.evaluations()[0]['id']}/attestation").must(200)
    expect_equal((attestation["is_annulled"], attestation["deadline_date"]), (True, None))
    expect_equal(journey.missing_domains(), None, "of somebody whom no evaluation that counts has seen")
    expect(portfolio["id"] in str(journey.organism.referent.get(f"{journey.path}/portfolios").must(200).body), "acts stay acts")
    journey.organism.referent.post(f"{journey.path}/portfolios", {"issued_on": TODAY}).must(409)
    # Who trained may still not evaluate; the five years count from the new evaluation.
    trainer = journey.organism.person("TRAINER")
    check = journey.organism.referent.get(f"{journey.path}/separation-check?person_id={trainer}").must(200)
    expect_equal((check["may_evaluate"], check["may_train"]), (False, True))
    journey.prior(TODAY)
    expect_equal(journey.deadline, "2031-12-01")
    journey.restitution(TODAY, to="JURY_READY").submit(TODAY)
    expect_equal(journey.file()["is_direct_route"], True)


@story
def without_the_prior_evaluation_a_live_path_stops(world):
    journey = partial(world).propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-12-31")
    annul(journey, journey.evaluations()[0], to="INFORMED")
    expect_equal(journey.live_path()["status"], "INTERRUPTED")
    other = partial(world)
    annul(other, other.evaluations()[0], to="INFORMED").event("WITHDRAW", TODAY, {"requested_on": TODAY}, to="WITHDRAWN")


@story
def only_the_certifier_annuls_and_only_what_is_completed(world):
    journey = partial(world)
    [prior] = journey.evaluations()
    data = {"evaluation_id": prior["id"], "reason": "ERROR"}
    [other] = partial(world).evaluations()
    for who in ("referent", "evaluator"):
        refuse_annulment(journey, "ROLE_NOT_ALLOWED", data, status=403, who=who)
    refuse_annulment(journey, "REQUIRED", {"reason": "ERROR"}, status=422)
    refuse_annulment(journey, "ENUM", data | {"reason": "DUPLICATE"}, status=422)
    refuse_annulment(journey, "UNKNOWN_FIELD", data | {"note": "x"}, status=422)
    refuse_annulment(journey, "REASON_REQUIRED", {"evaluation_id": prior["id"]})
    refuse_annulment(journey, "EVALUATION_NOT_ANNULLABLE", data | {"evaluation_id": other["id"]})
    refuse_annulment(journey, "EVALUATION_NOT_ANNULLABLE", data | {"evaluation_id": str(uuid.uuid4())})
    refuse_annulment(journey, "DATE_IN_FUTURE", data, on="2026-12-02")
    refuse_annulment(journey, "DATE_BEFORE_PREVIOUS_ACT", data, on="2026-01-13")
    journey.trained("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30")
    journey.event("START_FINAL", "2026-07-01", {"held_on": "2026-07-01"}, to="FINAL_IN_PROGRESS")
    refuse_annulment(journey, "EVALUATION_IN_PROGRESS", data)
    asked = world.certifier.get(f"{journey.path}/allowed-events").must(200)
    expect("ANNUL_EVALUATION" not in [row["event"] for row in asked["data"]], asked)


@story
def a_dry_run_of_an_annulment_changes_nothing(world):
    journey = partial(world)
    before = journey.read().body
    body = {"event": "ANNUL_EVALUATION", "data": {"evaluation_id": journey.evaluations()[0]["id"], "reason": "ERROR"}}
    dry = world.certifier.post(f"{journey.path}/events?dry_run=true", body).must(201)
    expect_equal((dry["resource"]["state"], dry["resource"]["deadline_date"]), ("INFORMED", None))
    expect_equal(journey.read().body, before)


# Certificates


def verified(world, certificate):
    return world.public.get(f"/v1/verifications/{certificate['verification_code']}").must(200)


@story
def an_annulled_certificate_is_seen_by_all_and_never_again(world):
    """Scenario 46, up to the transmission. Until another person confirms, it is valid for everybody."""
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    version = journey.read()["version"]
    asker, other = world.eyes()
    world.set_today("2026-09-10")
    asked = world.ask_annulment(certificate, reason="FRAUD", grounds="Une autre personne s’est présentée.").must(201)
    who = asker.get("/v1/me").must(200)["person"]["id"]
    expect_equal((asked["state"], asked["number"], asked["reason"], asked["grounds"], asked["requested_on"], asked["requested_by"],
                  asked["confirm_until"], asked["settled_on"], asked["candidacy_id"], asked["candidate_id"]),
                 ("REQUESTED", certificate["number"], "FRAUD", "Une autre personne s’est présentée.", "2026-09-10", who, "2026-10-10", None,
                  journey.id, journey.candidate["id"]))
    valid = verified(world, certificate)
    expect_equal((valid["status"], valid["annulled_on"]), ("VALID", None))
    expect_equal(world.certifier.get(f"/v1/certificates/{certificate['id']}").must(200).body, certificate.body)
    expect_equal(journey.read()["version"], version)
    world.set_today("2026-09-11")
    reply = world.answer_annulment(asked).must(201)
    confirmed = reply["resource"]
    expect_equal((reply["event"], confirmed["state"], confirmed["settled_on"], confirmed["settled_by"]),
                 ("CONFIRM", "CONFIRMED", "2026-09-11", other.get("/v1/me").must(200)["person"]["id"]))
    annulled = world.certifier.get(f"/v1/certificates/{certificate['number']}").must(200)
    expect_equal((annulled["status"], annulled["annulled_on"], annulled["annul_reason"], annulled["number"]),
                 ("ANNULLED", "2026-09-11", "FRAUD", certificate["number"]))
    found = verified(world, certificate)
    expect_equal((found["status"], found["annulled_on"], found["number"]), ("ANNULLED", "2026-09-11", certificate["number"]))
    now = journey.read()
    expect_equal((now["state"], now["is_certificate_annulled"], now["version"]), ("CERTIFIED", True, version + 1))
    last = journey.organism.referent.get(f"{journey.path}/events").must(200)["data"][-1]
    expect_equal((last["event"], last["from_state"], last["to_state"], last["reason"], last["data"]),
                 ("ANNUL_CERTIFICATE", "CERTIFIED", "CERTIFIED", "FRAUD", {"certificate_id": certificate["id"]}))
    world.answer_annulment(confirmed).must_refuse("INVALID_STATE", 409)
    world.ask_annulment(certificate).must_refuse("CERTIFICATE_ANNULLED", 409)
    world.certifier.post(f"/v1/certificates/{certificate['id']}/duplicates", {"reason": "LOST"}).must_refuse("CERTIFICATE_ANNULLED", 409)
    issue(world, journey).must_refuse("CERTIFICATE_ANNULLED", 409)
    journey.refresh().refused("ENUM", "ANNUL_CERTIFICATE", "2026-09-11", who=world.certifier, status=422)


@story
def nobody_keeps_what_a_verification_said(world):
    """An annulment shows at once: no cache on the way may answer what was true before, and no ETag holds it back."""
    certificate = issue(world, certified(world)).must(201)
    path = f"/v1/verifications/{certificate['verification_code']}"

    def look(address, accept, etag=None):
        reply = world.public.get(address, headers={"Accept": accept} | ({"If-None-Match": etag} if etag else {}), checks=accept != "text/html")
        rules = set(reply.headers["Cache-Control"].split(", "))
        expect(rules & {"no-store", "no-cache"} and not any(rule.startswith(("max-age", "s-maxage", "public")) for rule in rules), rules)
        return reply.status, reply.headers.get("ETag"), reply.raw.decode()

    addresses = [(address, accept) for address in (path, path.replace("/v1/verifications/", "/v/")) for accept in ("application/json", "text/html")]
    tags = [look(*address)[1] for address in addresses]
    expect(any(tags), "an ETag to ask with")
    world.annul(certificate)
    for address, tag in zip(addresses, tags):
        status, _, text = look(*address, tag)
        expect_equal((status, "ANNULLED" in text or "Certificat annulé" in text), (200, True), f"{address} {text[:200]}")


@story
def who_asks_for_an_annulment_does_not_confirm_it(world):
    """The very person: with another key, in another function, through a second account, and after two accounts were found to be one."""
    certificate = issue(world, certified(world)).must(201)
    asker, _ = world.eyes()
    person = asker.get("/v1/me").must(200)["person"]["id"]
    asked = world.ask_annulment(certificate).must(201)
    second_account = asker.post("/v1/persons", {"last_name": "Second", "first_name": "Compte", "human_id": person}).must(201)["id"]
    found_later = world.person()
    clients = [world.key("CERTIFIER", None, ["CERTIFIER"], who) for who in (person, second_account, found_later)]
    world.flush()
    world.end("persons", person, {"duplicate_id": found_later}).must_refuse("ACT_OF_ANOTHER", 403)  # no certifier does that to another
    world.instance.sql(f"update person set human_id = (select human_id from person where id = '{person}') where id = '{found_later}'")
    for client in (asker, *clients[:2]):
        world.answer_annulment(asked, client=client).must_refuse("CONFIRMER_IS_ASKER", 409)
        allowed = client.get(f"/v1/annulment-requests/{asked['id']}/allowed-events").must(200)
        expect_equal({row["event"]: row["is_allowed"] for row in allowed["data"]}, {"CONFIRM": False, "REFUSE": True})
    expect(world.answer_annulment(asked, client=clients[2]).status in (401, 403, 409), "a merged account confirmed")
    expect_equal(verified(world, certificate)["status"], "VALID")


@story
def who_has_an_access_from_the_asker_does_not_confirm(world):
    """One pair of eyes with two keys: made by who asks, or along a way that begins there."""
    certificate = issue(world, certified(world)).must(201)
    asker, other = world.eyes()
    first, second, third = (world.person() for _ in range(3))

    def key(person, maker):
        return world.key("CERTIFIER", None, ["CERTIFIER"], person, created_by=maker)

    me, you = (client.get("/v1/me").must(200)["person"]["id"] for client in (asker, other))
    from_asker, handed_on, from_another = key(first, me), key(second, first), key(third, you)
    world.flush()
    asked = world.ask_annulment(certificate).must(201)
    for client in (from_asker, handed_on):
        world.answer_annulment(asked, client=client).must_refuse("CONFIRMER_IS_ASKER", 409)
        allowed = client.get(f"/v1/annulment-requests/{asked['id']}/allowed-events").must(200)
        expect_equal({row["event"]: row["is_allowed"] for row in allowed["data"]}, {"CONFIRM": False, "REFUSE": True})
    expect_equal(verified(world, certificate)["status"], "VALID")
    world.answer_annulment(asked, client=from_another).must(201)
    expect_equal(verified(world, certificate)["status"], "ANNULLED")


@story
def who_asked_and_who_confirmed_stay_two(world):
    certificate = issue(world, certified(world)).must(201)
    asker, confirmer = (client.get("/v1/me").must(200)["person"]["id"] for client in world.eyes())
    world.answer_annulment(world.ask_annulment(certificate).must(201)).must(201)
    for survivor, duplicate in ((asker, confirmer), (confirmer, asker)):
        refused = world.end("persons", survivor, {"duplicate_id": duplicate}).must_refuse("MERGE_BREAKS_SEPARATION", 409)
        found = refused.details("MERGE_BREAKS_SEPARATION")["conflicts"]
        expect(any(conflict["kind"] == "ASKER_AND_CONFIRMER" for conflict in found), found)


@story
def an_annulment_is_asked_for_rightly(world):
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    path = f"/v1/certificates/{certificate['id']}/annulment-requests"
    asker, other = world.eyes()
    for client in (journey.organism.referent, world.commission.secretary, world.auditor):
        world.ask_annulment(certificate, client=client).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(asker.post(path, {}).must(422).errors, {"/reason": "REQUIRED", "/grounds": "REQUIRED"})
    world.ask_annulment(certificate, reason="DUPLICATE").must_refuse("ENUM", 422)
    world.ask_annulment(certificate, comment="x").must_refuse("UNKNOWN_FIELD", 422)
    world.ask_annulment(certificate, state="CONFIRMED").must_refuse("READ_ONLY_FIELD", 422)
    world.ask_annulment({"id": str(uuid.uuid4())}).must(404)
    dry = asker.post(f"{path}?dry_run=true", {"reason": "ERROR", "grounds": "x"}).must(201)
    asker.get(f"/v1/annulment-requests/{dry['id']}").must(404)
    asked = world.ask_annulment(certificate).must(201)
    again = world.ask_annulment(certificate, client=other).must_refuse("ANNULMENT_ALREADY_REQUESTED", 409)
    [reason] = again.body["reasons"]
    expect_equal(reason["resolve_with"]["href"], f"/v1/annulment-requests/{asked['id']}")
    events = f"/v1/annulment-requests/{asked['id']}/events"
    for client in (journey.organism.referent, world.commission.secretary, world.auditor):
        world.answer_annulment(asked, client=client).must_refuse("ROLE_NOT_ALLOWED", 403)
    other.post(events, {"event": "CONFIRM"}).must_refuse("PRECONDITION_REQUIRED", 428)
    other.post(events, {"event": "CONFIRM", "expected_version": 7}).must_refuse("VERSION_MISMATCH", 412)
    other.post(events, {"event": "LAPSE", "expected_version": 1}).must_refuse("ENUM", 422)
    world.answer_annulment({"id": str(uuid.uuid4()), "version": 1}).must(404)
    world.answer_annulment(asked, "REFUSE").must_refuse("REASON_REQUIRED", 409)
    dry = other.post(f"{events}?dry_run=true", {"event": "CONFIRM", "expected_version": 1}).must(201)["resource"]
    expect_equal(dry["state"], "CONFIRMED")
    expect_equal((journey.read()["is_certificate_annulled"], verified(world, certificate)["status"]), (False, "VALID"), "after a dry run")


@story
def an_annulment_is_refused_and_asked_for_again(world):
    """By whoever confirms, or by who asked and thinks better of it; and not without end."""
    certificate = issue(world, certified(world)).must(201)
    asker, other = world.eyes()
    refused = world.answer_annulment(world.ask_annulment(certificate).must(201), "REFUSE", reason="Rien d’établi.").must(201)["resource"]
    expect_equal((refused["state"], refused["refusal_reason"]), ("REFUSED", "Rien d’établi."))
    world.answer_annulment(refused).must_refuse("INVALID_STATE", 409)
    expect_equal(verified(world, certificate)["status"], "VALID")
    for _ in range(15):
        world.answer_annulment(world.ask_annulment(certificate).must(201), "REFUSE", asker, reason="Erreur de saisie.").must(201)
    beyond = world.ask_annulment(certificate).must_refuse("RECORDS_TOO_MANY", 409)
    expect_equal(beyond.details("RECORDS_TOO_MANY"), {"bound": "ANNULMENT_REQUESTS", "limit": 16})
    asker.post(f"/v1/certificates/{certificate['id']}/annulment-requests?dry_run=true", {"reason": "FRAUD", "grounds": "x"}).must_refuse("RECORDS_TOO_MANY", 409)
    dry = other.post(f"/v1/certificates/{certificate['id']}/annulment-requests?dry_run=true", {"reason": "FRAUD", "grounds": "x"})
    dry.must(201)  # nobody uses up the requests of others
    rows = other.get(f"/v1/annulment-requests?certificate_id={certificate['id']}&state=REFUSED").must(200)["data"]
    expect_equal((len(rows), rows[-1]["id"]), (16, refused["id"]))
    expect_equal(other.get(f"/v1/annulment-requests?certificate_id={certificate['id']}&state=REQUESTED").must(200)["data"], [])


@story
def an_annulment_that_nobody_confirms_lapses(world):
    """On its last day it is confirmed; the day after the answer is too late, the sweep closes it, and another one may be asked for."""
    first, second = (issue(world, certified(world)).must(201) for _ in range(2))
    asked, waiting = world.ask_annulment(first).must(201), world.ask_annulment(second).must(201)
    world.set_today(asked["confirm_until"])
    while world.certifier.post("/v1/jobs/expiry/runs").must(200)["has_more"]:
        pass
    world.answer_annulment(asked).must(201)
    world.set_today(add_days(asked["confirm_until"], 1))
    late = world.answer_annulment(waiting)
    expect(late.status == 409 and late.code in ("ANSWER_TOO_LATE", "INVALID_STATE"), late)  # the sweep may have been there
    while world.certifier.post("/v1/jobs/expiry/runs").must(200)["has_more"]:
        pass
    lapsed = world.certifier.get(f"/v1/annulment-requests/{waiting['id']}").must(200)
    expect_equal((lapsed["state"], lapsed["settled_on"], lapsed["settled_by"]), ("LAPSED", add_days(asked["confirm_until"], 1), None))
    expect_equal(verified(world, second)["status"], "VALID")
    world.answer_annulment(lapsed).must_refuse("INVALID_STATE", 409)
    world.answer_annulment(world.ask_annulment(second).must(201)).must(201)
    expect_equal(verified(world, second)["status"], "ANNULLED")


@story
def after_an_error_the_holder_begins_again(world):
    """Decision 16, T30: a new cycle that nothing is carried over to."""
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    world.annul(certificate)
    again = Journey(world, candidate=journey.candidate).informed(HELD)
    expect_equal(again.read()["previous_candidacy_id"], journey.id)
    again.prior(HELD).restitution(HELD, to="JURY_READY").submit(HELD)
    Session(world, HELD).held(again)
    second = issue(world, again).must(201)
    expect(second["number"] != certificate["number"], "a number was used twice")
    # What was annulled is not issued anew, the less so now that there is another one.
    refused = issue(world, journey).must_refuse("CERTIFICATE_EXISTS", 409)
    expect_equal(refused.reasons, ["CERTIFICATE_EXISTS", "CERTIFICATE_ANNULLED"])


@story
def the_day_of_an_annulment_binds_no_new_beginning(world):
    """T30, 9.3: what is annulled counts for nothing, on no day. What was done towards a new beginning and is entered afterwards is told on
    the day that it was; it follows the contact, and the information."""
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    world.set_today("2026-09-10")
    world.annul(certificate)
    world.set_today("2026-09-20")
    again = Journey(world, candidate=journey.candidate).open("2026-09-02").event("RECORD_INFORMATION", "2026-09-04", {"has_consent": True})
    again.refused("INFORMATION_REQUIRED", "START_PRIOR", "2026-09-20", {"held_on": "2026-09-03"})
    again.prior("2026-09-07")
    [evaluation] = again.evaluations()
    again.event("ANNUL_EVALUATION", "2026-09-18", {"evaluation_id": evaluation["id"], "reason": "ERROR"}, who=world.certifier, to="INFORMED")
    again.refused("INFORMATION_REQUIRED", "START_PRIOR", "2026-09-20", {"held_on": "2026-09-03"})
    again.prior("2026-09-08").restitution("2026-09-08", to="JURY_READY")
    world.set_today(HELD)


# Re-entry after fraud (T30)


def open_for(world, candidate, organism, **members):
    return world.certifier.post("/v1/candidacies", {
        "candidate_id": candidate["id"], "occurred_on": HELD, "organism_id": organism.id} | members)


def is_let_in_by_the_certifier_only(world, candidate, previous):
    """Told after consent; the certifier's own door works."""
    organism = world.organisms[1]
    contact = Journey(world, organism, candidate=candidate).open(HELD)
    contact.refused("CONSENT_MISSING", "RECORD_INFORMATION", HELD, {"has_consent": False})
    reply = contact.refused("REENTRY_NEEDS_CERTIFIER", "RECORD_INFORMATION", HELD, {"has_consent": True})
    expect(previous not in str(reply.body), "the other file is named")
    opened = open_for(world, candidate, organism).must(201)
    expect_equal((opened["owner_org_id"], opened["state"]), (organism.id, "CONTACT"))
    journey = Journey(world, organism, candidate=candidate)
    journey.id, journey.state, journey.version = opened["id"], "CONTACT", opened["version"]
    journey.event("RECORD_INFORMATION", HELD, {"has_consent": True}, to="INFORMED")
    return journey.prior(HELD).restitution(HELD, to="JURY_READY")


@story
def after_a_cancellation_for_fraud_only_the_certifier_opens(world):
    journey = submitted(world)
    journey.event("CANCEL", HELD, {"reason": "FRAUD"}, who=world.certifier, to="CANCELLED")
    again = is_let_in_by_the_certifier_only(world, journey.candidate, journey.id)
    expect_equal(again.read()["previous_candidacy_id"], None, "no link leads back to a fraud")


@story
def after_a_fraudulent_certificate_only_the_certifier_opens(world):
    """Scenario 46."""
    journey = certified(world)
    world.annul(issue(world, journey).must(201), reason="FRAUD")
    again = is_let_in_by_the_certifier_only(world, journey.candidate, journey.id)
    expect_equal(again.read()["previous_candidacy_id"], None, "of another organism")
    expect_equal(world.certifier.get(again.path).must(200)["previous_candidacy_id"], journey.id)


@story
def who_opens_for_whom(world):
    world.set_today(HELD)
    organism, candidate = world.organisms[0], world.candidate()
    world.certifier.post("/v1/candidacies", {"candidate_id": candidate["id"]}).must_refuse("REQUIRED", 422)
    expect_equal(open_for(world, candidate, organism, organism_id=str(uuid.uuid4())).must(422).errors,
                 {"/organism_id": "REFERENCE_UNKNOWN"})
    other = organism.counsellor.post("/v1/candidacies", {"candidate_id": candidate["id"], "organism_id": organism.id})
    expect_equal(other.must(422).errors, {"/organism_id": "FIELD_RESERVED"})
    unfit = world.organism(evaluation=None)
    world.flush()
    open_for(world, candidate, unfit).must_refuse("ORGANISM_NOT_HABILITATED", 409)
    dry = world.certifier.post("/v1/candidacies?dry_run=true", {"candidate_id": candidate["id"], "organism_id": organism.id})
    organism.referent.get(f"/v1/candidacies/{dry.must(201)['id']}").must(404)


@story
def nobody_is_warned_of_an_annulment_that_was_only_asked_for(world):
    """Who is suspected of a fraud reads nothing of it in who saw the file, nor does the organism; once it is annulled, both do."""
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    asked = world.ask_annulment(certificate, reason="FRAUD").must(201)
    world.eyes()[1].get(f"/v1/annulment-requests/{asked['id']}").must(200)

    def told(client):
        lines = client.every(f"{journey.path}/accesses")
        return sorted({line["operation"] for line in lines if "nnulment" in str(line["operation"])})

    for client in (himself, journey.organism.referent):
        expect_equal(told(client), [])
    expect("requestAnnulment" in told(world.certifier), "the certifier sees what its own people did")
    world.answer_annulment(asked).must(201)
    for client in (himself, journey.organism.referent):
        expect("requestAnnulment" in told(client), "of what is annulled it is told")
