# SPDX-License-Identifier: EUPL-1.2
"""Several roles of one credential: each acts where its own relation reaches, and lends the others nothing."""

from story import Journey, expect_equal, story

TODAY = "2026-06-30"
DAY = "2026-02-10"


def training(world):
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    return journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").accept("2026-01-22")


def acts(journey):
    """What may happen in training, whoever does it."""
    module = journey.live_path()["modules"][0]["id"]
    return {
        "RECORD_ATTENDANCE": {"module_id": module, "attended_minutes": 180},
        "CORRECT_ATTENDANCE": {"attendance_id": module, "attended_minutes": 180, "reason": "x"},
        "CLOSE_MODULE": {"module_id": module},
        "REOPEN_MODULE": {"module_id": module, "reason": "x"},
        "INTERRUPT_PATH": {"reason": "Déménagement"},
        "CHANGE_TRAINER": {"module_id": module, "trainer_id": journey.organism.person("TRAINER")},
        "WITHDRAW": {"requested_on": DAY},
        "ABANDON": {"written_proof_on": DAY},
    }


def answers(journey, client):
    """{event: whether it would be done}, run dry."""
    return {event: client.post(f"{journey.path}/events?dry_run=true", {"event": event, "occurred_on": DAY, "data": data}).status
            for event, data in acts(journey).items()}


def done(statuses):
    return {event for event, status in statuses.items() if status == 201}


@story
def no_role_lends_the_trainers_its_reach(world):
    """Each role of an organism beside TRAINER, in one key: of who trains elsewhere it may what it may alone; of who trains here, both."""
    world.set_today(TODAY)
    journey = training(world)
    here = journey.organism
    roles = ("COUNSELLOR", "EVALUATOR", "REFERENT")
    keys = {}
    # The same human as the trainer of the module, under an account of its own.
    twin, stranger = world.person(human_id=here.person("TRAINER")), world.person()
    for who in (twin, stranger):
        for role in (*roles, "TRAINER"):
            world.affiliate(who, here.id, role, "2020-01-01")
    for role in roles:
        keys[role] = [world.key("ORGANISM", here.id, held, who) for held, who in (
            ([role], stranger), ([role, "TRAINER"], stranger), ([role, "TRAINER"], twin))]
    world.flush()
    of_trainers = done(answers(journey, here.trainer))
    expect_equal(of_trainers, {"RECORD_ATTENDANCE", "CLOSE_MODULE", "INTERRUPT_PATH"}, "what the trainer may")
    for role in roles:
        alone, both, training_too = keys[role]
        own = done(answers(journey, alone))
        expect_equal(done(answers(journey, both)), own, f"{role} with TRAINER, of a candidate whom somebody else trains")
        expect_equal(done(answers(journey, training_too)), own | of_trainers, f"{role} with TRAINER, of a candidate of one's own")
    elsewhere = keys["EVALUATOR"][1].post(f"{journey.path}/events?dry_run=true", {"event": "CLOSE_PATH", "occurred_on": DAY}).must(403)
    expect_equal((elsewhere.code, elsewhere.details("ACT_OF_ANOTHER")["whose"]), ("ACT_OF_ANOTHER", "TRAINER"))
    answers_of_evaluator = answers(journey, keys["EVALUATOR"][1])
    expect_equal({answers_of_evaluator[event] for event in of_trainers}, {403}, "an evaluator closes nobody's training")
