#!/usr/bin/env python3
"""The stories of the domain, over HTTP and the clock, against one sandbox instance. Ends with `N passed, N failed`.

    tests/scenario/run.py [PART…]     only stories whose name contains one of these

After each story the invariants are asked of the database: a story that leaves it broken has failed."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402
import invariants  # noqa: E402
from story import expect_equal, suite  # noqa: E402
import evaluation_stories  # noqa: E402,F401
import deadline_stories  # noqa: E402,F401
import path_stories  # noqa: E402,F401
import rules_stories  # noqa: E402,F401
import dry_run_stories  # noqa: E402,F401
import commission_stories  # noqa: E402,F401
import referential_stories  # noqa: E402,F401
import acceptance_stories  # noqa: E402,F401
import certificate_stories  # noqa: E402,F401


def main():
    # The clock of these stories jumps to and fro: the sweep runs when a story says so.
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        contract = load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        suite.run([part.replace(" ", "_") for part in sys.argv[1:]], after_each=invariants.check, instance=instance, world=world)
        suite.one("invariants hold at the end", lambda: invariants.check(instance))
        if not sys.argv[1:]:  # needs what all the stories left behind
            suite.one("every invariant can be seen broken", lambda: expect_equal(invariants.blind(instance), []))
        print(f"# {len(contract.seen)} kinds of answers seen, {len(contract.unseen())} declared ones not yet")
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
