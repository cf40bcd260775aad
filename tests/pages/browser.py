# SPDX-License-Identifier: EUPL-1.2
"""A real browser that looks at pages (look.mjs), one look at a time."""

import json
import pathlib
import subprocess

from harness.runner import expect

LOOK = pathlib.Path(__file__).resolve().parent / "look.mjs"


class Browser:
    """Pictures of what was looked at are left in the folder, if one is named."""

    def __init__(self, folder):
        self.process = subprocess.Popen(["node", LOOK, *([folder] if folder else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def look(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        shown = json.loads(self.process.stdout.readline() or '{"error": "the browser is gone"}')
        expect("error" not in shown, shown.get("error"))
        return shown

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
