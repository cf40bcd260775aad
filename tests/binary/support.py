"""Shared by the tests of the program itself."""

import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
for folder in (TESTS, TESTS / "scenario"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from harness.client import Client  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import ROOT, Instance, InstanceError  # noqa: E402

__all__ = ["Client", "Instance", "InstanceError", "ROOT", "Suite", "expect", "expect_equal"]
