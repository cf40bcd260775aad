# SPDX-License-Identifier: EUPL-1.2
"""Path, trainers, habilitations: scenarios 23 to 28 and 33 of the domain."""

from harness.event import event_body
from story import Journey, expect, expect_equal, statuses, story

PERIOD = {"planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30"}


def partial(world, fails=("2", "3"), organism=None):
    world.set_today("2026-12-31")
    journey = Journey(world, organism).informed("2026-01-05").prior("2026-01-14", fails=fails)
    return journey.restitution("2026-01-14", to="PARTIAL")


def proposal(journey, domains=("2", "3"), trainer=None, **changes):
    members = {name: changes.pop(name) for name in ("training_org_id",) if name in changes}
    return PERIOD | {"modules": journey.modules(domains, trainer, **members)} | changes


@story
def an_evaluator_is_never_the_trainer(world):
    """Scenario 23: nor under a second account, nor in another organism."""
    here, there = world.organisms[0], world.organisms[1]
    journey = partial(world, organism=here)
    evaluator = here.person("EVALUATOR")
    world.affiliate(evaluator, here.id, "TRAINER")
    twin = world.person(human_id=evaluator)
    world.affiliate(twin, here.id, "TRAINER")
    world.affiliate(twin, there.id, "TRAINER")
    world.flush()
    for trainer, organism in ((evaluator, here), (twin, here), (twin, there)):
        journey.refused("TRAINER_IS_EVALUATOR", "PROPOSE_PATH", "2026-01-20",
                        proposal(journey, trainer=trainer, training_org_id=organism.id))
    # Of several modules each that is at fault is told by itself, with its own trainer.
    two, nobody = proposal(journey, trainer=evaluator), world.person()
    world.flush()
    two["modules"][1] |= {"trainer_id": twin}
    both = journey.refused("TRAINER_IS_EVALUATOR", "PROPOSE_PATH", "2026-01-20", two)
    expect_equal([(told["details"]["pointer"], told["details"]["id"]) for told in both["reasons"] if told["code"] == "TRAINER_IS_EVALUATOR"],
                 [("/data/modules/0", evaluator), ("/data/modules/1", twin)])
    for module in two["modules"]:
        module["trainer_id"] = nobody
    two["modules"][0]["trainer_id"] = here.person("COUNSELLOR")
    both = journey.refused("TRAINER_NOT_AFFILIATED", "PROPOSE_PATH", "2026-01-20", two)
    expect_equal([told["details"]["id"] for told in both["reasons"]], [here.person("COUNSELLOR"), nobody])
    journey.event("PROPOSE_PATH", "2026-01-20", proposal(journey), to="PATH_PROPOSED")
    journey.accept("2026-01-22")
    module = journey.live_path()["modules"][0]
    journey.refused("TRAINER_IS_EVALUATOR", "CHANGE_TRAINER", "2026-02-10", {"module_id": module["id"], "trainer_id": twin})


@story
def the_separation_is_told_before_it_is_refused(world):
    """A16, asked for rather than run into: under a second account too."""
    organism = world.organisms[0]
    journey = partial(world, organism=organism)
    evaluator = organism.person("EVALUATOR")
    twin, stranger = world.person(human_id=evaluator), world.person()
    ask = lambda person: organism.referent.get(f"{journey.path}/separation-check?person_id={person}").must(200).body  # noqa: E731
    for person in (evaluator, twin):
        answer = ask(person)
        expect_equal((answer["cycle_role"], answer["may_evaluate"], answer["may_train"]), ("EVALUATOR", True, False))
    expect_equal((ask(stranger)["cycle_role"], ask(stranger)["may_train"]), (None, True))
    organism.referent.get(f"{journey.path}/separation-check").must(400)
    world.organisms[1].referent.get(f"{journey.path}/separation-check?person_id={stranger}").must(404)


@story
def a_trainer_is_never_the_evaluator(world):
    """The other direction, at the final evaluation."""
    organism = world.organisms[0]
    trainer = world.person()
    world.affiliate(trainer, organism.id, "TRAINER")
    world.affiliate(trainer, organism.id, "EVALUATOR")
    world.flush()
    journey = partial(world)
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30", trainer=trainer).accept("2026-01-22")
    for module in journey.live_path()["modules"]:
        journey.event("CLOSE_MODULE", "2026-06-30", {"module_id": module["id"]}, who="referent")
    journey.event("CLOSE_PATH", "2026-06-30", to="FINAL_READY")
    journey.refused("EVALUATOR_IS_TRAINER", "START_FINAL", "2026-07-01", {"held_on": "2026-07-01", "evaluator_id": trainer}, who="referent")
    journey.event("START_FINAL", "2026-07-01", {"held_on": "2026-07-01"}, to="FINAL_IN_PROGRESS")
    journey.refused("EVALUATOR_IS_TRAINER", "ADD_SITTING", "2026-07-02", {"held_on": "2026-07-02", "evaluator_id": trainer}, who="referent")


def both(world, organism):
    """Somebody with both functions in one organism, and a key of them; nothing else."""
    person = world.person()
    for role in ("EVALUATOR", "TRAINER"):
        world.affiliate(person, organism.id, role)
    key = world.key("ORGANISM", organism.id, ["EVALUATOR", "TRAINER"], person)
    world.flush()
    return person, key


def cycle_role(organism, journey, person):
    answer = organism.referent.get(f"{journey.path}/separation-check?person_id={person}").must(200).body
    return answer["cycle_role"], answer["may_evaluate"], answer["may_train"]


@story
def who_evaluates_in_the_name_of_a_colleague_evaluates(world):
    """Each act of an evaluator binds whoever enters it, whoever it names; what a referent plans or a counsellor gives back does not."""
    world.set_today("2026-12-31")
    organism = world.organisms[0]
    colleague = organism.person("EVALUATOR")
    named = {"evaluator_id": colleague}
    day = "2026-01-14"
    acts = {
        "START_PRIOR": lambda journey, who: journey.event("START_PRIOR", "2026-01-13", {"held_on": "2026-01-13"} | named, who=who),
        "ADD_SITTING": lambda journey, who: journey.event("ADD_SITTING", day, {"held_on": day} | named, who=who),
        "RECORD_RESULTS": lambda journey, who: journey.event("RECORD_RESULTS", day, {
            "results": journey.grid(journey.missing_codes(), ("2", "3"))} | named, who=who),
        "COMPLETE_PRIOR": lambda journey, who: journey.event("COMPLETE_PRIOR", day, named, who=who),
        "RECORD_RESTITUTION": lambda journey, who: journey.event("RECORD_RESTITUTION", day, {"person_id": colleague}, who=who),
    }
    for bound in acts:
        person, key = both(world, organism)
        journey = Journey(world, organism).informed("2026-01-05")
        for act, enter in acts.items():
            enter(journey, key if act == bound else "evaluator")
        expect_equal(cycle_role(organism, journey, person), ("EVALUATOR", True, False), bound)
        for client in (organism.referent, world.certifier):  # whose hand it was is read, beside whom it names
            told = {row["event"]: (row["person_id"], row["recorded_by"]) for row in client.every(f"{journey.path}/history")}
            expect_equal(told[bound], (colleague, person), bound)
            expect_equal({event: who[1] for event, who in told.items() if event in acts and event != bound}, dict.fromkeys(set(acts) - {bound}))
        expect_equal(journey.state, "PARTIAL")
        journey.refused("TRAINER_IS_EVALUATOR", "PROPOSE_PATH", "2026-01-20", proposal(journey, trainer=person))
        journey.event("PROPOSE_PATH", "2026-01-20", proposal(journey), to="PATH_PROPOSED")
    person, key = both(world, organism)  # named at the end, by a colleague, without a sitting
    journey = Journey(world, organism).informed("2026-01-05").start_prior(day).results(day, ("2", "3"))
    journey.event("COMPLETE_PRIOR", day, {"evaluator_id": person}).restitution(day, to="PARTIAL")
    journey.refused("TRAINER_IS_EVALUATOR", "PROPOSE_PATH", "2026-01-20", proposal(journey, trainer=person))
    counsellor, referent = organism.person("COUNSELLOR"), organism.person("REFERENT")
    for typist in (counsellor, referent):
        expect_equal(cycle_role(organism, journey, typist), (None, True, True))


@story
def who_trained_evaluates_in_nobodys_name(world):
    """Told before it is tried, too; a merge afterwards is refused as a second account would have been."""
    organism = world.organisms[0]
    colleague = organism.person("EVALUATOR")
    person, key = both(world, organism)
    journey = partial(world)
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30", trainer=person).accept("2026-01-22")
    for module in journey.live_path()["modules"]:
        journey.event("CLOSE_MODULE", "2026-06-30", {"module_id": module["id"]}, who=key)
    journey.event("CLOSE_PATH", "2026-06-30", to="FINAL_READY")
    named, day = {"evaluator_id": colleague}, "2026-07-01"
    grid = lambda: {"results": journey.grid(journey.missing_codes())}  # noqa: E731
    hand = lambda event, data: journey.refused("EVALUATOR_IS_TRAINER", event, day, data, who=key)  # noqa: E731
    hand("START_FINAL", {"held_on": day} | named)
    hand("START_FINAL", {"held_on": day})
    dry = key.post(f"{journey.path}/events?dry_run=true", {"event": "START_FINAL", "occurred_on": day, "expected_version": journey.version,
                                                           "data": {"held_on": day} | named})
    dry.must_refuse("EVALUATOR_IS_TRAINER", 409)
    journey.event("START_FINAL", day, {"held_on": day} | named, who="referent", to="FINAL_IN_PROGRESS")
    allowed = {row["event"]: row["is_allowed"] for row in key.get(f"{journey.path}/allowed-events").must(200)["data"]}
    expect_equal({event: allowed[event] for event in ("ADD_SITTING", "RECORD_RESULTS", "CORRECT_SITTING", "CANCEL_SITTING")},
                 dict.fromkeys(("ADD_SITTING", "RECORD_RESULTS", "CORRECT_SITTING", "CANCEL_SITTING"), False))
    sitting = journey.open_evaluation()["sittings"][0]["id"]
    hand("ADD_SITTING", {"held_on": "2026-07-01"} | named)
    hand("CORRECT_SITTING", {"sitting_id": sitting, "place": "Salle 2", "reason": "Essai."})
    hand("CANCEL_SITTING", {"sitting_id": sitting, "reason": "Essai."})
    hand("RECORD_RESULTS", grid() | named)
    journey.event("RECORD_RESULTS", day, grid())
    hand("COMPLETE_FINAL", named)
    hand("COMPLETE_FINAL", {})
    journey.refused("EVALUATOR_IS_TRAINER", "COMPLETE_FINAL", day, {"evaluator_id": person})
    journey.event("COMPLETE_FINAL", day, to="FINAL_COMPLETED")
    hand("RECORD_RESTITUTION", {"person_id": colleague})
    # Another function opens nothing: neither by his hand, nor in his name by whoever may enter it.
    for role in ("REFERENT", "COUNSELLOR"):
        world.affiliate(person, organism.id, role)
        again = world.key("ORGANISM", organism.id, [role], person)
        world.flush()
        for data in ({}, {"person_id": colleague}, {"person_id": person}):
            journey.refused("EVALUATOR_IS_TRAINER", "RECORD_RESTITUTION", day, data, who=again)
        allowed = {row["event"]: row["is_allowed"] for row in again.get(f"{journey.path}/allowed-events").must(200)["data"]}
        expect_equal(allowed["RECORD_RESTITUTION"], False, role)
    for typist in ("evaluator", "counsellor", "referent"):
        journey.refused("EVALUATOR_IS_TRAINER", "RECORD_RESTITUTION", day, {"person_id": person}, who=typist)
    journey.event("RECORD_RESTITUTION", day, {"person_id": colleague}, who="evaluator", to="JURY_READY")
    evaluation = journey.client("evaluator").get(f"{journey.path}/evaluations").must(200)["data"][-1]["id"]
    journey.refused("EVALUATOR_IS_TRAINER", "CORRECT_RESTITUTION", day, {"evaluation_id": evaluation, "synthesis": "Autre.", "reason": "Essai."},
                    who=again)
    expect_equal(cycle_role(organism, journey, person), ("TRAINER", False, True))


@story
def a_merge_keeps_apart_who_acted(world):
    """A hand that no sitting names, and a trainer: never one human."""
    organism = world.organisms[0]
    hand, key = both(world, organism)
    trainer, _ = both(world, organism)
    world.set_today("2026-12-31")
    journey = Journey(world, organism).informed("2026-01-05").start_prior("2026-01-14")
    journey.event("RECORD_RESULTS", "2026-01-14", {"results": journey.grid(journey.missing_codes(), ("2", "3")),
                                                   "evaluator_id": organism.person("EVALUATOR")}, who=key)
    journey.event("COMPLETE_PRIOR", "2026-01-14").restitution("2026-01-14", to="PARTIAL")
    survivor = world.person()
    world.end("persons", survivor, {"duplicate_id": hand}).must(201)
    journey.refused("TRAINER_IS_EVALUATOR", "PROPOSE_PATH", "2026-01-20", proposal(journey, trainer=hand))
    journey.event("PROPOSE_PATH", "2026-01-20", proposal(journey, trainer=trainer), to="PATH_PROPOSED")
    world.end("persons", survivor, {"duplicate_id": trainer}).must_refuse("MERGE_BREAKS_SEPARATION", 409)


@story
def one_organism_two_persons(world):
    """Scenario 25."""
    journey = partial(world)
    journey.event("PROPOSE_PATH", "2026-01-20", proposal(journey), to="PATH_PROPOSED")
    path = journey.live_path()
    expect_equal((path["status"], sorted(module["domain_code"] for module in path["modules"])), ("PROPOSED", ["2", "3"]))


@story
def a_path_bears_on_missing_domains(world):
    """Scenario 26."""
    journey = partial(world)
    journey.refused("PATH_DOMAIN_ALREADY_VALIDATED", "PROPOSE_PATH", "2026-01-20", proposal(journey, ("1", "2", "3")))
    journey.refused("PATH_INCOMPLETE", "PROPOSE_PATH", "2026-01-20", proposal(journey, ("2",)))
    journey.refused("PATH_EMPTY", "PROPOSE_PATH", "2026-01-20", proposal(journey, ()))
    journey.refused("REFERENCE_UNKNOWN", "PROPOSE_PATH", "2026-01-20", proposal(journey, ("2", "3", "9")), status=422)
    # What is wrong with one of them is said of that one.
    for place, member, value in ((0, "domain_code", "9"), (1, "domain_code", "9"), (0, "trainer_id", journey.id), (1, "trainer_id", journey.id)):
        wrong = proposal(journey, ("2", "3"))
        wrong["modules"][place][member] = value
        refused = journey.send("PROPOSE_PATH", "2026-01-20", wrong).must(422)
        expect_equal(refused.errors, {f"/data/modules/{place}/{member}": "REFERENCE_UNKNOWN"})


@story
def a_path_ends_before_the_deadline(world):
    """Scenario 27."""
    world.set_today("2026-12-31")
    journey = Journey(world).informed("2022-05-01").prior("2022-05-10", fails=("2", "3")).restitution("2022-05-10", to="PARTIAL")
    expect_equal(journey.deadline, "2027-05-10")
    journey.refused("PATH_BEYOND_DEADLINE", "PROPOSE_PATH", "2026-12-31",
                    proposal(journey, planned_start_date="2027-01-02", planned_end_date="2027-06-01"))
    journey.refused("PATH_BEYOND_DEADLINE", "PROPOSE_PATH", "2026-12-31",
                    proposal(journey, planned_start_date="2027-01-02", planned_end_date="2027-05-11"))
    refused = journey.refused("PATH_BEYOND_DEADLINE", "PROPOSE_PATH", "2026-12-31",
                              proposal(journey, planned_start_date="2027-01-02", planned_end_date="2027-05-11"))
    expect_equal(refused.details("PATH_BEYOND_DEADLINE")["pointer"], "/data/planned_end_date")
    # The days of a module lie within those of its path.
    for member, value in (("planned_start_date", "2027-01-01"), ("planned_end_date", "2027-05-11")):
        wrong = proposal(journey, planned_start_date="2027-01-02", planned_end_date="2027-05-10")
        wrong["modules"][1][member] = value
        expect_equal(journey.send("PROPOSE_PATH", "2026-12-31", wrong).must(422).errors, {f"/data/modules/1/{member}": "RANGE"})
    journey.event("PROPOSE_PATH", "2026-12-31",
                  proposal(journey, planned_start_date="2027-01-02", planned_end_date="2027-05-10"), to="PATH_PROPOSED")


@story
def the_final_evaluation_follows_the_training(world):
    """Scenario 28."""
    journey = partial(world)
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-09-30").accept("2026-01-22")
    journey.refused("PATH_NOT_CLOSED", "START_FINAL", "2026-09-30", {"held_on": "2026-09-30"})
    first, second = journey.live_path()["modules"]
    journey.event("CLOSE_MODULE", "2026-09-01", {"module_id": first["id"]})
    reply = journey.refused("MODULES_OPEN", "CLOSE_PATH", "2026-09-30")
    expect(second["domain_code"] in str(reply.details("MODULES_OPEN")) or second["id"] in str(reply.details("MODULES_OPEN")),
           reply.details("MODULES_OPEN"))
    journey.refused("MODULE_CLOSED", "CLOSE_MODULE", "2026-09-30", {"module_id": first["id"]})
    journey.event("CLOSE_MODULE", "2026-09-30", {"module_id": second["id"]})
    journey.event("CLOSE_PATH", "2026-09-30", to="FINAL_READY")
    refused = journey.refused("DOMAINS_MISSING", "SUBMIT_FILE", "2026-09-30")
    expect_equal([reason["resolve_with"]["event"] for reason in refused.body["reasons"] if reason["code"] == "DOMAINS_MISSING"], ["START_FINAL"])
    journey.refused("FINAL_BEFORE_TRAINING_END", "START_FINAL", "2026-10-01", {"held_on": "2026-09-29"})
    journey.event("START_FINAL", "2026-09-30", {"held_on": "2026-09-30"}, to="FINAL_IN_PROGRESS")


@story
def a_final_evaluation_takes_up_what_is_missing(world):
    """Validated sub-domains are kept; what stays missing leads to a new path."""
    journey = partial(world, fails=("2.1", "2.4", "3.2"))
    journey.trained("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30")
    journey.event("START_FINAL", "2026-07-01", {"held_on": "2026-07-01"}, to="FINAL_IN_PROGRESS")
    codes = journey.missing_codes()
    expect_equal(sorted(codes), sorted(world.referential.of("2.1", "2.4", "3.2")), "the scope of the final evaluation")
    journey.refused("CRITERION_OUT_OF_SCOPE", "RECORD_RESULTS", "2026-07-01",
                    {"results": [{"criterion_code": "1.1.1", "status": "VALIDATED"}]})
    evaluation = journey.open_evaluation()
    journey.results("2026-07-01", fails=("2.4.1",))
    says = {"2": "NOT_VALIDATED", "2.1": "VALIDATED", "2.4": "NOT_VALIDATED", "3": "VALIDATED", "3.2": "VALIDATED"}
    for _ in ("open", "completed"):
        found = statuses(journey.results_of(evaluation, level="subdomain"))
        expect_equal(found, says, "a domain is validated when what is taken up of it is: the rest was before")
        if journey.state == "FINAL_IN_PROGRESS":
            journey.event("COMPLETE_FINAL", "2026-07-01", to="FINAL_COMPLETED")
    journey.restitution("2026-07-02", to="PARTIAL")
    attestation = journey.organism.referent.get(f"/v1/evaluations/{evaluation['id']}/attestation").must(200)
    expect_equal(statuses(attestation), says, "the attestation")
    expect_equal((journey.missing_domains(), journey.deadline), (["2"], "2031-01-14"))
    found = statuses(journey.summary())
    expect_equal((found["2.1"], found["2.4"], found["3"]), ("VALIDATED", "NOT_VALIDATED", "VALIDATED"))
    journey.trained("2026-07-03", ["2"], "2026-07-06", "2026-08-31").final("2026-09-01").restitution("2026-09-01", to="JURY_READY")
    expect_equal([evaluation["kind"] for evaluation in journey.evaluations()], ["PRIOR", "FINAL", "FINAL"])


@story
def a_final_evaluation_may_cover_a_part(world):
    journey = partial(world)
    journey.trained("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30")
    journey.refused("DOMAIN_ALREADY_VALIDATED", "START_FINAL", "2026-07-01", {"held_on": "2026-07-01", "domain_codes": ["1"]})
    journey.event("START_FINAL", "2026-07-01", {"held_on": "2026-07-01", "domain_codes": ["3"]}, to="FINAL_IN_PROGRESS")
    journey.results("2026-07-01").event("COMPLETE_FINAL", "2026-07-01", to="FINAL_COMPLETED")
    journey.restitution("2026-07-01", to="PARTIAL")
    expect_equal(journey.missing_domains(), ["2"])


@story
def a_path_may_be_declined_and_proposed_again(world):
    journey = partial(world)
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30")
    journey.refused("INVALID_STATE", "PROPOSE_PATH", "2026-01-21", proposal(journey))
    journey.event("DECLINE_PATH", "2026-01-25", {"reason": "Dates impossibles"}, to="PARTIAL")
    journey.event("PROPOSE_PATH", "2026-02-01", proposal(journey), to="PATH_PROPOSED")
    paths = journey.organism.referent.get(f"{journey.path}/paths").must(200)["data"]
    expect_equal([path["status"] for path in paths], ["DECLINED", "PROPOSED"])
    journey.refused("CONSENT_MISSING", "ACCEPT_PATH", "2026-02-02", {})


@story
def attendance_is_counted_and_modules_may_be_waived(world):
    journey = partial(world)
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").accept("2026-01-22")
    first, second = journey.live_path()["modules"]
    journey.event("RECORD_ATTENDANCE", "2026-02-10", {"module_id": first["id"], "attended_minutes": 420})
    journey.event("RECORD_ATTENDANCE", "2026-02-11", {"module_id": first["id"], "attended_minutes": 240})
    journey.event("CLOSE_MODULE", "2026-03-01", {"module_id": first["id"]})
    journey.refused("REASON_REQUIRED", "CLOSE_MODULE", "2026-03-02", {"module_id": second["id"], "status": "WAIVED"})
    journey.event("CLOSE_MODULE", "2026-03-02", {"module_id": second["id"], "status": "WAIVED", "reason": "Préparation personnelle"})
    modules = {module["id"]: module for module in journey.live_path()["modules"]}
    expect_equal((modules[first["id"]]["attended_minutes"], modules[first["id"]]["status"], modules[second["id"]]["status"]),
                 (660, "DONE", "WAIVED"))
    journey.event("CLOSE_PATH", "2026-03-02", to="FINAL_READY")


@story
def a_path_is_not_wholly_waived(world):
    journey = partial(world)
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").accept("2026-01-22")
    for module in journey.live_path()["modules"]:
        journey.event("CLOSE_MODULE", "2026-03-02", {"module_id": module["id"], "status": "WAIVED", "reason": "Seul"})
    journey.refused("PATH_WHOLLY_WAIVED", "CLOSE_PATH", "2026-03-02")


@story
def a_module_of_another_path_is_unknown(world):
    mine, other = partial(world), partial(world)
    for journey in (mine, other):
        journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").accept("2026-01-22")
    mine.refused("MODULE_NOT_IN_PATH", "CLOSE_MODULE", "2026-03-02", {"module_id": other.live_path()["modules"][0]["id"]})


@story
def the_trainer_must_belong_to_a_training_organism(world):
    journey = partial(world)
    journey.refused("TRAINER_NOT_AFFILIATED", "PROPOSE_PATH", "2026-01-20",
                    proposal(journey, trainer=world.organisms[1].person("TRAINER")))
    untrained = world.organism(training=None)
    world.flush()
    journey.refused("TRAINING_ORGANISM_NOT_ALLOWED", "PROPOSE_PATH", "2026-01-20",
                    proposal(journey, trainer=untrained.person("TRAINER"), training_org_id=untrained.id))


@story
def a_habilitation_counts_on_the_day_of_the_act(world):
    """Scenario 33."""
    organism = world.organism(evaluation=("2023-01-01", "2025-12-31"))
    world.flush()
    world.set_today("2026-01-03")
    journey = Journey(world, organism).informed("2025-12-20")
    journey.event("START_PRIOR", "2025-12-31", {"held_on": "2025-12-31"}, to="PRIOR_IN_PROGRESS")
    world.set_today("2026-01-05")
    journey.refused("ORGANISM_NOT_HABILITATED", "ADD_SITTING", "2026-01-05", {"held_on": "2026-01-05"})
    late = Journey(world, organism)
    late.organism.counsellor.post("/v1/candidacies", {"candidate_id": late.candidate["id"], "occurred_on": "2026-01-05"}) \
        .must_refuse("ORGANISM_NOT_HABILITATED", 409)
    early = Journey(world, organism).informed("2025-12-30")
    early.refused("ORGANISM_NOT_HABILITATED", "START_PRIOR", "2026-01-05", {"held_on": "2026-01-05"})


@story
def a_suspension_stops_an_evaluation_and_keeps_what_was_done(world):
    """A29: sittings dated inside the suspension are refused, earlier ones stay; afterwards the evaluation goes on."""
    world.set_today("2026-01-01")
    organism = world.organism()
    world.flush()
    world.set_today("2026-02-01")
    journey = Journey(world, organism).informed("2026-01-05").start_prior("2026-01-10")
    journey.results("2026-01-10", only=world.referential.of("1"))
    held = next(item for item in world.certifier.get(f"/v1/habilitations?organism_id={organism.id}&activity=EVALUATION").must(200)["data"])

    def decide(event, on, **members):
        return world.certifier.post(f"/v1/habilitations/{held['id']}/events", event_body(event, occurred_on=on, **members)).must(201)["resource"]

    decide("SUSPEND", "2026-01-15", note="Contrôle sur place.")
    journey.refused("ORGANISM_NOT_HABILITATED", "ADD_SITTING", "2026-01-15", {"held_on": "2026-01-15"})
    journey.event("ADD_SITTING", "2026-01-14", {"held_on": "2026-01-14"}).results("2026-01-14")
    journey.event("COMPLETE_PRIOR", "2026-01-14", to="PRIOR_COMPLETED")
    late = Journey(world, organism, candidate=world.candidate(organism))
    late.organism.counsellor.post("/v1/candidacies", {"candidate_id": late.candidate["id"], "occurred_on": "2026-01-20"}) \
        .must_refuse("ORGANISM_NOT_HABILITATED", 409)
    decide("LIFT", "2026-01-25")
    late.informed("2026-01-25").start_prior("2026-01-25")
    late.refused("ORGANISM_NOT_HABILITATED", "ADD_SITTING", "2026-01-25", {"held_on": "2026-01-24"})


@story
def what_was_held_before_a_suspension_or_an_end_of_its_day_stays_right(world):
    """In the order in which they are recorded; lifted on the day it began, a suspension leaves the rest of the day, and stands in acts alone."""
    day = "2026-02-01"
    world.set_today(day)
    organism = world.organism()
    world.flush()
    journey = Journey(world, organism).informed("2026-01-05").start_prior(day)
    [held] = world.certifier.get(f"/v1/habilitations?organism_id={organism.id}&activity=EVALUATION").must(200)["data"]

    def decide(event, **members):
        return world.certifier.post(f"/v1/habilitations/{held['id']}/events", event_body(event, **members)).must(201)["resource"]

    for hour in (10, 11):
        decide("SUSPEND", note="Contrôle sur place.")
        journey.refused("ORGANISM_NOT_HABILITATED", "ADD_SITTING", day, {"held_on": day})
        expect_equal(broken(world), [])
        lifted = decide("LIFT")
        journey.event("ADD_SITTING", day, {"starts_at": f"{day}T{hour}:00:00+01:00"})
    expect_equal(lifted["suspensions"], [], "no day was suspended")
    expect_equal([(act["event"], act["occurred_on"], act["note"]) for act in lifted["acts"]][-4:],
                 [("SUSPEND", day, "Contrôle sur place."), ("LIFT", day, None)] * 2)
    decide("WITHDRAW", note="Fraude.")
    journey.refused("ORGANISM_NOT_HABILITATED", "ADD_SITTING", day, {"held_on": day})
    expect_equal(broken(world), [])


def broken(world):
    return [row for row in world.certifier.get("/v1/invariants").must(200)["data"] if row["status"] == "BROKEN"]
