# SPDX-License-Identifier: EUPL-1.2
"""The past of a candidacy: as it was known at the end of a day, and what changed in between (C24)."""

from story import Journey, expect_equal, story


def past(journey, day, who="referent"):
    return journey.client(who).get(f"{journey.path}?at={day}").must(200).body


def trained(world):
    """Entered day by day, so that each day knows more."""
    world.set_today("2026-01-05")
    journey = Journey(world).informed("2026-01-05")
    world.set_today("2026-01-14")
    journey.prior("2026-01-14", fails=("2",))
    world.set_today("2026-01-20")
    journey.restitution("2026-01-20", to="PARTIAL")
    world.set_today("2026-06-30")
    return journey.trained("2026-06-30", ["2"], "2026-06-30", "2026-06-30")


@story
def each_day_is_known_as_it_was(world):
    journey = trained(world)
    live = journey.read().body
    expect_equal(past(journey, "2026-01-05")["state"], "INFORMED")
    expect_equal(past(journey, "2026-01-13")["deadline_date"], None)
    expect_equal((past(journey, "2026-01-14")["state"], past(journey, "2026-01-14")["deadline_date"]), ("PRIOR_COMPLETED", "2031-01-14"))
    expect_equal(past(journey, "2026-01-20")["state"], "PARTIAL")
    expect_equal(past(journey, "2026-06-29")["last_activity_on"], "2026-01-20")
    expect_equal(past(journey, "2026-06-30"), live, "today's end is the live row")
    journey.organism.referent.get(f"{journey.path}?at=2026-01-04").must(404)
    journey.organism.referent.get(f"{journey.path}?at=2026-02-30").must(400)
    world.organisms[1].referent.get(f"{journey.path}?at=2026-01-20").must(404)


@story
def what_was_entered_late_was_not_known_before(world):
    """The day of the act is not the day on which anybody could know of it."""
    world.set_today("2026-01-05")
    journey = Journey(world).informed("2026-01-05")
    world.set_today("2026-03-01")
    journey.prior("2026-01-14", fails=("2",))
    expect_equal(past(journey, "2026-02-28")["state"], "INFORMED")
    expect_equal(past(journey, "2026-03-01")["cycle_start_date"], "2026-01-14")


@story
def a_diff_names_the_event_of_each_change(world):
    journey = trained(world)
    reader = journey.organism.referent

    def diff(query=""):
        return reader.get(f"{journey.path}/diff{query}").must(200).body["data"]

    between = diff("?from=2026-01-05&to=2026-01-14")
    changes = [(entry["member"], entry["before"], entry["after"], entry["event"]) for entry in between]
    assert ("state", "INFORMED", "PRIOR_IN_PROGRESS", "START_PRIOR") in changes, changes
    assert ("deadline_date", None, "2031-01-14", "COMPLETE_PRIOR") in changes, changes
    missing = [entry["after"] for entry in between if entry["member"] == "missing_domain_codes"]
    expect_equal(missing[-1], ["2"])
    # Applied one after the other, the changes of the whole life give the live row.
    replayed = {}
    for entry in diff():
        expect_equal(entry["before"], replayed.get(entry["member"]), entry["member"])
        replayed[entry["member"]] = entry["after"]
    live = journey.read().body
    for member in ("state", "version", "deadline_date", "cycle_start_date", "information_on", "owner_org_id", "consent_on"):
        expect_equal(replayed[member], live[member], member)
    expect_equal(diff("?from=2026-06-30"), [])
    reader.get(f"{journey.path}/diff?from=2026-02-01&to=2026-01-01").must_refuse("PARAMETER_INVALID", 400)
    world.organisms[1].referent.get(f"{journey.path}/diff").must(404)


@story
def words_of_an_act_are_read_by_those_who_may(world):
    """What was typed is read again by the organism, the candidate and the certifier, and not by the network."""
    world.set_today("2026-02-10")
    organism = world.organisms[0]
    network = world.network()
    world.join(network, organism)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    journey = Journey(world, organism).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14", to="PARTIAL")
    candidate = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    journey.propose("2026-01-20", ["2"], "2026-02-02", "2026-06-30").event("DECLINE_PATH", "2026-01-21", {"reason": "Trop loin"})
    journey.event("WITHDRAW", "2026-01-22", {"requested_on": "2026-01-22", "reason": "Déménagement"}, to="WITHDRAWN")

    def words(client):
        history = {event["event"]: event["texts"] for event in client.get(f"{journey.path}/history").must(200)["data"]}
        paths = client.get(f"{journey.path}/paths").must(200)["data"]
        return history["DECLINE_PATH"], history["WITHDRAW"], history["START_PRIOR"], paths[0]["decline_reason"], \
            client.get(journey.path).must(200)["end_reason"]

    told = ({"reason": "Trop loin"}, {"reason": "Déménagement"}, None, "Trop loin", "Déménagement")
    for reader in (organism.referent, candidate, world.certifier):
        expect_equal(words(reader), told)
    expect_equal(words(manager), (None, None, None, None, None))
    expect_equal(manager.get(journey.path).must(200)["redacted_fields"], ["counsellor_name", "end_reason"])
    # The log itself holds no free text.
    data = [event["data"] for event in world.certifier.get(f"{journey.path}/history").must(200)["data"]]
    expect_equal([member for member in ("reason", "proof", "synthesis") if any(member in said for said in data)], [])
