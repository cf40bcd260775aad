#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Fuzz targets (libFuzzer, clang-19) with the sanitizers: each for some seconds, from seeds that reach deep. Ends with
`N passed, N failed`.

    tests/fuzz/run.py [--seconds N] [--jobs N] [TARGET…]     by hand: hours; what is found lies in build/fuzz/TARGET/

A target is TARGET_fuzz.c beside this file; SOURCES says what is compiled with it."""

import argparse
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent)]
from harness.runner import Suite, expect  # noqa: E402
import token_seeds  # noqa: E402

SOURCES = {
    "token": "server/buffer.c server/text/base64url.c server/login/{fetch,issuer,key,keyring,provider,token,url}.c server/json/{document,parse}.c",
}
LIBRARIES = ["-ljansson", "-lcrypto", "-lcurl"]
SEEDS = {"token": token_seeds.SEEDS}
SANITIZERS = "-fsanitize=fuzzer,address,undefined"
EXECUTIONS_LEAST = 100  # a second: far below what it does even beside others, far above one that does nothing

suite = Suite("fuzz")


def expand(pattern):
    """"a/{b,c}.c" as two paths."""
    for word in pattern.split():
        inside = re.search(r"\{(.*)\}", word)
        for part in inside[1].split(",") if inside else [""]:
            yield str(ROOT / (word[:inside.start()] + part + word[inside.end():] if inside else word))


def build(target, folder):
    binary = folder / "fuzz"
    command = ["clang-19", "-std=c17", "-g", "-O1", "-D_GNU_SOURCE", '-DCLEA_VERSION="fuzz"', SANITIZERS, "-fno-sanitize-recover=undefined",
               f"-I{ROOT}/server", f"-I{ROOT}/lib", str(HERE / f"{target}_fuzz.c"), *expand(SOURCES[target]), *LIBRARIES, "-o", str(binary)]
    done = subprocess.run(command, capture_output=True, text=True)
    expect(done.returncode == 0, f"it does not build:\n{done.stderr[-3000:]}")
    return binary


def fuzz(target, seconds, jobs):
    folder = ROOT / "build/fuzz" / target
    corpus, found = folder / "corpus", folder / "found"
    for place in (corpus, found):
        place.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]):
        (corpus / f"seed-{number:02}").write_bytes(seed)
    binary = build(target, folder)
    command = [str(binary), f"-max_total_time={seconds}", "-max_len=9000", "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1",
               f"-artifact_prefix={found}/", f"-fork={jobs}" if jobs > 1 else "-verbosity=1", str(corpus)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    expect(done.returncode == 0, f"{target}: see {found}\n{done.stderr[-4000:]}")
    count = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    if jobs == 1:
        expect(count and int(count[1]) > seconds * EXECUTIONS_LEAST, f"hardly an execution:\n{done.stderr[-2000:]}")
        print(f"# {target}: {int(count[1])} executions in {seconds} s")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=int, default=12)
    arguments.add_argument("--jobs", type=int, default=1)
    arguments.add_argument("targets", nargs="*")
    asked = arguments.parse_args()
    for target in asked.targets or SOURCES:
        suite.one(f"nothing breaks the readers of {target}", lambda: fuzz(target, asked.seconds, asked.jobs))
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
