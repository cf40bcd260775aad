# SPDX-License-Identifier: EUPL-1.2
"""Codes of refusals that no suite meets over HTTP, and why not; the list should only shrink."""

UNSEEN = {
    "INTERNAL": "a fault of ours: any test that met it would fail",
    "DEADLINE_NOT_PASSED": "a guard of EXPIRE, which the sweep alone sends, and only when it is time; tests/unit/lib",
    "NO_SITTING": "an evaluation begins with a sitting; tests/unit/lib",
    "REFERENTIAL_COUNTS_DIFFER": "a warning of the report, which refuses nothing",
    "DRAINING": "a matter of moments: strain stops a server in mid request",
    "DEPARTMENT_INVALID": "said of a parameter alone, whose code is PARAMETER_INVALID with these words; site_stories",
    "STATEMENT_TIMEOUT": "a matter of moments: strain accepts it or DATABASE_UNAVAILABLE",
}
