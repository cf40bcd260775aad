# SPDX-License-Identifier: EUPL-1.2
"""Five years, the last day included: scenarios 13 to 15 of the domain."""

from story import Journey, expect_equal, story


def ready_for_final(world, prior, trained="2022-06-30", fails=("2",)):
    world.set_today(trained)
    journey = Journey(world).informed(prior).prior(prior, fails=fails).restitution(prior, to="PARTIAL")
    return journey.trained(trained, ["2"], trained, trained)


@story
def the_last_day_is_accepted(world):
    """Scenario 13, data entry after the deadline included."""
    journey = ready_for_final(world, "2021-03-15")
    expect_equal(journey.deadline, "2026-03-15")
    world.set_today("2026-03-20")
    journey.final("2026-03-15", entered="2026-03-20").restitution("2026-03-20", to="JURY_READY")
    expect_equal(journey.missing_domains(), [])


@story
def the_day_after_is_refused(world):
    """Scenario 14, as the first sitting and as a further one."""
    journey = ready_for_final(world, "2021-03-15")
    world.set_today("2026-03-16")
    journey.refused("EVALUATION_AFTER_DEADLINE", "START_FINAL", "2026-03-16", {"held_on": "2026-03-16"})
    journey.event("START_FINAL", "2026-03-15", {"held_on": "2026-03-15"}, to="FINAL_IN_PROGRESS")
    journey.refused("EVALUATION_AFTER_DEADLINE", "ADD_SITTING", "2026-03-16", {"held_on": "2026-03-16"})


@story
def a_leap_day_ends_on_the_last_of_february(world):
    """Scenario 15."""
    journey = ready_for_final(world, "2024-02-29", trained="2024-06-30")
    expect_equal(journey.deadline, "2029-02-28")
    world.set_today("2029-03-01")
    journey.refused("EVALUATION_AFTER_DEADLINE", "START_FINAL", "2029-03-01", {"held_on": "2029-03-01"})
    journey.final("2029-02-28", entered="2029-03-01").restitution("2029-03-01", to="JURY_READY")


@story
def the_grace_of_entry_ends(world):
    """Sittings held in time may be entered for 30 days."""
    journey = ready_for_final(world, "2021-03-15")
    world.set_today("2026-03-15")
    journey.event("START_FINAL", "2026-03-15", {"held_on": "2026-03-15"}, to="FINAL_IN_PROGRESS")
    codes = journey.missing_codes()
    world.set_today("2026-04-14")
    journey.results("2026-04-14", only=codes[:1])
    world.set_today("2026-04-15")
    journey.refused("DEADLINE_PASSED", "RECORD_RESULTS", "2026-04-15", {"results": journey.grid(codes[1:])})


@story
def a_path_cannot_be_accepted_after_the_deadline(world):
    world.set_today("2021-04-01")
    journey = Journey(world).informed("2021-03-15").prior("2021-03-15", fails=("2",)).restitution("2021-03-15", to="PARTIAL")
    journey.propose("2021-04-01", ["2"], "2021-05-01", "2021-06-01")
    world.set_today("2026-03-16")
    journey.refused("DEADLINE_PASSED", "ACCEPT_PATH", "2026-03-16", {"proof": "x"})
    world.set_today("2026-03-15")
    journey.event("ACCEPT_PATH", "2026-03-15", {"proof": "x"}, to="IN_TRAINING")


@story
def the_direct_route_is_submitted_in_time(world):
    """Scenario 19, without the sweep."""
    world.set_today("2021-03-15")
    journey = Journey(world).informed("2021-03-15").prior("2021-03-15").restitution("2021-03-15", to="JURY_READY")
    world.set_today("2026-03-16")
    journey.refused("DEADLINE_PASSED", "SUBMIT_FILE", "2026-03-16")
    world.set_today("2026-03-15")
    journey.submit("2026-03-15")


@story
def a_failed_final_after_the_deadline_expires(world):
    journey = ready_for_final(world, "2021-03-15")
    world.set_today("2026-03-20")
    journey.final("2026-03-15", fails=("2",), entered="2026-03-20").restitution("2026-03-20", to="EXPIRED")
    journey.refused("INVALID_STATE", "PROPOSE_PATH", "2026-03-20",
                    {"planned_start_date": "2026-03-20", "planned_end_date": "2026-03-20", "modules": journey.modules(["2"])})
