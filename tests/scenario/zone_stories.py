# SPDX-License-Identifier: EUPL-1.2
"""What is done here follows what was done there (decision 38): every pair of places, at both sides of each midnight. Nobody waits for
the day to begin at home, and what is said to be allowed is."""

import itertools

from day_stories import CAYENNE, NOUMEA, PARIS, TAHITI, clock, organism_in, today
from story import Journey, expect, expect_equal, story

ZONES = (NOUMEA, PARIS, CAYENNE, TAHITI)
# A second on each side of the midnight of each.
MIDNIGHTS = {NOUMEA: ("2026-03-28T12:59:59Z", "2026-03-28T13:00:00Z"), PARIS: ("2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z"),
             CAYENNE: ("2026-03-29T02:59:59Z", "2026-03-29T03:00:00Z"), TAHITI: ("2026-03-29T09:59:59Z", "2026-03-29T10:00:00Z")}
INSTANTS = [instant for both in MIDNIGHTS.values() for instant in both]


def moved(world, here, there, set_clock, instant):
    """A candidacy informed here at that instant, and handed over to the other organism at once."""
    set_clock(instant)
    journey = Journey(world, here, world.candidate(here))
    made = here.counsellor.post("/v1/candidacies", {"candidate_id": journey.candidate["id"]}).must(201)
    journey.id = made["id"]
    here.counsellor.post(f"{journey.path}/events", {"event": "RECORD_INFORMATION", "data": {"has_consent": True}}).must(201)
    day = today(here.counsellor)
    journey.offered(there, day)
    here.referent.post(f"{journey.path}/events", {"event": "TRANSFER", "data": {"to_org_id": there.id, "consent_on": day}}).must(201)
    journey.organism = there
    return journey, max(day, today(there.referent))


@story
def what_is_not_dated_follows_what_was_done_where_the_day_begins_earlier(world):
    """After a transfer: the next act without a day, and on the latest day that has begun; what explains it says so, too."""
    organisms = {zone: organism_in(world, zone) for zone in ZONES}
    with clock(world) as set_clock:
        pairs = [(one, other, instant) for one, other in itertools.permutations(ZONES, 2) for instant in MIDNIGHTS[one] + MIDNIGHTS[other]]
        for first, second, instant in pairs:
            said = f"{first} -> {second} {instant}"
            journey, day = moved(world, organisms[first], organisms[second], set_clock, instant)
            door = f"{journey.path}/events?dry_run=true"
            told = organisms[second].evaluator.get(f"{journey.path}/allowed-events").must(200)["data"]
            expect_equal([one["is_allowed"] for one in told if one["event"] == "START_PRIOR"], [True], said)
            expect_equal(organisms[second].evaluator.post(door, {"event": "START_PRIOR", "data": {}}).must(201)["occurred_on"], day, said)
            organisms[second].evaluator.post(door, {"event": "START_PRIOR", "occurred_on": day, "data": {}}).must(201)
            organisms[second].referent.post(door, {"event": "WITHDRAW", "data": {"requested_on": day}}).must(201)
            # The certifier may say a day that has begun for the certifier or for the holder.
            latest = max(day, today(world.certifier))
            world.certifier.post(door, {"event": "CANCEL", "data": {"reason": "ERROR"}}).must(201)
            world.certifier.post(door, {"event": "CANCEL", "occurred_on": latest, "data": {"reason": "ERROR"}}).must(201)
            early = organisms[second].evaluator.post(door, {"event": "START_PRIOR", "occurred_on": "2026-03-27", "data": {}})
            early.must_refuse("INFORMATION_REQUIRED", 409)
            # It was recorded, on a later day: whichever of the two is wrong is corrected, nothing is recorded again.
            door = {"method": "POST", "href": f"{journey.path}/events", "event": "CORRECT_DATE"}
            doors = lambda refused: [one["resolve_with"] for one in refused.body["reasons"] if one["code"] == "INFORMATION_REQUIRED"]  # noqa: E731
            expect_equal(doors(early), [None], f"{said}: an evaluator corrects no counsellor's day")
            body = {"event": "START_PRIOR", "occurred_on": "2026-03-27", "data": {"evaluator_id": organisms[second].person("EVALUATOR")}}
            early = organisms[second].referent.post(f"{door['href']}?dry_run=true", body).must_refuse("INFORMATION_REQUIRED", 409)
            expect_equal(doors(early), [door], said)


@story
def a_habilitation_is_granted_on_a_day_that_has_begun_for_either(world):
    organisms = {zone: organism_in(world, zone) for zone in ZONES}
    wanted = {"activity": "TRAINING", "referential_code": "CLEA-NUMERIQUE", "valid_from": "2026-04-01", "valid_to": "2027-12-31"}
    with clock(world) as set_clock:
        for zone, instant in itertools.product(ZONES, INSTANTS):
            said = f"{zone} {instant}"
            set_clock(instant)
            holder = organism_in(world, zone)
            made = holder.referent.post("/v1/habilitations", wanted).must(201)
            days = today(holder.referent), today(world.certifier)
            door = f"/v1/habilitations/{made['id']}/events?dry_run=true"
            world.certifier.post(door, {"event": "GRANT", "data": {}}).must(201)
            world.certifier.post(door, {"event": "GRANT", "occurred_on": max(days), "data": {}}).must(201)
            ahead = world.certifier.post(door, {"event": "GRANT", "occurred_on": "2026-03-31", "data": {}}).must_refuse("DATE_IN_FUTURE", 409)
            expect_equal(ahead.details("DATE_IN_FUTURE"), {"date": "2026-03-31", "limit_date": max(days), "pointer": "/occurred_on"}, said)
            early = world.certifier.post(door, {"event": "GRANT", "occurred_on": "2026-03-20", "data": {}})
            expect_equal(early.must_refuse("DATE_BEFORE_PREVIOUS_ACT", 409).details("DATE_BEFORE_PREVIOUS_ACT"),
                         {"date": "2026-03-20", "limit_date": days[0], "pointer": "/occurred_on"}, said)


@story
def a_function_begins_on_the_day_of_either(world):
    """Of the certifier, and of the organism: whichever is the earlier."""
    organisms = {zone: organism_in(world, zone) for zone in ZONES}
    with clock(world) as set_clock:
        for zone, instant in itertools.product(ZONES, INSTANTS):
            set_clock(instant)
            days = today(organisms[zone].referent), today(world.certifier)
            door = f"/v1/persons/{world.person()}/affiliations?dry_run=true"
            for day in days:
                world.certifier.post(door, {"organism_id": organisms[zone].id, "role": "COUNSELLOR", "valid_from": day,
                                            "reason": "Convention signée"}).must(201)


@story
def an_entry_is_known_from_the_day_of_who_holds_the_file(world):
    """A morning's work in Nouméa, while it is the evening before in Paris."""
    organism = organism_in(world, NOUMEA)
    with clock(world) as set_clock:
        set_clock("2026-03-28T20:00:00Z")  # the 29th there
        journey = Journey(world, organism, world.candidate(organism))
        journey.id = organism.counsellor.post("/v1/candidacies", {"candidate_id": journey.candidate["id"]}).must(201)["id"]
        door = f"{journey.path}/diff"
        changed = organism.referent.get(f"{door}?from=2026-03-28").must(200)["data"]
        expect(changed and {one["entered_on"] for one in changed} == {"2026-03-29"}, changed)
        expect_equal(organism.referent.get(f"{door}?to=2026-03-28").must(200)["data"], [])
        organism.referent.get(f"{journey.path}?at=2026-03-28").must(404)
        expect_equal(organism.referent.get(f"{journey.path}?at=2026-03-29").must(200)["state"], "CONTACT")
