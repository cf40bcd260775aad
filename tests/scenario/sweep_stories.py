# SPDX-License-Identifier: EUPL-1.2
"""Several runs of the sweep at the same moment: one of them works, and each of the others is told so or finds nothing to do."""

import contextlib
import os
import subprocess
import time

from rules_stories import at, partial, sweep
from story import expect, expect_equal, story, together


def nothing_is_due(world, today):
    """Of what other stories left behind."""
    world.set_today(today)
    sweep(world)


@story
def two_sweeps_at_once_move_each_candidacy_once(world):
    nothing_is_due(world, "2026-03-16")
    journeys = [partial(world, "2021-03-15") for _ in range(3)]
    world.set_today("2026-03-16")
    clients = [world.certifier.clone() for _ in range(4)]
    moved = runs_at_once(clients)
    for journey in journeys:
        at(journey, "EXPIRED")
        expect_equal(journey.history().count("EXPIRE"), 1)
    expect_equal(moved, 3)


def runs_at_once(clients):
    """How many candidacies they expired; a run that meets another one is told so, and nothing else."""
    replies = together(*(lambda client=client: client.post("/v1/jobs/expiry/runs", key=False) for client in clients))
    for reply in replies:
        if reply.status != 200:
            reply.must_refuse("JOB_RUNNING", 409)
    expect(200 in {reply.status for reply in replies}, "nobody ran it")
    return sum(reply["expired_count"] for reply in replies if reply.status == 200)


@story
def twelve_sweeps_at_once_are_one(world):
    """More than one run moves, and more clients than there are connections."""
    nothing_is_due(world, "2026-03-16")
    journeys = [partial(world, "2021-03-15") for _ in range(12)]
    world.set_today("2026-03-16")
    clients = [world.certifier.clone() for _ in range(12)]
    moved = sum(runs_at_once(clients) for _ in range(3))
    for journey in journeys:
        expect_equal(journey.history().count("EXPIRE"), 1)
    expect_equal(moved, 12)
    # Under the lock of a run elsewhere, which lasts: refused with words, and soon.
    late = partial(world, "2021-03-16")
    world.set_today("2026-03-17")
    with held_job(world.instance):
        begun = time.monotonic()
        refused = world.certifier.post("/v1/jobs/expiry/runs", key=False).must_refuse("JOB_RUNNING", 409)
        expect(time.monotonic() - begun < 5, "it waited")
        expect("déjà" in refused["reasons"][0]["message"] or "already" in refused["reasons"][0]["message"], refused)
    sweep(world)
    at(late, "EXPIRED")
    with held_job(world.instance):
        world.certifier.post("/v1/jobs/expiry/runs", key=False).must(200)  # nothing is due: nobody is in the way


@contextlib.contextmanager
def held_job(instance):
    """A session of the database that has taken the job, as a run of another server has."""
    held = subprocess.Popen(["psql", "-XqtA", "-U", "postgres", "-d", "clea", "-v", "ON_ERROR_STOP=1"], env=os.environ | instance.environment,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    held.stdin.write("begin;\nselect job_take('expiry');\n")
    held.stdin.flush()
    held.stdout.readline()
    try:
        yield
    finally:
        held.communicate("rollback;\n")
