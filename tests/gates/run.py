#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What all suites together must have seen, from what each of them noted (tests/seen.py). Ends with `N passed, N failed`.

Runs last. Each suite that talks to a server leaves build/tests/seen/NAME.txt behind when tests/run runs it; run alone,
this suite judges what lies there."""

import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent / "contract"), str(HERE.parent / "constraints"), str(HERE.parent / "acts"), str(HERE.parent)]

from bounds import BY_CODE  # noqa: E402
from check import EVERYWHERE, Contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import ROOT  # noqa: E402
from seen import ANNOUNCED  # noqa: E402
from shadows import SHADOWS  # noqa: E402
from unseen import UNSEEN  # noqa: E402

LOGS = ROOT / "build/tests"
SEEN = LOGS / "seen"
OWASP = tuple(f"API{number}" for number in range(1, 11))  # OWASP API Security Top 10, 2023
# Suites without which the judgement would be of a part only.
WANTED = ("acts", "constraints", "contract", "fault", "http", "registry", "scenario", "strain")

suite = Suite("gates")


class Seen:
    def __init__(self):
        self.suites = {path.stem: path.read_text().split("\n") for path in SEEN.glob("*.txt")}
        lines = {tuple(line.split()) for rows in self.suites.values() for line in rows if line}
        self.told = {(operation, code) for operation, status, code in lines if status in ("403", "404", "409", "410", "412")}
        self.accepted = {operation for operation, status, _ in lines if status.startswith("2")}
        self.codes = {code for _, _, code in lines}
        self.refused = {(operation, code) for operation, _, code in lines}
        self.broken = sorted(name for name, rows in self.suites.items()
                             if any(row.endswith(" INTERNAL") and not row.startswith(f"{ANNOUNCED} ") for row in rows))


@suite.test
def every_suite_left_its_notes(seen):
    expect_equal(sorted(name for name in WANTED if not seen.suites.get(name)), [], "suites without notes: run them first")


@suite.test
def every_operation_was_answered_with_success(seen):
    operations = {operation["operationId"] for operation in Contract(is_recorded=False).operations.values()}
    expect_equal(sorted(operations - seen.accepted), [], "operations whose 2xx no suite has seen")


@suite.test
def every_reason_was_seen(seen):
    """A reason that nothing raises yet is LATER(…) in the registry."""
    reasons = set(re.findall(r"^REASON\((\w+),", "".join(file.read_text() for file in sorted((ROOT / "lib").glob("reason*.def"))), re.M))
    expect(len(reasons) > 100, "the registry is not read")
    expect_equal(sorted(reasons - seen.codes - set(UNSEEN)), [], "reasons that no suite has seen")
    expect_equal(seen.broken, [], "suites that have met a 500")


@suite.test
def every_code_that_was_met_is_listed_by_its_operation(seen):
    """x-problem-codes is what clients are built for. Those that no suite has met of an operation are told, not yet to fail on."""
    listed = {(operation["operationId"], code) for operation in Contract(is_recorded=False).operations.values() for code in operation.get("x-problem-codes", ())}
    anywhere = set().union(*EVERYWHERE.values())
    own = {code for _, code in listed} - anywhere  # beside those that are of the protocol
    lost = sorted((operation, code) for operation, code in seen.told - listed if code in own and operation not in ("-", ANNOUNCED))
    expect_equal(lost, [], "codes that an operation answered and does not list")
    unmet = sorted(listed - seen.refused)
    (LOGS / "codes-unseen.txt").write_text("".join(f"{operation} {code}\n" for operation, code in unmet))
    print(f"# {len(listed) - len(unmet)} of {len(listed)} codes of operations were met; the others: build/tests/codes-unseen.txt")


@suite.test
def what_stands_before_a_constraint_was_seen(seen):
    lost = [name for name, (kind, operation, code) in SHADOWS.items() if kind == "seen" and (operation, code) not in seen.refused]
    expect_equal(lost, [], "constraints whose shadow no suite has seen")


@suite.test
def each_act_that_adds_met_its_bound(seen):
    """tests/acts/bounds.py: a code that no suite has been refused with is no bound."""
    lost = [f"{name}: {words[0]}" for name, words in BY_CODE.items() if (name.split()[0], words[0]) not in seen.refused]
    expect_equal(lost, [], "acts that add, and bounds that no suite has met")


def verdicts(name):
    """{title of a test: did it pass} of a suite, as its log has it; a title is the same in blanks and in underscores."""
    path = LOGS / f"{name}.log"
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    found = [re.fullmatch(r"(ok|not ok) (.*?)( \([\d.]+ m?s\))?", line) for line in lines]
    return {line[2].replace("_", " "): line[1] == "ok" for line in found if line}


@suite.test
def each_risk_of_owasp_has_a_test_that_passed():
    """tests/owasp.csv: a test that is gone, was not run or has failed is no answer to a risk."""
    with open(ROOT / "tests/owasp.csv", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    expect_equal(sorted({row["item"] for row in rows} ^ set(OWASP)), [], "risks without a row")
    told = {name: verdicts(name) for name in {row["suite"] for row in rows} - {"gates"}}
    titles = [function.__name__.replace("_", " ") for function in suite.tests]
    told["gates"] = {title: title not in suite.failures for title in titles}
    without = [f"{row['item']} {row['suite']}: {row['test']}" for row in rows
               if not told[row["suite"]].get(row["test"].replace("_", " "))]
    expect_equal(without, [], "no such test has passed")


def main():
    suite.run(sys.argv[1:], seen=Seen())
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
