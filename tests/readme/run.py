#!/usr/bin/python3
"""The README's journey, pasted as it stands into a shell, ends with a certificate that verifies."""

import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from instance import Instance  # noqa: E402


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
        env=os.environ | {"CLEA_BASE": instance.base_url, "CLEA_TOKENS": str(instance.tokens_path)},
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )


def journey(instance):
    done = paste(instance)
    lines = done.stdout.strip().splitlines()
    wanted = ["INFORMED", "PRIOR_COMPLETED", "PARTIAL", "PATH_PROPOSED", "IN_TRAINING", "FINAL_READY", "JURY_READY",
              "SUBMITTED", "CONVENED", "OPEN", "CERTIFIED", "CLOSED", "SIGNED"]
    missing = [word for word in wanted if word not in lines]
    if done.returncode != 0 or missing:
        raise AssertionError(f"missing {missing}\n{done.stdout}\n{done.stderr}")
    number, verification = lines[-2], json.loads(lines[-1])
    if not number.startswith("CLEA-") or verification["status"] != "VALID" or verification["number"] != number:
        raise AssertionError(f"{number}: {verification}")


def same_person_again(instance):
    """Pasted once more, it is about somebody who is followed already: that is said, and nobody is certified twice."""
    standing = "select count(*), (select count(*) from candidacy where state <> 'CONTACT') from certificate"
    before = instance.sql(standing)
    said = paste(instance).stdout
    if "POSSIBLE_DUPLICATE" not in said:
        raise AssertionError(f"nobody is told that this person is followed already:\n{said}")
    if instance.sql(standing) != before:
        raise AssertionError(f"certificates and files that go on: {before}, and then {instance.sql(standing)}")


def settings():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEA_")}
    printed = subprocess.run([str(ROOT / "build/dev/clea-server"), "settings"], env=environment, capture_output=True,
                             text=True, check=True)
    if printed.stdout.strip() not in (ROOT / "README.md").read_text():
        raise AssertionError("the table of settings is not what `clea-server settings` prints")


def main():
    passed = failed = 0
    with Instance() as instance:
        for name, check in (("the journey by curl ends with a certificate", lambda: journey(instance)),
                            ("the same person a second time is told", lambda: same_person_again(instance)),
                            ("the table of settings is the server's", settings)):
            try:
                check()
                passed += 1
                print(f"ok {name}")
            except Exception as error:  # every kind of failure is a failed check
                failed += 1
                print(f"not ok {name}\n  {error}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
