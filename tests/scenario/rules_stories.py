# SPDX-License-Identifier: EUPL-1.2
"""How a candidacy ends or pauses without the jury: T12, T18, T25 to T31, scenarios 17, 19, 21, 30 and 32 of the domain."""

import time

from story import Journey, Session, expect, expect_equal, statuses, story, together


def partial(world, on="2026-01-14", fails=("2",), **options):
    world.set_today(on)
    return Journey(world, **options).informed(on).prior(on, fails=fails).restitution(on, to="PARTIAL")


def in_training(world, on="2026-01-14", end="2026-12-31", **options):
    return partial(world, on, **options).propose(on, ["2"], on, end).accept(on)


def jury_ready(world, on="2026-01-14", **options):
    world.set_today(on)
    return Journey(world, **options).informed(on).prior(on).restitution(on, to="JURY_READY")


def at(journey, state, who="referent"):
    """Reads it again and expects this state."""
    return journey._take(journey.read(who).body, state)


def last_event(journey, who="referent"):
    return journey.client(who).get(f"{journey.path}/history").must(200)["data"][-1]


# T12


@story
def an_interrupted_path_makes_room_for_another(world):
    journey = in_training(world)
    module = journey.live_path()["modules"][0]
    journey.event("RECORD_ATTENDANCE", "2026-01-14", {"module_id": module["id"], "attended_minutes": 180})
    world.set_today("2026-03-01")
    journey.refused("REASON_REQUIRED", "INTERRUPT_PATH", "2026-03-01")
    journey.refused("DATE_BEFORE_PREVIOUS_ACT", "INTERRUPT_PATH", "2026-01-13", {"reason": "Le formateur est parti."})
    journey.refused("ROLE_NOT_ALLOWED", "INTERRUPT_PATH", "2026-03-01", {"reason": "x"}, who="evaluator", status=403)
    journey.event("INTERRUPT_PATH", "2026-03-01", {"reason": "Le formateur est parti."}, to="PARTIAL")
    expect_equal(journey.live_path()["status"], "INTERRUPTED")
    expect("reason" not in last_event(journey)["data"], "free text in the history")
    journey.propose("2026-03-01", ["2"], "2026-03-02", "2026-06-30").accept("2026-03-01")
    expect_equal([path["status"] for path in journey.client("referent").get(f"{journey.path}/paths").must(200)["data"]],
                 ["INTERRUPTED", "ACCEPTED"])


# T18


@story
def a_file_comes_back_until_it_is_on_an_agenda(world):
    journey = jury_ready(world)
    journey.submit("2026-01-14")
    first = journey.file()
    journey.event("RECALL_FILE", "2026-01-14", to="JURY_READY")
    expect_equal(world.commission.secretary.get(f"/v1/files/{first['id']}").status, 404, "the file is still with the commission")
    journey.submit("2026-01-14")
    expect(journey.file()["id"] != first["id"], "the same file again")
    session = Session(world, "2026-02-10").put(journey)
    at(journey, "ON_AGENDA")
    journey.refused("FILE_ON_AGENDA", "RECALL_FILE", "2026-01-14")
    journey.refused("FILE_ON_AGENDA", "WITHDRAW", "2026-01-14", {"requested_on": "2026-01-14"})
    session.event("CANCEL", "2026-01-14", reason="Salle indisponible")
    at(journey, "SUBMITTED")
    journey.event("RECALL_FILE", "2026-01-14", to="JURY_READY")


@story
def a_late_file_of_the_direct_route_stays(world):
    """It could not be submitted again."""
    journey = jury_ready(world, "2021-03-15")
    journey.submit("2021-03-15")
    world.set_today("2026-03-16")
    journey.refused("DEADLINE_PASSED", "RECALL_FILE", "2026-03-16")
    at(journey, "SUBMITTED")


# T26


@story
def a_withdrawal_needs_a_dated_request(world):
    journey = partial(world)
    journey.refused("REQUEST_NOT_DATED", "WITHDRAW", "2026-01-14")
    to_come = journey.refused("DATE_IN_FUTURE", "WITHDRAW", "2026-01-14", {"requested_on": "2026-01-15"})
    expect_equal(to_come.reasons, ["DATE_IN_FUTURE"])
    journey.refused("ROLE_NOT_ALLOWED", "WITHDRAW", "2026-01-14", {"requested_on": "2026-01-14"}, who="evaluator", status=403)
    journey.event("WITHDRAW", "2026-01-14", {"requested_on": "2026-01-14"}, to="WITHDRAWN")
    expect_equal(last_event(journey)["data"], {"requested_on": "2026-01-14"})
    journey.refused("INVALID_STATE", "PROPOSE_PATH", "2026-01-14", {
        "planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30", "modules": journey.modules(["2"])})


@story
def the_candidate_withdraws_himself(world):
    """Out of the queue of the commission, and out of a training path."""
    training, submitted = in_training(world), jury_ready(world)
    submitted.submit("2026-01-14")
    for journey in (training, submitted):
        himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
        world.flush()
        journey.event("WITHDRAW", "2026-01-14", who=himself, to="WITHDRAWN")
    expect_equal(training.live_path()["status"], "INTERRUPTED")
    expect_equal(world.commission.secretary.get(submitted.path).status, 404, "the commission still sees it")


# T27, T28


@story
def abandoned_and_resumed(world):
    """Scenario 32."""
    journey = in_training(world, "2024-07-01", "2025-06-30")
    deadline = journey.deadline
    world.set_today("2024-12-28")
    journey.refused("TOO_EARLY", "ABANDON", "2024-12-28")
    world.set_today("2025-02-01")
    journey.event("ABANDON", "2025-02-01", to="ABANDONED")
    expect_equal(journey.read()["previous_state"], "IN_TRAINING")
    journey.refused("INVALID_STATE", "CLOSE_PATH", "2025-02-01")
    world.set_today("2025-09-01")
    journey.event("RESUME", "2025-09-01", to="IN_TRAINING")
    expect_equal((journey.deadline, journey.read()["previous_state"]), (deadline, None))
    journey.close_modules("2025-09-01").event("CLOSE_PATH", "2025-09-01", to="FINAL_READY")


@story
def nothing_is_resumed_after_the_deadline(world):
    """Scenario 32, before and after the sweep."""
    journey = in_training(world, "2021-03-15", "2021-06-30")
    world.set_today("2022-03-15")
    journey.event("ABANDON", "2022-03-15", to="ABANDONED")
    world.set_today("2026-03-16")
    journey.refused("DEADLINE_PASSED", "RESUME", "2026-03-16")


@story
def proof_shortens_the_wait(world):
    journey = partial(world)
    journey.refused("TOO_EARLY", "ABANDON", "2026-01-14")
    journey.event("ABANDON", "2026-01-14", {"written_proof_on": "2026-01-14"}, to="ABANDONED")
    journey.event("RESUME", "2026-01-14", who=world.certifier, to="PARTIAL")
    event = last_event(journey)
    expect_equal(event["acting_org_id"], None, "the certifier acts for no organism")


# T29


@story
def the_certifier_cancels(world):
    journey = in_training(world)
    journey.refused("ROLE_NOT_ALLOWED", "CANCEL", "2026-01-14", {"reason": "ERROR"}, who="referent", status=403)
    journey.refused("REASON_REQUIRED", "CANCEL", "2026-01-14", who=world.certifier)
    journey.refused("ENUM", "CANCEL", "2026-01-14", {"reason": "WHIM"}, who=world.certifier, status=422)
    journey.refused("ROLE_NOT_ALLOWED", "CLOSE_PATH", "2026-01-14", who=world.certifier, status=403)
    journey.event("CANCEL", "2026-01-14", {"reason": "DUPLICATE"}, who=world.certifier, to="CANCELLED")
    expect_equal((last_event(journey)["reason"], journey.read()["cancel_reason"]), ("DUPLICATE", "DUPLICATE"))
    expect_equal(journey.live_path()["status"], "INTERRUPTED")
    journey.refused("INVALID_STATE", "CANCEL", "2026-01-14", {"reason": "ERROR"}, who=world.certifier)


@story
def a_cancelled_file_leaves_its_agenda(world):
    journey, other = jury_ready(world), jury_ready(world)
    for one in (journey, other):
        one.submit("2026-01-14")
    session = Session(world, "2026-02-10").put(journey, other)
    before = session.read().version
    at(journey, "ON_AGENDA").event("CANCEL", "2026-01-14", {"reason": "ERROR"}, who=world.certifier, to="CANCELLED")
    expect(session.read().version > before, "the session did not move")
    world.set_today("2026-02-10")
    session.convene("2026-02-10").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    at(other, "ON_AGENDA")
    other.refused("SESSION_LOCKED", "CANCEL", "2026-02-10", {"reason": "ERROR"}, who=world.certifier)
    session.vote(other, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(other, "CERTIFIED").close().sign()
    at(other, "CERTIFIED")
    other.refused("INVALID_STATE", "CANCEL", "2026-02-10", {"reason": "FRAUD"}, who=world.certifier)


# T30, T31


@story
def a_cycle_begins_again_after_a_withdrawal(world):
    """T30; not behind a fraud."""
    journey = partial(world)
    journey.event("WITHDRAW", "2026-01-14", {"requested_on": "2026-01-14"}, to="WITHDRAWN")
    again = Journey(world, candidate=journey.candidate).informed("2026-01-14")
    expect_equal(again.read()["previous_candidacy_id"], journey.id)
    again.event("CANCEL", "2026-01-14", {"reason": "FRAUD"}, who=world.certifier, to="CANCELLED")
    third = Journey(world, candidate=journey.candidate).open("2026-01-14")
    expect_equal(third.read()["previous_candidacy_id"], journey.id)


@story
def a_candidate_moves_to_another_organism(world):
    """Scenario 30."""
    here, there = world.organisms[0], world.organisms[1]
    journey = in_training(world, organism=here)
    data = {"to_org_id": there.id, "consent_on": "2026-01-14"}
    expect_equal(there.referent.get(journey.path).status, 404, "seen before the transfer")
    journey.refused("REQUIRED", "TRANSFER", "2026-01-14", {"consent_on": "2026-01-14"}, status=422)
    journey.refused("CONSENT_MISSING", "TRANSFER", "2026-01-14", {"to_org_id": there.id})
    journey.refused("DATE_IN_FUTURE", "TRANSFER", "2026-01-14", data | {"consent_on": "2026-01-15"})
    journey.refused("SAME_RECORD", "TRANSFER", "2026-01-14", data | {"to_org_id": here.id}, status=422)
    journey.refused("ROLE_NOT_ALLOWED", "TRANSFER", "2026-01-14", data, who="counsellor", status=403)
    journey.refused("TRANSFER_NOT_AGREED", "TRANSFER", "2026-01-14", data)
    before = journey.offered(there, "2026-01-14").summary()
    journey.event("TRANSFER", "2026-01-14", data, to="IN_TRAINING")
    expect_equal(journey.read(there.referent)["owner_org_id"], there.id)
    after = journey.summary(there.referent)
    expect_equal((statuses(after.body), after["deadline_date"]), (statuses(before.body), before["deadline_date"]))
    # The former organism reads and writes no more.
    journey.read(here.referent)
    module = journey.live_path()["modules"][0]
    journey.refused("NOT_FOUND", "CLOSE_MODULE", "2026-01-14", {"module_id": module["id"]}, who=here.trainer, status=404)
    here.referent.post(f"{journey.path}/portfolios", {}).must_refuse("OUT_OF_SCOPE", 403)
    expect_equal([path["status"] for path in there.referent.get(f"{journey.path}/paths").must(200)["data"]], ["ACCEPTED"])
    journey.organism = there
    # Its trainers reach those whom they train; the others are for the référent.
    journey.send("CLOSE_MODULE", "2026-01-14", {"module_id": module["id"]}, who="trainer").must(404)
    journey.close_modules("2026-01-14", who="referent").event("CLOSE_PATH", "2026-01-14", to="FINAL_READY")
    # A contact moves too; its last event is the transfer, which says who holds it now.
    contact = Journey(world, here).open("2026-01-14").offered(there, "2026-01-14").event("TRANSFER", "2026-01-14", data, to="CONTACT")
    # Nobody has consented to be followed there yet: that he exists, and his reference.
    seen = there.counsellor.get(f"/v1/candidates/{contact.candidate['id']}").must(200)
    expect_equal((seen["reference"], seen["birth_name"]), (contact.candidate["reference"], None))


@story
def some_candidacies_do_not_move(world):
    here, there = world.organisms[0], world.organisms[1]
    data = {"to_org_id": there.id, "consent_on": "2026-01-14"}
    world.set_today("2026-01-14")
    journey = Journey(world, here).informed("2026-01-14").start_prior("2026-01-14")
    journey.refused("EVALUATION_IN_PROGRESS", "TRANSFER", "2026-01-14", data)
    trainers_only = world.organism(evaluation=None)
    world.organisms.remove(trainers_only)
    world.flush()
    ready = jury_ready(world, organism=here)
    ready.refused("ORGANISM_NOT_HABILITATED", "TRANSFER", "2026-01-14", data | {"to_org_id": trainers_only.id})
    ready.refused("REFERENCE_UNKNOWN", "TRANSFER", "2026-01-14", data | {"to_org_id": "01980000-0000-7000-8000-000000000001"}, status=422)
    ready.submit("2026-01-14")
    Session(world, "2026-02-10").put(ready)
    at(ready, "ON_AGENDA").refused("FILE_ON_AGENDA", "TRANSFER", "2026-01-14", data)
    allowed = here.referent.get(f"{ready.path}/allowed-events").must(200)["data"]
    guards = {guard["code"]: guard["answer"] for event in allowed if event["event"] == "TRANSFER" for guard in event["guards"]}
    expect_equal(guards["FILE_ON_AGENDA"], "UNMET")


# T25 and decision 16: the sweep, on demand (it does not run by itself in these stories)


def sweep(world, on=None):
    """Runs until nothing is left; what was moved altogether."""
    if on:
        world.set_today(on)
    moved = {"expired_count": 0, "abandoned_count": 0}
    while True:
        run = world.certifier.post("/v1/jobs/expiry/runs", key=False).must(200)
        moved = {name: count + run[name] for name, count in moved.items()}
        if not run["has_more"]:
            return moved


@story
def the_sweep_expires_the_day_after(world):
    """Scenario 17."""
    journey = in_training(world, "2021-03-15", "2021-06-30")
    sweep(world, "2026-03-15")
    at(journey, "IN_TRAINING")
    expect(sweep(world, "2026-03-16")["expired_count"] >= 1, "nothing expired")
    at(journey, "EXPIRED")
    event = last_event(journey)
    expect_equal((event["event"], event["reason"], event["occurred_on"], event["acting_org_id"], event["person_id"]),
                 ("EXPIRE", "FIVE_YEARS", "2026-03-16", None, None))
    expect_equal(journey.live_path()["status"], "INTERRUPTED")
    before = journey.read().body
    expect_equal(sweep(world), {"expired_count": 0, "abandoned_count": 0}, "the second time")
    expect_equal(journey.read().body, before)


@story
def everything_that_must_expire_does(world):
    """Every state of T25, and those that stay: finals held in time."""
    on, end = "2021-03-15", "2021-06-30"
    world.set_today(on)
    completed = Journey(world).informed(on).prior(on, fails=("2",))
    missing, direct = partial(world, on), jury_ready(world, on)
    proposed = partial(world, on).propose(on, ["2"], on, end)
    ready = in_training(world, on, end).close_modules(on).event("CLOSE_PATH", on, to="FINAL_READY")
    abandoned = partial(world, on).event("ABANDON", on, {"written_proof_on": on}, to="ABANDONED")
    submitted = jury_ready(world, on).submit(on)
    finals = [in_training(world, on, end).close_modules(on).event("CLOSE_PATH", on, to="FINAL_READY") for _ in range(3)]
    world.set_today("2026-03-15")
    for final in finals:
        final.event("START_FINAL", "2026-03-15", {"held_on": "2026-03-15"}, to="FINAL_IN_PROGRESS")
    started, done, given_back = finals
    for final in (done, given_back):
        final.results("2026-03-15").event("COMPLETE_FINAL", "2026-03-15", to="FINAL_COMPLETED")
    given_back.restitution("2026-03-15", to="JURY_READY")
    sweep(world, "2026-03-16")
    for journey in (completed, missing, direct, proposed, ready, abandoned):
        at(journey, "EXPIRED")
    at(started, "FINAL_IN_PROGRESS")
    at(done, "FINAL_COMPLETED")
    sweep(world, "2026-04-14")
    at(started, "FINAL_IN_PROGRESS")
    sweep(world, "2026-04-15")
    at(started, "EXPIRED")
    at(given_back, "JURY_READY")
    at(submitted, "SUBMITTED")
    abandoned.refused("DEADLINE_PASSED", "RESUME", "2026-04-15")
    direct.refused("DEADLINE_PASSED", "SUBMIT_FILE", "2026-04-15")  # scenario 19


@story
def after_the_expiry_everything_begins_again(world):
    """Scenario 21."""
    old = in_training(world, "2021-03-15", "2021-06-30")
    sweep(world, "2026-03-16")
    at(old, "EXPIRED")
    world.set_today("2026-04-02")
    new = Journey(world, candidate=old.candidate).informed("2026-04-02")
    expect_equal((new.read()["previous_candidacy_id"], new.deadline), (old.id, None))
    expect_equal(statuses(old.summary())["1"], "VALIDATED")
    new.start_prior("2026-04-02")
    expect_equal(len(new.missing_codes()), len(world.referential.criteria), "the new prior evaluation covers everything")
    new.results("2026-04-02", fails=("1",)).event("COMPLETE_PRIOR", "2026-04-02", to="PRIOR_COMPLETED")
    expect_equal((new.missing_domains(), new.deadline), (["1"], "2031-04-02"))


@story
def what_never_became_a_file_is_closed(world):
    """Decision 16: 90 days, 12 months; a resumed contact gets its time again."""
    world.set_today("2026-01-14")
    contact = Journey(world).open("2026-01-14")
    informed, started = Journey(world).informed("2026-01-14"), Journey(world).informed("2026-01-14").start_prior("2026-01-14")
    sweep(world, "2026-04-14")
    at(contact, "CONTACT")
    sweep(world, "2026-04-15")
    at(contact, "ABANDONED")
    event = last_event(contact)
    expect_equal((event["event"], event["reason"]), ("ABANDON", "NO_INFORMATION"))
    elsewhere = Journey(world, world.organisms[1], candidate=world.candidate(world.organisms[1]))
    elsewhere.informed("2026-04-15")
    contact.event("RESUME", "2026-04-15", to="CONTACT")
    sweep(world)
    at(contact, "CONTACT")
    sweep(world, "2027-01-14")
    at(informed, "INFORMED")
    sweep(world, "2027-01-15")
    for journey in (informed, started):
        at(journey, "ABANDONED")
        expect_equal(last_event(journey)["reason"], "NO_ACTIVITY")
    world.set_today("2028-06-01")
    at(started, "ABANDONED")
    started.event("RESUME", "2028-06-01", to="PRIOR_IN_PROGRESS").results("2028-06-01")


@story
def an_abandoned_contact_blocks_nobody(world):
    """Two organisms opened a contact; the one is closed by the sweep while the other has the file."""
    world.set_today("2026-01-14")
    here, there = world.organisms[0], world.organisms[1]
    identity = world.identity()
    first = Journey(world, here, candidate=here.counsellor.post("/v1/candidates", identity).must(201).body).open("2026-01-14")
    world.set_today("2026-03-20")
    known = there.counsellor.post("/v1/candidates", identity).must_refuse("DUPLICATE_CANDIDATE", 409)
    candidate = {"id": known.details("DUPLICATE_CANDIDATE")["candidate_id"]}
    second = Journey(world, there, candidate=candidate).informed("2026-03-20")
    sweep(world, "2026-04-15")
    at(first, "ABANDONED")
    at(second, "INFORMED")
    first.event("RESUME", "2026-04-15", to="CONTACT")
    first.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", "2026-04-15", {"has_consent": True})


@story
def the_sweep_is_for_who_runs_the_service(world):
    world.organisms[0].referent.post("/v1/jobs/expiry/runs", key=False).must_refuse("ROLE_NOT_ALLOWED", 403)
    operator = world.key("SYSTEM", None, ["ADMINISTRATOR"], None)
    world.flush()
    operator.post("/v1/jobs/expiry/runs", key=False).must(200)


def restart(instance, world, period_s):
    instance.stop_server()
    instance.environment["CLEA_JOBS_EXPIRY_PERIOD_S"] = period_s
    instance.start_server()
    for client in world.clients:
        client.close()


@story
def the_sweep_runs_by_itself(instance, world):
    journey = partial(world, "2021-03-15")
    restart(instance, world, "60")  # two seconds in a sandbox
    try:
        world.set_today("2026-03-15")
        time.sleep(3)
        at(journey, "PARTIAL")
        world.set_today("2026-03-16")
        end = time.monotonic() + 10
        while journey.read()["state"] == "PARTIAL" and time.monotonic() < end:
            time.sleep(0.2)
        at(journey, "EXPIRED")
    finally:
        restart(instance, world, "0")
