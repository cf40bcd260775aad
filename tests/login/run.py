#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Sign-in at a real identity provider: whose tokens are believed, and which are not. Ends with `N passed, N failed`."""

import sys

from support import Client, Identities, Instance, load_contract, suite, tokens_may_come

import attacks  # noqa: F401
import binding  # noqa: F401
import browser  # noqa: F401
import colleagues  # noqa: F401
import machines  # noqa: F401
import people  # noqa: F401
import provider_keys  # noqa: F401


def main():
    identities = Identities()
    # Nothing may move by itself while the database stands still.
    instance = Instance(settings=identities.settings() | {"CLEA_JOBS_EXPIRY_PERIOD_S": "0", "CLEA_LIMITS_CODES_PER_MINUTE": "60"}, seed=("--demo", "--candidacies", "2"))
    try:
        load_contract(instance)
        instance.start_database()
        instance.prepare()
        tokens_may_come(instance)
        suite.run(sys.argv[1:], instance=instance, identities=identities)
    finally:
        Client.contract = None
        suite.one("the server ends well", instance.stop)
        identities.stop()
    return suite.finish()

if __name__ == "__main__":
    sys.exit(main())
