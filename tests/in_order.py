# SPDX-License-Identifier: EUPL-1.2
"""Tests that stand on each other, as root, with mounts and processes in namespaces that end with them.

    stand = InOrder(__file__, folder)          folder: where it works; empty at the start, gone at the end
    @stand.test …                              each gets what main() is given
    stand.main(yard)"""

import os
import pathlib
import shutil
import subprocess
import sys
import time
import traceback

MEMORY_KB = 6_000_000


def expect(condition, message=""):
    if not condition:
        raise AssertionError(message)


class InOrder:
    def __init__(self, file, folder):
        self.file, self.folder = file, pathlib.Path(folder)
        self.tests = []
        self.goes_on = lambda _function: True  # may a test still be tried?
        self.told = ()  # exceptions that say all there is to say

    def test(self, function):
        self.tests.append(function)
        return function

    def main(self, context, folders=(), at_end=lambda: None):
        if set(sys.argv[1:]) - {"--inside"}:
            sys.exit(f"{pathlib.Path(self.file).parent.name}/run.py takes no names of tests: each stands on those before it")
        if os.geteuid() != 0:
            kept = [f"{name}={value}" for name, value in os.environ.items() if name.startswith("CLEA_TEST_")]
            os.execvp("sudo", ["sudo", "--non-interactive", "env", *kept, sys.executable, *sys.argv])
        if "--inside" not in sys.argv:
            # Outside of them there is nothing but files to remove.
            words = ["unshare", "--mount", "--propagation=private", "--pid", "--fork", "--kill-child", "--mount-proc"]
            shutil.rmtree(self.folder, ignore_errors=True)
            status = subprocess.run([*words, sys.executable, *sys.argv, "--inside"], stdin=subprocess.DEVNULL).returncode
            shutil.rmtree(self.folder, ignore_errors=True)
            sys.exit(status)
        self.folder.mkdir(parents=True, exist_ok=True)
        # In memory where there is enough of it: nothing here is kept.
        available_kb = int(next(line for line in open("/proc/meminfo") if line.startswith("MemAvailable")).split()[1])
        if available_kb > MEMORY_KB:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4g,mode=755", "tmpfs", self.folder], check=True)
        for name in folders:
            (self.folder / name).mkdir()
        passed, failed = 0, 0
        for function in self.tests:
            started = time.monotonic()
            try:
                expect(self.goes_on(function), "what it stands on is not there")
                function(context)
                passed += 1
                print(f"ok {function.__name__} ({time.monotonic() - started:.0f} s)", flush=True)
            except Exception as error:
                failed += 1
                if not isinstance(error, (AssertionError, *self.told)):
                    traceback.print_exc()
                print(f"not ok {function.__name__}: {error}", flush=True)
        at_end()
        print(f"{passed} passed, {failed} failed")
        sys.exit(1 if failed else 0)
