# SPDX-License-Identifier: EUPL-1.2
"""What was attended is told in minutes, and corrected when it was told wrongly: by whom, when, why, and what it was before; until a
decision rests on it."""

from story import Journey, Session, expect, expect_equal, story

TODAY = "2026-06-01"


def training(world, domains=("2", "3"), organism=None):
    world.set_today(TODAY)
    journey = Journey(world, organism).informed("2026-01-05").prior("2026-01-14", fails=domains).restitution("2026-01-14", to="PARTIAL")
    return journey.propose("2026-01-20", list(domains), "2026-02-02", "2026-05-30").accept("2026-01-22")


def attend(journey, minutes, on="2026-02-03", module=0, **data):
    """The event that recorded it."""
    journey.event("RECORD_ATTENDANCE", on, {"module_id": journey.live_path()["modules"][module]["id"], "attended_minutes": minutes} | data)
    return history(journey)[-1]["id"]


def history(journey):
    return journey.client("referent").every(f"{journey.path}/events")


def correction(attendance, minutes, **data):
    return {"attendance_id": attendance, "attended_minutes": minutes, "reason": "Feuille d’émargement relue"} | data


def attended(journey):
    return [module["attended_minutes"] for module in journey.live_path()["modules"]]


@story
def half_hours_are_real(world):
    journey = training(world)
    attend(journey, 210)
    attend(journey, 45, on="2026-02-04")
    expect_equal(attended(journey), [255, 0])
    module = journey.live_path()["modules"][0]["id"]
    for wrong in (0, -30, 3.5, "210", 120001):
        refused = journey.send("RECORD_ATTENDANCE", "2026-02-05", {"module_id": module, "attended_minutes": wrong}).must(422)
        expect_equal(list(refused.errors), ["/data/attended_minutes"], wrong)
    refused = journey.send("RECORD_ATTENDANCE", "2026-02-05", {"module_id": module, "hours": 3}).must(422)
    expect_equal(refused.errors, {"/data/hours": "UNKNOWN_FIELD", "/data/attended_minutes": "REQUIRED"})
    # What is left is said as people say it.
    refused = journey.refused("HOURS_BEYOND_MODULE", "RECORD_ATTENDANCE", "2026-02-05", {"module_id": module, "attended_minutes": 1000})
    said = str([reason["message"] for reason in refused["reasons"]])
    expect("20\\xa0h\\xa0;" in said and "15\\xa0h\\xa045\\xa0min" in said, said)


@story
def what_was_told_wrongly_is_corrected_and_stays_in_the_history(world):
    journey = training(world)
    wrong = attend(journey, 420)
    attend(journey, 180, on="2026-02-04")
    journey.refused("REASON_REQUIRED", "CORRECT_ATTENDANCE", TODAY, {"attendance_id": wrong, "attended_minutes": 210})
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(wrong, 210), to="IN_TRAINING")
    expect_equal(attended(journey), [390, 0])
    rows = history(journey)
    recorded = next(row for row in rows if row["id"] == wrong)
    expect_equal(recorded["data"]["attended_minutes"], 420, "what was recorded stands as it was")
    told = rows[-1]
    module = journey.live_path()["modules"][0]["id"]
    expect_equal((told["event"], told["person_id"], told["occurred_on"], told["data"]),
                 ("CORRECT_ATTENDANCE", journey.organism.person("TRAINER"), TODAY,
                  {"attendance_id": wrong, "module_id": module, "previous_minutes": 420, "attended_minutes": 210}))
    expect("Feuille d’émargement relue" in str(told), f"why: {told}")
    # Corrected once more, it is that which is corrected; and as it stands already it is not corrected.
    same = journey.refused("NOTHING_CHANGED", "CORRECT_ATTENDANCE", TODAY, correction(wrong, 210))
    expect_equal(same.details("NOTHING_CHANGED")["pointer"], "/data/attended_minutes")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(wrong, 0), who="referent")
    expect_equal((attended(journey), history(journey)[-1]["data"]["previous_minutes"]), ([180, 0], 210))
    journey.refused("ATTENDANCE_NOT_IN_PATH", "CORRECT_ATTENDANCE", TODAY, correction(wrong, 60))
    # Of that day nothing is recorded any more: as long as before it is no twin of anything.
    attend(journey, 420)
    expect_equal(attended(journey), [600, 0])
    # The day of another module, of which nobody came.
    journey.refused("ATTENDANCE_NOT_IN_PATH", "CORRECT_ATTENDANCE", TODAY, correction(module, 60))
    journey.refused("ATTENDANCE_NOT_IN_PATH", "CORRECT_ATTENDANCE", TODAY, correction(told["id"], 60))
    again = next(row["id"] for row in reversed(history(journey)) if row["event"] == "RECORD_ATTENDANCE")
    journey.refused("DATE_BEFORE_PREVIOUS_ACT", "CORRECT_ATTENDANCE", "2026-01-21", correction(again, 60))


@story
def a_correction_keeps_to_the_minutes_of_the_module(world):
    journey = training(world)
    first = attend(journey, 600)
    attend(journey, 600, on="2026-02-04")
    refused = journey.refused("HOURS_BEYOND_MODULE", "CORRECT_ATTENDANCE", TODAY, correction(first, 601))
    expect_equal(refused.details("HOURS_BEYOND_MODULE"), {"limit_minutes": 1200, "attended_minutes": 600, "left_minutes": 600,
                                                         "pointer": "/data/overrun_reason"})
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(first, 700, overrun_reason="Une séance de plus"))
    path = journey.live_path()["id"]

    def shown():
        module = journey.client("referent").get(f"/v1/paths/{path}/modules").must(200)["data"][0]
        return module["attended_minutes"], module["overrun_reason"]

    expect_equal(shown(), (1300, "Une séance de plus"))
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(first, 650))
    expect_equal(shown(), (1250, "Une séance de plus"), "still beyond")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(first, 590))
    expect_equal(shown(), (1190, None), "nothing is beyond any more")


@story
def until_the_commission_has_decided(world):
    """A closed module too, in every state behind it, until the file is with the commission; and never again once it has decided."""
    journey = training(world)
    attendance = attend(journey, 300)
    journey.close_modules("2026-03-30")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(attendance, 290), to="IN_TRAINING")
    journey.event("CLOSE_PATH", "2026-03-31", to="FINAL_READY")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(attendance, 280), who="referent", to="FINAL_READY")
    journey.final("2026-04-02")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(attendance, 270), who="referent", to="FINAL_COMPLETED")
    journey.restitution("2026-04-02", to="JURY_READY")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(attendance, 260), who="referent", to="JURY_READY")
    journey.submit("2026-04-03")
    journey.refused("INVALID_STATE", "CORRECT_ATTENDANCE", TODAY, correction(attendance, 250), who="referent")
    Session(world, TODAY).held(journey, "REFUSED", reasons="Trop juste", domain_codes=["2"])
    expect_equal(journey.refresh().state, "PARTIAL")
    journey.refused("TRAINING_DECIDED_UPON", "CORRECT_ATTENDANCE", TODAY, correction(attendance, 250), who="referent")
    told = journey.client("referent").get(f"{journey.path}/allowed-events?explain=true").must(200)["data"]
    expect_equal([event["is_allowed"] for event in told if event["event"] == "CORRECT_ATTENDANCE"], [False], told)
    # What was interrupted since is corrected again.
    journey.propose(TODAY, ["2"], TODAY, "2026-12-31").accept(TODAY)
    again = attend(journey, 120, on=TODAY)
    journey.event("INTERRUPT_PATH", TODAY, {"reason": "Déménagement"}, to="PARTIAL")
    journey.event("CORRECT_ATTENDANCE", TODAY, correction(again, 90), who="referent", to="PARTIAL")
    expect_equal(attended(journey), [90])


@story
def who_trains_for_another_organism_corrects_his_own(world):
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    journey = Journey(world, here).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    [elsewhere] = journey.modules(("2",), there.person("TRAINER"), training_org_id=there.id)
    journey.event("PROPOSE_PATH", "2026-01-20", {"planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30",
                                                 "modules": [elsewhere, *journey.modules(("3",))]}, to="PATH_PROPOSED")
    journey.accept("2026-01-22")
    modules = {module["domain_code"]: module["id"] for module in journey.live_path()["modules"]}

    def act(client, event, data):
        return client.post(f"{journey.path}/events", {"event": event, "occurred_on": TODAY, "data": data})

    own = act(there.trainer, "RECORD_ATTENDANCE", {"module_id": modules["2"], "attended_minutes": 240}).must(201)["id"]
    others = act(here.trainer, "RECORD_ATTENDANCE", {"module_id": modules["3"], "attended_minutes": 240}).must(201)["id"]
    act(there.trainer, "CORRECT_ATTENDANCE", correction(own, 210)).must(201)
    act(there.trainer, "CORRECT_ATTENDANCE", correction(others, 210)).must_refuse("ATTENDANCE_NOT_IN_PATH", 409)
    act(there.trainer, "CORRECT_ATTENDANCE", correction(own, 2400, overrun_reason="x")).must_refuse("HOURS_BEYOND_MODULE", 409)
    refused = act(here.trainer, "CORRECT_ATTENDANCE", correction(own, 150)).must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal(refused.details("ACT_OF_ANOTHER")["whose"], "TRAINER")
    act(here.referent, "CORRECT_ATTENDANCE", correction(own, 200)).must(201)
    shown = there.trainer.every(f"{journey.path}/events")
    expect_equal([(row["event"], row["data"]["attended_minutes"]) for row in shown],
                 [("RECORD_ATTENDANCE", 240), ("CORRECT_ATTENDANCE", 210), ("CORRECT_ATTENDANCE", 200)])
    expect_equal({module["id"]: module["attended_minutes"] for module in journey.refresh().live_path()["modules"]},
                 {modules["2"]: 200, modules["3"]: 240})
