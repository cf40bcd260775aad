# SPDX-License-Identifier: EUPL-1.2
"""A person at the front-end, in a real browser (drive.mjs): each method is what hands and eyes do."""

import json
import pathlib
import re
import subprocess

from harness.runner import expect, expect_equal

DRIVE = pathlib.Path(__file__).resolve().parent / "drive.mjs"


class Browser:
    """Pictures of what was judged are left in the folder."""

    def __init__(self, folder):
        self.process = subprocess.Popen(["node", DRIVE, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline() or '{"error": "the browser is gone"}')
        expect("error" not in told, told.get("error"))
        return told["answer"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


class Hands:
    """One person, in a window of their own."""

    def __init__(self, browser, who, origins):
        self.browser, self.who, self.origins = browser, who, origins

    def do(self, act, **what):
        return self.browser.ask(who=self.who, act=act, **what)

    def open(self, url):
        return self.do("open", url=url)

    def click(self, name, role="button", exact=True):
        return self.do("click", name=name, role=role, exact=exact)

    def follow(self, name, exact=True, near=None):
        return self.do("click", name=name, role="link", exact=exact, near=near)

    def fill(self, **fields):
        """Labels have blanks and apostrophes: fill(**{"Nom de naissance": "Martin"})."""
        for label, value in fields.items():
            self.do("fill", label=label, value=value)

    def choose(self, label, option, nth=0):
        return self.do("choose", label=label, option=option, nth=nth)

    def press(self, *keys):
        return self.do("press", keys=keys)

    def see(self, *texts):
        for text in texts:
            self.do("see", text=text)

    def unsee(self, text):
        return self.do("see", text=text, gone=True)

    def text(self):
        return self.do("text")

    def judged(self, name, refused=()):
        """The page is whole at both widths, nothing was said in the console but that a request was refused with one of these statuses,
        and nothing was asked of anybody else."""
        expect_equal(self.do("judge", name=name), [], f"the page {name}")
        self.quiet(name, refused)

    def quiet(self, name="", refused=()):
        heard = self.do("heard")
        said = [line for line in heard["said"] if (re.search(r"status of (\d{3})", line) or [None, ""])[1] not in map(str, refused)]
        expect_equal(said, [], f"the console at {name}")
        strangers = [asked for asked in heard["asked"] if not asked.split(" ", 1)[1].startswith(self.origins)]
        expect_equal(strangers, [], f"asked of others at {name}")
        return heard["asked"]
