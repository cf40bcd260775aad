#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The README's journey, pasted as it stands into a shell, ends with a certificate that verifies."""

import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "scenario"), str(ROOT / "tests")]

from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import BINARY, Instance  # noqa: E402

suite = Suite("readme")
PAGES = [ROOT / "README.md", *sorted((ROOT / "server" / "guide").glob("*.md"))]


def bash_blocks(text):
    blocks, inside = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            inside = line == "```bash"
        elif inside:
            blocks.append(line)
    return "\n".join(blocks) + "\n"


def paste(instance):
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", bash_blocks((ROOT / "README.md").read_text())],
        env=os.environ | {"base": instance.base_url, "tokens": str(instance.tokens_path)},
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )


@suite.test
def the_journey_by_curl_ends_with_a_certificate(instance):
    done = paste(instance)
    lines = done.stdout.strip().splitlines()
    wanted = ["INFORMED", "PRIOR_COMPLETED", "PARTIAL", "PATH_PROPOSED", "IN_TRAINING", "FINAL_READY", "JURY_READY",
              "SUBMITTED", "CONVENED", "OPEN", "CERTIFIED", "CLOSED", "SIGNED"]
    missing = [word for word in wanted if word not in lines]
    expect(done.returncode == 0 and not missing, f"missing {missing}\n{done.stdout}\n{done.stderr}")
    number, verification, confirmed, page = lines[-4], *map(json.loads, lines[-3:-1]), lines[-1]
    expect_equal((confirmed, page), (["VALID", True], "<h1>Certificat valide"))
    expect(number.startswith("CLEA-") and verification["status"] == "VALID" and verification["number"] == number, f"{number}: {verification}")


@suite.test
def the_same_person_a_second_time_is_told(instance):
    """Pasted once more, it is about somebody who is followed already: that is said, and nobody is certified twice."""
    standing = "select count(*), (select count(*) from candidacy where state <> 'CONTACT') from certificate"
    before = instance.sql(standing)
    said = paste(instance).stdout
    expect("POSSIBLE_DUPLICATE" in said, f"nobody is told that this person is followed already:\n{said}")
    expect(instance.sql(standing) == before, f"certificates and files that go on: {before}, and then {instance.sql(standing)}")


@suite.test
def the_table_of_settings_is_the_servers():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEA_")}
    printed = subprocess.run([BINARY, "settings"], env=environment, capture_output=True, text=True, check=True)
    expect(printed.stdout.strip() in (ROOT / "server/guide/operators.md").read_text(), "the table of settings is not what `clea-server settings` prints")


@suite.test
def whatever_is_called_like_a_setting_is_one():
    """Every program stops at a variable CLEA_… that it does not know: whoever exported one of these pages' own would have none that starts."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEA_")}
    printed = subprocess.run([BINARY, "settings"], env=environment, capture_output=True, text=True, check=True)
    known = set(re.findall(r"CLEA_[A-Z0-9_]+", printed.stdout)) | {"CLEA_CONFIG"}
    told = set(re.findall(r"\bCLEA_[A-Z0-9_]*[A-Z0-9]\b", "".join(page.read_text() for page in PAGES)))
    told -= {"CLEA_LOGIN", "CLEA_TEST_EXAMPLES"}  # the beginning of one for each provider; and what a suite is told, which starts programs without it
    expect(len(told) > 50 and told <= known, f"no setting: {sorted(told - known)}")


def anchor(heading):
    """As it is made of a heading where Markdown is shown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@suite.test
def every_link_leads_to_a_page_and_its_heading():
    found = 0
    for page in PAGES:
        prose = re.sub(r"(?ms)^```.*?^```", "", page.read_text())
        for target in re.findall(r"\]\(([^)\s]+)\)", prose):
            if ":" in target:
                continue  # an address elsewhere
            path, _, heading = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            expect(there.is_file() and ROOT in there.parents, f"{page.name}: {target}")
            headings = [anchor(line.lstrip("#").strip()) for line in there.read_text().splitlines() if re.match(r"#+ ", line)]
            expect(not heading or heading in headings, f"{page.name}: {target}")
            found += 1
    expect(found > 15, f"{found} links")
    prose = "".join(page.read_text() for page in PAGES)
    for page in PAGES[1:]:
        expect(f"server/guide/{page.name}" in PAGES[0].read_text(), f"README leads to no {page.name}")
    expect("see *" not in prose, "a chapter is named and not linked")


def main():
    with Instance() as instance:
        suite.run(sys.argv[1:], instance=instance)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
