#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The registry over HTTP: networks, organisms, people, habilitations, methods, référentiels, and what the server says of
itself. Every answer is held to the contract. Ends with `N passed, N failed`."""

import sys

import habilitations
import lists
import networks
import referentials
import service
from seen import shown
from support import Client, Instance, Suite, World, load_contract


def main():
    suite = Suite("registry")
    suite.tests = [test for module in (service, referentials, networks, habilitations, lists) for test in module.suite.tests]
    with Instance(seed=()) as instance:
        load_contract(instance)
        suite.run(sys.argv[1:], world=World(instance))
        suite.one("what was shown and refused is in the logs", lambda: shown.check(instance, Client.contract))
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
