#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The examples of the contract: are they what the server answers, does any operation or refusal lack one? Every command is
done once by its fixture of tests/acts, every read is asked. Ends with `N passed, N failed`.

    tests/examples/run.py               compares what is answered with server/contract/examples
    tests/examples/run.py --write FILE… writes these files anew, from this run and from what other suites recorded
                                        (CLEA_TEST_EXAMPLES=FILE tests/SUITE/run.py)"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "acts"), str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import Client, load_contract  # noqa: E402
from harness.recorder import Recorder  # noqa: E402
from harness.runner import Suite, expect  # noqa: E402
from harness.world import World  # noqa: E402
from instance import ROOT, Instance  # noqa: E402
from act import REGISTER, new_key  # noqa: E402
from asked import ASKED  # noqa: E402
from crawl import Crawler  # noqa: E402
from stages import DAY  # noqa: E402
from written import Written, file_of, is_alike, key_of, read, shortened  # noqa: E402
import allowed_states  # noqa: E402
import candidacy_acts  # noqa: E402,F401
import commission_acts  # noqa: E402,F401
import identity_acts  # noqa: E402,F401
import national_acts  # noqa: E402,F401
import reads  # noqa: E402
import refused  # noqa: E402

FOLDER = ROOT / "server/contract/examples"
DAY_S = 86400
FORMS = 40


def form(body):
    """Which members there are, and which of them say something."""
    if isinstance(body, dict):
        return tuple((name, form(value)) for name, value in sorted(body.items()))
    return tuple(sorted({form(item) for item in body}, key=str)) if isinstance(body, list) else body is None


class Journey(Recorder):
    """Records all of this run, and where things are."""

    def __init__(self, contract):
        super().__init__(None, contract)
        self.crawler = Crawler(contract)
        self.answers = {}  # "ID.STATUS" -> some of what was answered, each of a form of its own

    def save(self):
        pass

    def note(self, client, method, path, headers, data, body, reply):
        if reply.status < 300 and "dry_run" not in path:  # what is made dry is not there
            self.crawler.note(client, path)
            self.crawler.note_answer(reply.body)
            if reply.headers.get("Location"):
                self.crawler.note(client, reply.headers["Location"])
        operation = self.contract.find(method, path)[1]
        if operation and reply.status < 300 and isinstance(reply.body, dict):
            known = self.answers.setdefault(f"{operation['operationId']}.{reply.status}", {})
            if len(known) < FORMS:
                known.setdefault(form(reply.body), shortened(reply.body))
        super().note(client, method, path, headers, data, body, reply)


def travel(suite, world, journey):
    callers = list(allowed_states.People.of(world).values())
    for (operation, variant), make in REGISTER.items():
        def once(make=make):
            act = make(world)
            reply = act.send(new_key(), with_version=True)
            expect(reply.status < 300, reply)
            act.send(new_key(), with_version=True)  # a second time it is often refused
            refused.by_others(act, callers)
        suite.one(f"{operation} {variant}".strip(), once)
        suite.one(f"{operation} {variant}, wrongly".strip(), lambda make=make: refused.wrongly(make(world)))
    operator = world.key("SYSTEM", None, ["ADMINISTRATOR"], None)
    world.flush()
    suite.one("the service is as it was", lambda: operator.put("/v1/service-mode", {"mode": "NORMAL"}).must(200))
    for function in reads.TESTS + ASKED + [refused.at_every_stage, refused.at_the_door, refused.with_values_that_are_none]:
        suite.one(function.__name__, lambda function=function: function(world))
    for (method, template), operation in sorted(journey.contract.operations.items()):
        is_heard = any(of.startswith(f"{operation['operationId']} 2") for of in journey.kept)
        if method == "GET" and not is_heard:
            journey.crawler.ask(template, operation, world.public, callers)


def main():
    arguments = sys.argv[1:]
    suite = Suite("examples")
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        contract = load_contract(instance)
        journey = Client.recorder = Journey(contract)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        world.set_today(DAY)
        world.certifier.is_system = True
        travel(suite, world, journey)
    finally:
        suite.one("the server ends well", instance.stop)
    if arguments[:1] == ["--write"]:
        window = {"window": [journey.began, journey.began + DAY_S]}
        write({key_of(of): one | window for of, (_, one) in journey.kept.items()}, arguments[1:])
    else:
        suite.one("examples are what is answered now", lambda: are_current(journey))
    return suite.finish()


# Answered where there is an identity provider: recorded by tests/login.
ELSEWHERE = {"acceptInvitation.201"}


def are_current(journey):
    """Those of answers, in either language: an answer of this run has the same members, of the same types."""
    examples = {key: value for key, value in read(FOLDER).items() if file_of(key) == "answers"}
    wrong = [key for key, value in examples.items() if key not in ELSEWHERE
             and not any(is_alike(value, answer) for answer in journey.answers.get(key.removesuffix(".en"), {}).values())]
    expect(not wrong, f"{len(wrong)} of {len(examples)} are answered otherwise, record them anew (tests/examples/run.py --write): {wrong}")
    expect(len(examples) > 200, len(examples))


def write(heard, files):
    """What this run has not heard comes from elsewhere: of several, what is worth most."""
    best = {}
    for name in files:
        for line in pathlib.Path(name).read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            key = key_of(one["of"])
            if key not in heard and (key not in best or one["worth"] > best[key]["worth"]):
                best[key] = one
    # What others have given a form (W3C, IETF) has a file of its own, which tests/credential holds to what is answered.
    kept = {key: one for key, one in (best | heard).items() if not (FOLDER / f"{key.split('.')[0]}.json").exists()}
    for name, lines in Written(DAY).lines(kept).items():
        (FOLDER / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
