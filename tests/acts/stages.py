# SPDX-License-Identifier: EUPL-1.2
"""Candidacies at each stage, in the hands of the first organism; everything has happened by DAY."""

from harness.journey import Journey
from harness.session import Session

DAY = "2026-02-10"
PRIOR_DAY = "2026-01-14"
SESSION_DAY = DAY


def at(journey):
    """The day on which the next act is dated."""
    return {"CONTACT": "2026-01-05", "INFORMED": PRIOR_DAY, "PRIOR_IN_PROGRESS": PRIOR_DAY, "PRIOR_COMPLETED": PRIOR_DAY}.get(journey.state, DAY)


def fresh(world):
    return Journey(world).open("2026-01-05")


def informed(world):
    return Journey(world).informed("2026-01-05")


def prior(world):
    return informed(world).start_prior(PRIOR_DAY)


def partial(world):
    return informed(world).prior(PRIOR_DAY, fails=("2", "3")).restitution(PRIOR_DAY, to="PARTIAL")


def proposed(world):
    return partial(world).propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30")


def training(world):
    return proposed(world).accept("2026-01-20")


def ready_for_final(world):
    return training(world).close_modules(DAY).event("CLOSE_PATH", DAY, to="FINAL_READY")


def final(world):
    return ready_for_final(world).event("START_FINAL", DAY, {"held_on": DAY}).results(DAY)


def jury_ready(world):
    return informed(world).prior(PRIOR_DAY).restitution(PRIOR_DAY, to="JURY_READY")


def submitted(world):
    return jury_ready(world).submit("2026-01-20")


def opened(world, journey):
    session = Session(world, SESSION_DAY).put(journey).convene("2026-02-01")
    return session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()


class Stage:
    @staticmethod
    def graded(world):
        return prior(world).results(PRIOR_DAY, ("2", "3"))

    @staticmethod
    def completed(world):
        return Stage.graded(world).event("COMPLETE_PRIOR", PRIOR_DAY)

    @staticmethod
    def event_of(journey, name):
        """The last one of that name in the history."""
        return next((one["id"] for one in reversed(journey.client("referent").every(f"{journey.path}/events")) if one["event"] == name), None)

    @staticmethod
    def trained(world):
        return training(world).close_modules(DAY)

    @staticmethod
    def declined(world):
        return proposed(world).event("DECLINE_PATH", DAY, {"reason": "Trop loin"})

    @staticmethod
    def abandoned(world):
        return informed(world).event("ABANDON", PRIOR_DAY, {"written_proof_on": PRIOR_DAY})

    @staticmethod
    def deferred(world):
        journey = submitted(world)
        Session(world, SESSION_DAY).held(journey, "DEFERRED", request_text="Une pièce manque.")
        return journey.refresh()

    @staticmethod
    def meeting(world):
        """The contact that the second organism has with somebody whose file the first one holds."""
        held = informed(world)
        return Journey(world, world.organisms[1], candidate=held.candidate).open("2026-01-05")

    @staticmethod
    def sitting_of(journey):
        return journey.open_evaluation()["sittings"][-1]["id"]

    @staticmethod
    def module_of(journey):
        return journey.live_path()["modules"][0]["id"]

    @staticmethod
    def attendance_of(journey):
        """The event of the latest attendance; None where there is none."""
        events = journey.world.certifier.every(f"{journey.path}/events")
        return next((row["id"] for row in reversed(events) if row["event"] == "RECORD_ATTENDANCE"), None)

    @staticmethod
    def attended(world):
        journey = training(world)
        return journey.event("RECORD_ATTENDANCE", DAY, {"module_id": Stage.module_of(journey), "attended_minutes": 210})

    @staticmethod
    def other_trainer(journey):
        organism = journey.organism
        if "TRAINER2" not in organism.people:
            journey.world.staff(organism, "TRAINER2", "TRAINER")
            journey.world.flush()
        return organism.person("TRAINER2")

    @staticmethod
    def site(organism):
        if "site" not in organism.__dict__:
            organism.__dict__["site"] = organism.referent.post(f"/v1/organisms/{organism.id}/sites", {"name": "Centre"}).must(201)["id"]
        return organism.__dict__["site"]

    @staticmethod
    def site_of(journey):
        return Stage.site(journey.organism)
