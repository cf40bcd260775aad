# SPDX-License-Identifier: EUPL-1.2
"""What the proofs written in Python share: counting, and building the domain with its unit tests by themselves.

The domain is plain C without dependencies, so one file is one compiler call: no CMake, no PostgreSQL."""

import concurrent.futures
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIB = ROOT / "lib"
UNIT = ROOT / "tests" / "unit"
BUILD = ROOT / "build" / "proof"
FLAGS = ["-std=c17", "-D_GNU_SOURCE", f"-I{LIB}", f"-I{UNIT}", f"-I{UNIT / 'lib'}", f'-DTEST_DATA="{UNIT}"']
JOBS = 2  # polite: a machine that proves may do something else too


class Counts:
    """`ok` and `not ok` lines, and the last line that tests/prove reads."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, is_fine, name, why=""):
        if is_fine:
            self.passed += 1
            print(f"ok {name}")
        else:
            self.failed += 1
            print(f"not ok {name}")
            for line in str(why).splitlines()[:20]:
                print(f"    {line}")
        return is_fine

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.failed == 0 and self.passed > 0 else 1


def lib_sources():
    return sorted(LIB.glob("*.c"))


def unit_tests():
    return sorted((UNIT / "lib").glob("*_test.c"))


def run(command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


def compile_all(pairs, compiler, flags):
    """[(source, object)] in parallel; ends the proof when one does not compile."""

    def one(pair):
        source, target = pair
        return run([compiler, *FLAGS, *flags, "-c", source, "-o", target])

    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for (source, _), done in zip(pairs, pool.map(one, pairs)):
            if done.returncode != 0:
                print(done.stderr)
                print(f"{os.path.relpath(source, ROOT)} does not compile\n0 passed, 1 failed")
                sys.exit(1)


def build(folder, compiler, flags, link_flags=()):
    """The objects of lib/ and one executable a unit test of lib/. Returns (objects, executables)."""
    folder.mkdir(parents=True, exist_ok=True)
    objects = [(source, folder / (source.stem + ".o")) for source in lib_sources()]
    tests = [(source, folder / (source.stem + ".o")) for source in unit_tests()]
    compile_all(objects + tests, compiler, flags)
    executables = []
    for _, test in tests:
        executable = test.with_suffix("")
        done = run([compiler, *link_flags, test, *[target for _, target in objects], "-lcmocka", "-o", executable])
        if done.returncode != 0:
            print(done.stderr + "\n0 passed, 1 failed")
            sys.exit(1)
        executables.append(executable)
    return [target for _, target in objects], executables
