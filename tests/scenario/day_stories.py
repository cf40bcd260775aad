# SPDX-License-Identifier: EUPL-1.2
"""Whose day it is (decision 38): the day of an act where it is done, deadlines that cost nobody an hour, days that agree
with their hours, acts that lie in the cycle."""

import contextlib

from story import Journey, Session, expect, expect_equal, story

NOUMEA, TAHITI, CAYENNE, PARIS = "Pacific/Noumea", "Pacific/Tahiti", "America/Cayenne", "Europe/Paris"


@contextlib.contextmanager
def clock(world):
    """Sets instants; afterwards the clock says a day again, as the other stories expect."""
    try:
        yield lambda instant: world.certifier.put("/v1/sandbox/clock", {"instant": instant}).must(200)
    finally:
        world.set_today("2026-06-01")


def organism_in(world, zone):
    organism = world.organism(time_zone=zone)
    world.flush()
    return organism


def today(client):
    return client.get("/v1/me").must(200)["today"]


@story
def a_day_begins_at_midnight_where_the_act_is_done(world):
    """Each midnight, a second before and after it; both changes of the clock of Paris."""
    midnights = (
        (NOUMEA, "2026-03-29", "2026-03-28T12:59:59Z", "2026-03-28T13:00:00Z"),
        (TAHITI, "2026-03-29", "2026-03-29T09:59:59Z", "2026-03-29T10:00:00Z"),
        (CAYENNE, "2026-03-29", "2026-03-29T02:59:59Z", "2026-03-29T03:00:00Z"),
        (PARIS, "2026-03-29", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z"),
        (PARIS, "2026-03-30", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"),
        (PARIS, "2026-10-25", "2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z"),
        (PARIS, "2026-10-26", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"),
    )
    organisms = {zone: organism_in(world, zone) for zone in (NOUMEA, TAHITI, CAYENNE, PARIS)}
    candidates = {zone: world.candidate(organism)["id"] for zone, organism in organisms.items()}
    with clock(world) as set_clock:
        for zone, day, before, after in midnights:
            counsellor = organisms[zone].counsellor
            body = {"candidate_id": candidates[zone], "occurred_on": day}
            set_clock(before)
            counsellor.post("/v1/candidacies?dry_run=true", body).must_refuse("DATE_IN_FUTURE", 409)
            expect(today(counsellor) < day, f"{zone} {before}")
            set_clock(after)
            counsellor.post("/v1/candidacies?dry_run=true", body).must(201)
            expect_equal(today(counsellor), day, f"{zone} {after}")


@story
def the_morning_of_noumea_is_told_in_noumea(world):
    """What is not dated bears the day of the place, in every act of the file; nothing of it waits for Paris."""
    organism = organism_in(world, NOUMEA)
    with clock(world) as set_clock:
        set_clock("2026-03-28T20:00:00Z")  # the 29th, 7 o'clock; in Paris still the 28th
        candidate = world.candidate(organism)
        made = organism.counsellor.post("/v1/candidacies", {"candidate_id": candidate["id"]}).must(201)
        expect_equal(made["opened_on"], "2026-03-29")
        path = f"/v1/candidacies/{made['id']}/events"
        told = organism.counsellor.post(path, {"event": "RECORD_INFORMATION", "data": {"has_consent": True}}).must(201)
        expect_equal(told["occurred_on"], "2026-03-29")
        begun = organism.evaluator.post(path, {"event": "START_PRIOR", "data": {"starts_at": "2026-03-29T08:00:00+11:00"}}).must(201)
        expect_equal(begun["occurred_on"], "2026-03-29")
        evaluation = organism.referent.get(f"/v1/candidacies/{made['id']}/evaluations").must(200)["data"][0]
        sitting = organism.evaluator.get(f"/v1/evaluations/{evaluation['id']}/sittings").must(200)["data"][0]
        expect_equal((sitting["held_on"], sitting["starts_at"], sitting["time_zone"]),
                     ("2026-03-29", "2026-03-28T21:00:00.000Z", NOUMEA))
        # The certifier acts where the file is held.
        world.certifier.post(path, {"event": "CANCEL", "occurred_on": "2026-03-29", "data": {"reason": "ERROR"}}).must(201)


def at_its_deadline(world, zone):
    """A file whose five years end on 2026-03-15, with a path to accept."""
    organism = organism_in(world, zone)
    world.set_today("2021-04-01")
    journey = Journey(world, organism).informed("2021-03-15").prior("2021-03-15", fails=("2",)).restitution("2021-03-15")
    expect_equal(journey.deadline, "2026-03-15")
    return journey.propose("2021-04-01", ["2"], "2021-05-01", "2021-06-01")


@story
def a_deadline_day_is_over_when_it_is_over_in_paris_and_at_the_holder(world):
    """The last second: the act is accepted and the sweep leaves the file alone. The next one: the other way round."""
    over = {PARIS: "2026-03-15T23:00:00Z", NOUMEA: "2026-03-15T23:00:00Z",  # the 16th began there ten hours ago
            CAYENNE: "2026-03-16T03:00:00Z", TAHITI: "2026-03-16T10:00:00Z"}
    journeys = {zone: at_its_deadline(world, zone) for zone in over}
    accept = {"event": "ACCEPT_PATH", "data": {"proof": "formulaire signé"}}
    candidates = {zone: world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None) for zone, journey in journeys.items()}
    world.flush()
    with clock(world) as set_clock:
        for instant in ("2026-03-15T22:59:59Z", "2026-03-15T23:00:00Z", "2026-03-16T02:59:59Z", "2026-03-16T03:00:00Z",
                        "2026-03-16T09:59:59Z", "2026-03-16T10:00:00Z"):
            set_clock(instant)
            replies = {zone: journey.organism.referent.post(f"{journey.path}/events?dry_run=true", accept)
                       for zone, journey in journeys.items()}
            world.certifier.post("/v1/jobs/expiry/runs").must(200)
            for zone, journey in journeys.items():
                is_over = instant >= over[zone]
                expect_equal(journey.read()["state"], "EXPIRED" if is_over else "PATH_PROPOSED", f"{zone} {instant}")
                if not is_over:
                    replies[zone].must(201)
                    # The candidate acts where the file is held.
                    told = candidates[zone].post(f"{journey.path}/events?dry_run=true", accept).must(201)
                    expect_equal(told["occurred_on"], "2026-03-16" if zone == NOUMEA else "2026-03-15", f"{zone} {instant}")
                    deadline = journey.organism.referent.get("/v1/deadlines").must(200)["data"][0]
                    expect_equal((deadline["days_left"], deadline["forecast"]), (0, "WITHIN_1_MONTH"))
                elif instant == over[zone]:
                    replies[zone].must_refuse("DEADLINE_PASSED", 409)


@story
def a_contact_is_left_its_last_hours_too(world):
    """The patience of the sweep ends with the day of the organism."""
    organism = organism_in(world, TAHITI)
    with clock(world) as set_clock:
        set_clock("2026-01-02T09:00:00Z")  # still the first of January
        journey = Journey(world, organism, world.candidate(organism)).open("2026-01-01")
        set_clock("2026-04-02T09:59:59Z")  # the 1st of April, the 90th day; in Paris the 2nd
        world.certifier.post("/v1/jobs/expiry/runs").must(200)
        expect_equal(journey.read()["state"], "CONTACT")
        set_clock("2026-04-02T10:00:00Z")
        world.certifier.post("/v1/jobs/expiry/runs").must(200)
        expect_equal(journey.read()["state"], "ABANDONED")


@story
def a_session_is_opened_on_its_day_where_it_is_held(world):
    commission = world.new_commission(region="Nouvelle-Calédonie", time_zone=NOUMEA)
    world.flush()
    with clock(world) as set_clock:
        set_clock("2026-03-20T12:00:00Z")
        session = Session(world, "2026-03-29", commission=commission).convene("2026-03-20")
        session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
        chair = commission.members["EMPLOYER1"]["client"]
        set_clock("2026-03-28T12:59:59Z")
        chair.post(f"{session.path}/events", {"event": "OPEN"}).must_refuse("SESSION_TOO_EARLY", 409)
        set_clock("2026-03-28T13:00:00Z")
        chair.post(f"{session.path}/events", {"event": "OPEN"}).must(200, 201)


@story
def nothing_precedes_the_decision_it_rests_on(world):
    """A commission of Paris sits in Nouméa at seven in the morning: in Paris it is the evening before. What follows at once is
    dated the day of the decision, and so is the appeal."""
    morning, there = "2026-03-28T20:00:00Z", "2026-03-29"
    world.set_today("2026-03-20")
    journeys = [Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit("2026-01-20")
                for _ in range(2)]
    with clock(world) as set_clock:
        session = Session(world, there, time_zone=NOUMEA).put(*journeys).convene("2026-03-20")
        session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT")
        set_clock(morning)
        session.event("OPEN", there)
        session.vote(journeys[0], EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journeys[0], "CERTIFIED")
        session.vote(journeys[1], EMPLOYER1="AGAINST", EMPLOYEE1="AGAINST").decide(journeys[1], "REFUSED", reasons="Non démontré", domain_codes=["2"])
        session.event("CLOSE", there).sign()
        expect_equal(today(journeys[0].organism.referent), "2026-03-28", "the organism's evening")
        certificate = world.certifier.post("/v1/certificates", {"candidacy_id": journeys[0].id}).must(201)
        expect_equal(certificate["issued_on"], there)
        [told] = [item["data"] for item in journeys[1].organism.referent.get(f"{journeys[1].path}/history").must(200)["data"]
                  if item["event"] == "REFUSE"]
        appeal = journeys[1].organism.referent.post(f"{journeys[1].path}/appeals", {"decision_id": told["decision_id"], "grounds": "Mal apprécié.", "proof": "Lettre signée"})
        expect_equal(appeal.must(201)["filed_on"], there)
        admitted = world.certifier.post(f"/v1/appeals/{appeal['id']}/events", {
            "event": "DECLARE_ADMISSIBLE", "expected_version": appeal["version"], "data": {}}).must(201)
        expect_equal(admitted["resource"]["admissible_on"], there)


@story
def the_day_of_a_sitting_is_that_of_its_beginning(world):
    """By the event and by the resource; in the zone that is said, else the organism's."""
    world.set_today("2026-06-01")
    journey = Journey(world).informed("2026-05-04")

    def wrong(pointer, code, **data):
        reply = journey.send("START_PRIOR", "2026-05-12", data).must_refuse(code, 422)
        expect_equal(reply.errors, {f"/data{pointer}": code})

    late = "2026-05-11T23:30:00+02:00"  # the 11th in Paris, the 12th in Réunion
    wrong("/held_on", "DAY_OF_START_DIFFERS", held_on="2026-05-12", starts_at=late)
    wrong("/held_on", "DAY_OF_START_DIFFERS", held_on="2026-05-11", starts_at=late, time_zone="Indian/Reunion")
    wrong("/ends_at", "RANGE", starts_at=late, ends_at=late)
    wrong("/ends_at", "RANGE", starts_at=late, ends_at="2026-05-13T09:00:00+02:00")
    wrong("/starts_at", "REQUIRED", held_on="2026-05-12", ends_at=late)
    journey.event("START_PRIOR", "2026-05-12", {"starts_at": late}, to="PRIOR_IN_PROGRESS")
    path = f"/v1/evaluations/{journey.open_evaluation()['id']}/sittings"
    evaluator = journey.organism.evaluator
    refused = evaluator.post(path, {"held_on": "2026-05-13", "starts_at": "2026-05-13T22:30:00Z"}).must(422)
    expect_equal(refused.errors, {"/held_on": "DAY_OF_START_DIFFERS"})
    evaluator.post(path, {"held_on": "2026-05-14", "starts_at": "2026-05-13T22:30:00Z"}).must(201)
    evaluator.post(path, {"starts_at": "2026-05-15T22:30:00Z", "time_zone": "Indian/Reunion"}).must(201)
    expect_equal([(one["held_on"], one["time_zone"]) for one in evaluator.get(path).must(200)["data"]],
                 [("2026-05-11", PARIS), ("2026-05-14", PARIS), ("2026-05-16", "Indian/Reunion")])


@story
def the_day_of_a_session_is_that_of_its_beginning(world):
    """Moving the beginning moves the day; the day never moves away from its beginning."""
    world.set_today("2026-06-01")
    secretary, path = world.commission.secretary, f"/v1/commissions/{world.commission.id}/sessions"
    expect_equal(secretary.post(path, {}).must(422).errors, {"/held_on": "REQUIRED"})
    both = {"held_on": "2026-06-11", "starts_at": "2026-06-10T21:30:00Z"}
    expect_equal(secretary.post(path, both).must(422).errors, {"/held_on": "DAY_OF_START_DIFFERS"})
    made = secretary.post(path, {"starts_at": "2026-06-10T22:30:00Z"}).must(201)
    expect_equal((made["held_on"], made["time_zone"]), ("2026-06-11", PARIS))

    def change(**members):
        now = secretary.get(f"/v1/sessions/{made['id']}").must(200)
        return secretary.patch(f"/v1/sessions/{made['id']}", members, version=now["version"])

    expect_equal(change(held_on="2026-06-12").must(422).errors, {"/held_on": "DAY_OF_START_DIFFERS"})
    expect_equal(change(starts_at="2026-06-14T08:00:00Z").must(200)["held_on"], "2026-06-14")
    expect_equal(change(starts_at="2026-06-14T12:30:00Z", time_zone=NOUMEA).must(200)["held_on"], "2026-06-14")
    expect_equal(change(time_zone="Pacific/Wallis").must(200)["held_on"], "2026-06-15")
    expect_equal(change(held_on="2026-06-20", starts_at=None).must(200)["held_on"], "2026-06-20")
    expect_equal(change(held_on="2026-06-21").must(200)["held_on"], "2026-06-21")


@story
def an_appointment_has_its_day_in_its_zone(world):
    """The evening before in Paris is the morning of the day in Nouméa."""
    organism = organism_in(world, NOUMEA)
    with clock(world) as set_clock:
        set_clock("2026-03-29T14:00:00Z")  # the 30th there
        candidate = world.candidate(organism)["id"]
        body = {"candidate_id": candidate, "kind": "OTHER", "duration_minutes": 60}
        past = organism.counsellor.post("/v1/appointments", body | {"starts_at": "2026-03-29T09:00:00+11:00"})
        past.must_refuse("APPOINTMENT_PAST", 409)
        made = organism.counsellor.post("/v1/appointments", body | {"starts_at": "2026-03-30T09:00:00+11:00"}).must(201)
        expect_equal(made["time_zone"], NOUMEA)
        expect_equal(len(organism.counsellor.get("/v1/appointments?from=2026-03-30&to=2026-03-30").must(200)["data"]), 1)
        event = f"/v1/appointments/{made['id']}/events"
        organism.counsellor.post(event, {"event": "DONE"}).must(201)
        far = organism.counsellor.post("/v1/appointments", body | {"starts_at": "9999-12-31T23:00:00Z"}).must(422)
        expect_equal(far.errors, {"/starts_at": "DATE_OUT_OF_RANGE"})  # not called past


@story
def nothing_of_a_file_precedes_its_contact(world):
    """Invariant 19: acts, sittings, training, requests, proofs and consents."""
    world.set_today("2026-06-01")
    journey = Journey(world).open("2026-05-04")
    early, later, soon = "2026-05-03", "2026-05-04", "2026-06-02"

    def early_at(pointer, event, on, data):
        """Told with the date that lies before the contact, and where it stands."""
        reply = journey.refused("BEFORE_CONTACT", event, on, data)
        expect_equal(reply.details("BEFORE_CONTACT"), {"date": early, "limit_date": later, "pointer": pointer}, f"{event}")

    early_at("/occurred_on", "RECORD_INFORMATION", early, {"has_consent": True})
    early_at("/data/requested_on", "WITHDRAW", later, {"requested_on": early})
    journey.refused("DATE_IN_FUTURE", "WITHDRAW", "2026-06-01", {"requested_on": soon})
    early_at("/data/written_proof_on", "ABANDON", later, {"written_proof_on": early})
    to_come = journey.refused("DATE_IN_FUTURE", "ABANDON", "2026-06-01", {"written_proof_on": soon})
    expect_equal(to_come.reasons, ["DATE_IN_FUTURE"])
    expect_equal(to_come.details("DATE_IN_FUTURE"), {"date": soon, "limit_date": "2026-06-01", "pointer": "/data/written_proof_on"})
    other = world.organisms[1]
    early_at("/data/consent_on", "TRANSFER", later, {"to_org_id": other.id, "consent_on": early})
    journey.event("RECORD_INFORMATION", later, {"has_consent": True})
    early_at("/data/held_on", "START_PRIOR", later, {"held_on": early})
    early_at("/data/held_on", "START_PRIOR", later, {"starts_at": "2026-05-03T09:00:00Z"})
    journey.prior("2026-05-12", fails=("2",)).restitution("2026-05-12")
    path = {"planned_start_date": early, "planned_end_date": "2026-06-30", "modules": journey.modules(["2"])}
    early_at("/data/planned_start_date", "PROPOSE_PATH", "2026-05-12", path)
    modules = journey.modules(["2"]) + journey.modules(["2"], planned_start_date=early)
    sent = path | {"planned_start_date": "2026-05-12", "modules": modules}  # within the path, which does not precede it
    expect_equal(journey.send("PROPOSE_PATH", "2026-05-12", sent).errors, {"/data/modules/1/planned_start_date": "RANGE"})
    meeting = Journey(world, other, candidate=journey.candidate).open("2026-05-20")
    asked = other.counsellor.post(f"{meeting.path}/transfer-requests", {"consent_on": "2026-05-19"})
    expect_equal(asked.must_refuse("BEFORE_CONTACT", 409).details("BEFORE_CONTACT"),
                 {"date": "2026-05-19", "limit_date": "2026-05-20", "pointer": "/consent_on"})


@story
def a_date_has_a_horizon(world):
    """Ten years ahead by default, of what is planned two years, counted from the day of the caller."""
    world.set_today("2026-06-01")
    path = f"/v1/commissions/{world.commission.id}/sessions?dry_run=true"
    world.commission.secretary.post(path, {"held_on": "2028-06-01"}).must(201)
    for day in ("2028-06-02", "9999-12-31", "1899-12-31", "0001-01-01"):
        refused = world.commission.secretary.post(path, {"held_on": day}).must(422)
        expect_equal(refused.errors, {"/held_on": "DATE_OUT_OF_RANGE"}, day)
    members = {"organism_id": world.organisms[0].id, "role": "EMPLOYEE", "valid_from": "2026-06-01", "valid_to": "2099-12-31"}
    refused = world.certifier.post(f"/v1/persons/{world.person()}/affiliations", members).must(422)
    expect_equal(refused.errors, {"/valid_to": "DATE_OUT_OF_RANGE"})


@story
def hours_of_one_day_are_counted_once(world):
    """The same module, day and hours a second time: a slip, unless it is stated that they are others."""
    world.set_today("2026-06-01")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14")
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").accept("2026-01-20")
    first, second = (module["id"] for module in journey.live_path()["modules"])
    journey.event("RECORD_ATTENDANCE", "2026-02-03", {"module_id": first, "attended_minutes": 180})
    again = {"module_id": first, "attended_minutes": 180}
    for who in ("trainer", "referent"):
        reply = journey.refused("ATTENDANCE_ALREADY_RECORDED", "RECORD_ATTENDANCE", "2026-02-03", again, who=who)
    history = journey.client("referent").get(f"{journey.path}/history").must(200)["data"]
    recorded = [event["id"] for event in history if event["event"] == "RECORD_ATTENDANCE"]
    expect_equal([reply.details("ATTENDANCE_ALREADY_RECORDED")], [{"id": recorded[0], "pointer": "/data/is_distinct"}])
    journey.refused("ATTENDANCE_ALREADY_RECORDED", "RECORD_ATTENDANCE", "2026-02-03", again | {"is_distinct": False})
    # Another day, other hours, another module; and the afternoon of that morning.
    journey.event("RECORD_ATTENDANCE", "2026-02-04", again)
    journey.event("RECORD_ATTENDANCE", "2026-02-03", {"module_id": first, "attended_minutes": 240})
    journey.event("RECORD_ATTENDANCE", "2026-02-03", {"module_id": second, "attended_minutes": 180})
    journey.event("RECORD_ATTENDANCE", "2026-02-03", again | {"is_distinct": True})
    expect_equal([module["attended_minutes"] for module in journey.live_path()["modules"]], [780, 180])
    # Without a day it is today's.
    body = {"event": "RECORD_ATTENDANCE", "data": {"module_id": second, "attended_minutes": 120}}
    journey.client("trainer").post(f"{journey.path}/events", body).must(201)
    journey.client("trainer").post(f"{journey.path}/events", body).must_refuse("ATTENDANCE_ALREADY_RECORDED", 409)


@story
def hours_beyond_those_of_a_module_are_accounted_for(world):
    world.set_today("2026-06-01")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14")
    journey.propose("2026-01-20", ["2"], "2026-02-02", "2026-06-30").accept("2026-01-20")
    module = journey.live_path()["modules"][0]
    expect_equal(module["planned_minutes"], 1200)

    def attend(hours, **data):
        return {"module_id": module["id"], "attended_minutes": hours * 60} | data

    journey.event("RECORD_ATTENDANCE", "2026-02-03", attend(14))
    reply = journey.refused("HOURS_BEYOND_MODULE", "RECORD_ATTENDANCE", "2026-02-04", attend(7))
    expect_equal(reply.details("HOURS_BEYOND_MODULE"), {"limit_minutes": 1200, "attended_minutes": 840, "left_minutes": 360,
                                                            "pointer": "/data/overrun_reason"})
    journey.event("RECORD_ATTENDANCE", "2026-02-04", attend(6))
    journey.event("RECORD_ATTENDANCE", "2026-02-05", attend(3, overrun_reason="Reprise des pourcentages"))
    journey.refused("HOURS_BEYOND_MODULE", "RECORD_ATTENDANCE", "2026-02-05", attend(1978, overrun_reason="Erreur de frappe"))
    path = journey.live_path()
    shown = journey.client("referent").get(f"/v1/paths/{path['id']}/modules").must(200)["data"][0]
    expect_equal((shown["attended_minutes"], shown["overrun_reason"]), (1380, "Reprise des pourcentages"))
