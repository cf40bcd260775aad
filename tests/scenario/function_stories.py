"""People and the functions that they act in, one at a time: staff functions, Clea-Function, what each may give."""

from harness.client import Client
from harness.runner import Suite, expect, expect_equal  # noqa: F401
from story import expect_codes, suite  # noqa: F401
