# SPDX-License-Identifier: EUPL-1.2
"""Shared by the tests of the program itself."""

import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
for folder in (TESTS, TESTS / "scenario"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from harness.client import Client  # noqa: E402
from harness.runner import Suite, announces, expect, expect_equal  # noqa: E402
from instance import BINARY, ROOT, Instance, InstanceError, free_port, not_root  # noqa: E402
from release_build import RELEASE, build_release  # noqa: E402

__all__ = ["BINARY", "Client", "Instance", "InstanceError", "RELEASE", "ROOT", "Suite", "announces", "build_release", "expect", "expect_equal",
           "free_port", "not_root"]
