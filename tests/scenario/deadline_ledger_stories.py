# SPDX-License-Identifier: EUPL-1.2
"""The ledger of the five years (C7), as a list, by month and as a calendar; and the sweep of two servers at once."""

import contextlib
import datetime
import time
import urllib.request

from harness.calendar import calendar
from harness.client import Client
from instance import InstanceError, free_port, tail
from rules_stories import sweep
from story import Journey, expect, expect_equal, story, together


def own_organism(world):
    """Nobody else's candidacies."""
    organism = world.organism()
    world.organisms.remove(organism)
    world.flush()
    return organism


def partial(world, organism, prior):
    world.set_today(prior)
    return Journey(world, organism).informed(prior).prior(prior, fails=("2",)).restitution(prior, to="PARTIAL")


def lines(client, query=""):
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/v1/deadlines?limit=2&{query}{cursor}").must(200)
        found += page["data"]
        cursor = page["page"]["next_cursor"] and f"&cursor={page['page']['next_cursor']}"
    return found


def months(client, query=""):
    return {item["month"]: item["candidacy_count"] for item in client.get(f"/v1/deadlines/months?{query}").must(200)["data"]}


@story
def the_forecast_is_what_expires(world):
    """Counts of a month equal the expiries that come, when nothing else happens; leap day included."""
    organism = own_organism(world)
    journeys = [partial(world, organism, day) for day in ("2021-03-15", "2021-03-31", "2021-04-30", "2024-02-29")]
    direct = Journey(world, organism).informed("2021-03-20").prior("2021-03-20").restitution("2021-03-20", to="JURY_READY")
    world.set_today("2024-03-01")
    ended = Journey(world, organism).informed("2024-03-01").event("WITHDRAW", "2024-03-01", {"requested_on": "2024-03-01"})
    sent = Journey(world, organism).informed("2024-03-01").prior("2024-03-01").restitution("2024-03-01").submit("2024-03-01")
    timely = partial(world, organism, "2021-03-16")
    world.set_today("2024-03-01")
    timely.trained("2024-02-01", ["2"], "2024-02-01", "2024-02-10").final("2024-02-11").restitution("2024-02-11", to="JURY_READY")
    forecast = months(organism.referent)
    expect_equal(forecast, {"2026-03": 3, "2026-04": 1, "2029-02": 1})
    listed = lines(organism.referent)
    expect_equal([(line["id"], line["deadline_date"]) for line in listed],
                 [(journey.id, journey.deadline) for journey in (journeys[0], direct, *journeys[1:])])
    expect_equal([(line["state"], line["next_event"]) for line in listed[:2]],
                 [("PARTIAL", "PROPOSE_PATH"), ("JURY_READY", "SUBMIT_FILE")])
    expect_equal(listed[-1]["deadline_date"], "2029-02-28")
    expect(not {ended.id, sent.id, timely.id} & {line["id"] for line in listed}, "what cannot expire is listed")
    for month, count in forecast.items():
        sweep(world, f"{month}-01")
        before = {line["id"] for line in lines(organism.referent)}
        after_month = (datetime.date.fromisoformat(f"{month}-28") + datetime.timedelta(4)).replace(day=1)
        sweep(world, str(after_month))
        gone = before - {line["id"] for line in lines(organism.referent)}
        expired = [journey for journey in (*journeys, direct) if journey.id in gone and journey.read()["state"] == "EXPIRED"]
        expect_equal((len(gone), len(expired)), (count, count), month)
    expect_equal((months(organism.referent), lines(organism.referent)), ({}, []))
    expect_equal(sweep(world), {"expired_count": 0, "abandoned_count": 0}, "the second time")


@story
def the_last_day_counts(world):
    """The deadline day included, the next day excluded, by the one clock."""
    organism = own_organism(world)
    journey = partial(world, organism, "2021-08-31")
    leap = partial(world, organism, "2024-02-29")

    def told(today, of=journey):
        world.set_today(today)
        found = [line for line in lines(organism.referent) if line["id"] == of.id]
        return [(line["days_left"], line["forecast"]) for line in found]

    expect_equal(told("2026-01-31"), [(212, "LATER")])
    expect_equal(told("2026-02-28"), [(184, "LATER")])  # six months later it is only the 28th
    expect_equal(told("2026-03-01"), [(183, "WITHIN_6_MONTHS")])
    expect_equal(told("2026-03-31"), [(153, "WITHIN_6_MONTHS")])
    expect_equal(told("2026-05-31"), [(92, "WITHIN_3_MONTHS")])
    expect_equal(told("2026-07-31"), [(31, "WITHIN_1_MONTH")])
    sweep(world, "2026-08-31")
    expect_equal(told("2026-08-31"), [(0, "WITHIN_1_MONTH")])
    expect_equal(told("2026-09-01"), [(-1, "PASSED")])
    sweep(world, "2026-09-01")
    expect_equal(told("2026-09-01"), [])
    expect_equal(told("2029-02-28", leap), [(0, "WITHIN_1_MONTH")])
    sweep(world, "2029-02-28")
    expect_equal(leap.read()["state"], "PARTIAL")
    sweep(world, "2029-03-01")
    expect_equal(leap.read()["state"], "EXPIRED")


@story
def everybody_follows_his_own_deadlines(world):
    here, there = own_organism(world), own_organism(world)
    network, other = world.network(), world.network()
    world.set_today("2021-05-10")
    world.join(network, here, valid_from="2021-01-01", valid_to="2026-04-30")
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    stranger = world.key("NETWORK", other, ["NETWORK_MANAGER"], world.person())
    candidate = world.key("CANDIDATE", world.candidate(here)["id"], ["CANDIDATE"], None)
    world.flush()
    first, second, third = (partial(world, organism, day) for organism, day in
                            ((here, "2021-05-10"), (here, "2021-06-10"), (there, "2021-05-10")))
    world.set_today("2026-04-30")
    ids = lambda client, query="": [line["id"] for line in lines(client, query)]  # noqa: E731
    expect_equal(ids(here.counsellor), [first.id, second.id])
    expect_equal(ids(manager), [first.id, second.id])
    expect_equal((ids(stranger), months(stranger), calendar(stranger, "/v1/deadlines.ics")[0]), ([], {}, {}))
    expect_equal(ids(there.referent), [third.id])
    for reader in (world.certifier, world.auditor):
        expect({first.id, second.id, third.id} <= set(ids(reader, "from=2026-05-01&to=2026-06-30")), "the certifier misses some")
    expect_equal(ids(world.certifier, f"organism_id={there.id}"), [third.id])
    expect_equal(ids(world.certifier, f"network_id={network}"), [first.id, second.id])
    expect_equal(ids(here.referent, f"organism_id={there.id}"), [])
    expect_equal(ids(here.referent, "from=2026-05-11"), [second.id])
    expect_equal(ids(here.referent, "to=2026-05-10"), [first.id])
    expect_equal(ids(here.referent, "within_months=1"), [first.id])
    expect_equal(ids(here.referent, "state=IN_TRAINING,FINAL_READY"), [])
    expect_equal(months(manager, "state=PARTIAL"), {"2026-05": 1, "2026-06": 1})
    for path in ("/v1/deadlines", "/v1/deadlines/months", "/v1/deadlines.ics"):
        candidate.get(path).must(403)
        world.commission.secretary.get(path).must(403)
    # Who held it before follows it no more; a network follows its members of today.
    second.offered(there, "2026-04-30").event("TRANSFER", "2026-04-30", {"to_org_id": there.id, "consent_on": "2026-04-30"})
    expect_equal((ids(here.referent), ids(there.referent)), ([first.id], [third.id, second.id]))
    world.set_today("2026-05-01")
    expect_equal(ids(manager), [])
    # Backwards, the same order.
    page = there.referent.get("/v1/deadlines?limit=1").must(200)
    page = there.referent.get(f"/v1/deadlines?limit=1&cursor={page['page']['next_cursor']}").must(200)
    expect_equal([line["id"] for line in page["data"]], [second.id])
    page = there.referent.get(f"/v1/deadlines?limit=1&cursor={page['page']['prev_cursor']}").must(200)
    expect_equal([line["id"] for line in page["data"]], [third.id])


@story
def deadlines_are_days_of_a_calendar(world):
    organism = own_organism(world)
    journey = partial(world, organism, "2024-02-29")
    events, text = calendar(organism.referent, "/v1/deadlines.ics")
    event = events[journey.id]
    expect_equal((event["DTSTART"].dt, event["DTEND"].dt), (datetime.date(2029, 2, 28), datetime.date(2029, 3, 1)))
    expect_equal(event["DTSTART"].params["VALUE"], "DATE")
    expect_equal((str(event["SUMMARY"]), str(event["DESCRIPTION"]), int(event["SEQUENCE"]), str(event["STATUS"])),
                 (f"Échéance des cinq ans {journey.reference}", "Proposer un parcours", journey.version, "CONFIRMED"))
    expect(journey.candidate["birth_name"] not in text, "a name leaves the house")
    journey.propose("2024-02-29", ["2"], "2024-03-01", "2024-03-02")
    again = calendar(organism.referent, "/v1/deadlines.ics")[0][journey.id]
    expect_equal((int(again["SEQUENCE"]), str(again["DESCRIPTION"])), (journey.version, "Accepter le parcours"))


@contextlib.contextmanager
def second_server(instance):
    """Another process of the same program on the same database."""
    port, log = free_port(), instance.folder / "second.log"
    base = f"http://127.0.0.1:{port}"
    with open(log, "ab") as out:
        process = instance.spawn({"CLEA_HTTP_PORT": str(port), "CLEA_ADMIN_PORT": str(free_port())}, out)
    try:
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/readyz", timeout=5) as reply:
                if reply.status == 200:
                    break
            if process.poll() is not None or time.monotonic() > end:
                raise InstanceError(f"the second server is not ready:\n{tail(log)}")
            time.sleep(0.05)
        yield base
        process.terminate()
        if process.wait(40) != 0:
            raise InstanceError(f"the second server ended with {process.returncode}:\n{tail(log)}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@story
def two_servers_sweep_at_once(instance, world):
    """Each candidacy expires exactly once, whoever gets it; three rounds of both at the same moment."""
    organism = own_organism(world)
    sweep(world, "2021-09-01")
    journeys = [partial(world, organism, "2021-09-01") for _ in range(8)]
    world.set_today("2026-09-01")
    sweep(world)  # what other stories left
    expect_equal(months(organism.referent), {"2026-09": 8})
    with second_server(instance) as base:
        here, there = world.certifier.clone(), Client(base, world.certifier.token)
        there.get("/v1/me").must(200)
        here.get("/v1/me").must(200)
        world.set_today("2026-09-02")
        runs = []
        for _ in range(3):
            runs += together(lambda: here.post("/v1/jobs/expiry/runs", key=False), lambda: there.post("/v1/jobs/expiry/runs", key=False))
        there.close()
    for run in runs:
        if run.status != 200:
            run.must_refuse("JOB_RUNNING", 409)
    expect_equal(sum(run["expired_count"] for run in runs if run.status == 200), 8)
    for journey in journeys:
        expect_equal(journey.read()["state"], "EXPIRED")
        expect_equal(journey.history().count("EXPIRE"), 1, journey.reference)
