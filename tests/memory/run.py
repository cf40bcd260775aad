#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A request's memory in one block: how often our own code asks for memory, by the kind of request, and how much at once.
What libmicrohttpd, libpq and jansson ask for is printed beside it. Ends with `N passed, N failed`."""

import mmap
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario")]

import files  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect  # noqa: E402
from harness.world import World  # noqa: E402
from instance import BUILD, SANITIZER, Instance  # noqa: E402
from story import together  # noqa: E402

suite = Suite("memory")
BINARY = BUILD / "clea-server-counted"
CALLERS = 64
LAYOUT = struct.Struct(f"<4Q{2 * CALLERS}QQ")
BLOCK_LIMIT = 32 * 1024
TIMES = 5


class Counter:
    def __init__(self):
        self.file = tempfile.NamedTemporaryFile(prefix="clea-count-")  # noqa: SIM115  lives as long as the server
        self.file.truncate(LAYOUT.size)
        os.chmod(self.file.name, 0o666)
        self.map = mmap.mmap(self.file.fileno(), LAYOUT.size)

    def reset(self):
        base = self.read()[-1]
        self.map[:] = LAYOUT.pack(*[0] * (4 + 2 * CALLERS), base)

    def read(self):
        return LAYOUT.unpack(self.map[:])

    def callers(self):
        """"file:line count" of who asked, the most frequent first."""
        numbers = self.read()
        found = {numbers[4 + 2 * i] - numbers[-1]: numbers[5 + 2 * i] for i in range(CALLERS) if numbers[4 + 2 * i]}
        names = subprocess.run(["addr2line", "-fe", str(BINARY), *[hex(address - 1) for address in found]],
                               capture_output=True, text=True).stdout.split("\n")
        return sorted((f"{count} x {names[2 * place]} {pathlib.Path(names[2 * place + 1]).name}"
                       for place, count in enumerate(found.values())), key=lambda line: -int(line.split()[0]))


def cheapest(counter, name, calls):
    """The least of some identical requests: what a turn of the loop adds on its own is not theirs."""
    best = None
    for call in calls:
        counter.reset()
        call()
        ours, our_bytes, largest, everything = counter.read()[:4]
        if best is None or ours < best[0]:
            best = ours, our_bytes, largest, everything - ours, counter.callers()
    print(f"# {name}: {best[0]} of ours ({best[1]} bytes, the largest {best[2]}), {best[3]} of the libraries")
    return best


def must_fit(counter, name, limit, calls):
    ours, _, largest, _, callers = cheapest(counter, name, calls)
    expect(ours <= limit, f"{name}: {ours} allocations, not {limit}: {callers}")
    expect(largest <= BLOCK_LIMIT, f"{name}: a block of {largest} bytes: {callers}")


@suite.test
def a_candidacy_is_read_in_four(world, counter):
    journey = Journey(world).informed("2026-01-05")
    client = journey.client("referent")
    must_fit(counter, "GET a candidacy by id", 4, [lambda: client.get(journey.path).must(200)] * TIMES)


@suite.test
def an_event_is_recorded_in_twelve(world, counter):
    journeys = [Journey(world).informed("2026-01-05") for _ in range(TIMES)]
    client = journeys[0].client("evaluator")
    body = {"event": "START_PRIOR", "occurred_on": "2026-01-14", "data": {"held_on": "2026-01-14"}}
    client.get("/v1/me").must(200)
    must_fit(counter, "POST the event START_PRIOR", 12, [
        lambda journey=journey: client.post(f"{journey.path}/events", body).must(201) for journey in journeys])


@suite.test
def a_coded_answer_asks_for_no_more(world, counter):
    """One coder per loop, and the body is coded where it stands."""
    client = Journey(world).informed("2026-01-05").client("referent")
    path, wanted = "/v1/vocabularies/candidacy-states", {"Accept-Encoding": "gzip"}
    expect(client.send("HEAD", path, headers=wanted).headers["Content-Encoding"] == "gzip", "it is not coded")
    plain = cheapest(counter, "a vocabulary", [lambda: client.send("HEAD", path).must(200)] * TIMES)
    coded = cheapest(counter, "a vocabulary with gzip", [lambda: client.send("HEAD", path, headers=wanted).must(200)] * TIMES)
    expect(coded[0] <= plain[0] and coded[1] <= plain[1], f"{coded} instead of {plain}")


@suite.test
def what_others_take_is_told(world, counter):
    """No limit yet: figures to look at."""
    client = Journey(world).informed("2026-01-05").client("referent")
    cheapest(counter, "GET /readyz", [lambda: client.get("/readyz")] * TIMES)
    cheapest(counter, "GET a list of candidacies", [lambda: client.get("/v1/candidacies").must(200)] * TIMES)


MEGABYTE = 1024 * 1024
FILE_BYTES = 10 * MEGABYTE
AT_ONCE = 20
# Twenty whole files would be two hundred megabytes; a piece of each, what the database is told of it, and what libpq keeps are not.
FILES_LIMIT = 48 * MEGABYTE


def grown(instance, call):
    """The most memory that the server had during the call, beyond what it had before."""
    status = pathlib.Path(f"/proc/{instance.process.pid}/status")
    read = lambda name: next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith(name))  # noqa: E731
    pathlib.Path(f"/proc/{instance.process.pid}/clear_refs").write_text("5")
    before = read("VmRSS")
    call()
    return read("VmHWM") - before


@suite.test
def twenty_files_at_once_cost_a_piece_each(world, instance):
    data = files.pdf(FILE_BYTES)
    journeys = [Journey(world).informed("2026-01-05") for _ in range(AT_ONCE)]
    made = []

    def send(journey):
        client = journey.client("referent").clone()
        reply = None
        while reply is None or reply.status == 503:  # so many of one tenant find no room at times, and come again
            reply = client.post(f"{journey.path}/evidences", raw=data, headers={"Content-Type": files.PDF}, checks=False)
        made.append(reply.must(201)["id"])

    def read(id_):
        client, reply = journeys[0].client("referent").clone(), None
        while reply is None or reply.status == 503:
            reply = client.get(f"/v1/evidences/{id_}/content", checks=False)
        expect(reply.must(200).raw == data, "the file as it came")

    coming = grown(instance, lambda: together(*[lambda journey=journey: send(journey) for journey in journeys]))
    world.instance.sql("update evidence set state = 'CLEAN', scanned_at = clock_timestamp()", role="clea_documents")
    going = grown(instance, lambda: together(*[lambda id_=id_: read(id_) for id_ in made]))
    print(f"# {AT_ONCE} files of {FILE_BYTES // MEGABYTE} MiB at once: {coming // MEGABYTE} MiB more when they come, {going // MEGABYTE} when they go")
    expect(max(coming, going) <= FILES_LIMIT, f"{coming} and {going} bytes, not {FILES_LIMIT}")


def main():
    counter = Counter()
    instance = Instance(binary=BINARY, seed=(), settings={
        "CLEA_JOBS_EXPIRY_PERIOD_S": "0", "CLEA_HTTP_LOOPS": "1", "ALLOCATION_COUNT_FILE": counter.file.name,
        # What is given back is given back at once, and not kept for a while to be watched.
        "ASAN_OPTIONS": SANITIZER["ASAN_OPTIONS"] + ":quarantine_size_mb=1:thread_local_quarantine_size_kb=64"})
    try:
        instance.start()
        world = World(instance).bootstrap()
        world.set_today("2026-01-20")
        suite.run(sys.argv[1:], world=world, counter=counter, instance=instance)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
