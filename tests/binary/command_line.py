# SPDX-License-Identifier: EUPL-1.2
"""The command line: what is wrong is told in a line and a hint, before anything else; help is asked for."""

import re
import subprocess

from support import BINARY, Suite, expect, expect_equal

suite = Suite("command line")
PROGRAMS = {"clea-server": "serve migrate recompute load-places keys withdraw-credential-key seed check-config doctor openapi arazzo rules access texts settings package".split(),
            "clea-sandbox": "seed scenario".split(), "clea-documents": "draw seal work check-config kinds characters make-demo-seal make-proof-key make-credential-key package".split()}


def run(program, *arguments):
    return subprocess.run([BINARY.with_name(program), *arguments], capture_output=True, text=True, timeout=60,
                          env={"CLEA_CONFIG": "/dev/null"})


def refused(program, *arguments, words, hint):
    """Exit code 2, nothing on stdout; on stderr the mistakes, a line each, then where help is."""
    done = run(program, *arguments)
    expect_equal((done.returncode, done.stdout), (2, ""), f"{arguments}: {done.stderr}")
    lines = done.stderr.splitlines()
    expect_equal(len(lines), len(words) + 1, f"{arguments}: {done.stderr}")
    for line, word in zip(lines, words):
        expect(line.startswith(f"{program}: ") and word in line, f"{arguments}: {word!r} is not said: {line}")
    expect_equal(lines[-1], f"try: {hint} --help")


@suite.test
def the_help_of_a_program_names_its_commands():
    for program, commands in PROGRAMS.items():
        for ask in ("--help", "-h", "help"):
            done = run(program, ask)
            expect_equal((done.returncode, done.stderr), (0, ""))
            expect_equal(re.findall(r"^  ([a-z][a-z-]*) ", done.stdout, re.M), commands)
            expect(len(done.stdout.splitlines()) < 24, "the help does not fit a screen")


@suite.test
def every_command_has_its_help():
    for program, commands in PROGRAMS.items():
        for command in commands:
            for arguments in ([command, "--help"], [command, "-h"]):
                done = run(program, *arguments)
                expect_equal((done.returncode, done.stderr), (0, ""), str(arguments))
                expect(done.stdout.startswith(f"usage: {program} {command} "), done.stdout)


@suite.test
def the_help_names_every_option_that_is_taken():
    """And each of them is taken: with a value that is none, it is the value that is refused."""
    for program, command in (("clea-server", "check-config"), ("clea-sandbox", "scenario"), ("clea-documents", "draw")):
        named = re.findall(r"^  (--[a-z0-9-]+)(.*)$", run(program, command, "--help").stdout, re.M)
        expect(len(named) > 30, "the help names no settings")
        for option, value in named:
            if not value.strip():
                refused(program, command, f"{option}=x", words=["takes no value"], hint=f"{program} {command}")
            elif not value.strip().startswith("["):
                refused(program, command, option, words=["needs a value"], hint=f"{program} {command}")


@suite.test
def mistakes_are_told_one_line_each():
    for arguments, words in (
        (["serve", "--htpp-port=1"], ["unknown option --htpp-port=1"]),
        (["serve", "--http-p=1"], ["unknown option --http-p=1"]),
        (["serve", "--http-port"], ["--http-port: needs a value"]),
        (["serve", "-x"], ["unknown option -x"]),
        (["serve", "stray"], ["unknown argument stray"]),
        (["serve", "--http-port=1", "one", "two"], ["unknown argument one", "unknown argument two"]),
        (["serve", "--a", "--b"], ["unknown option --a", "unknown option --b"]),
        (["serve", "--a", "--help"], ["unknown option --a"]),
        (["serve", "--database-conninfo=user=x password=hush"], ["--database-conninfo: a secret does not belong"]),
        (["openapi", "--http-port=1"], ["unknown option --http-port=1"]),
    ):
        refused("clea-server", *arguments, words=words, hint=f"clea-server {arguments[0]}")
    done = run("clea-server", "serve", "--database-conninfo=user=x password=hush")
    expect("hush" not in done.stderr, done.stderr)
    refused("clea-sandbox", "seed", "--candidacies=many", "--organisms", "99999999", hint="clea-sandbox seed",
            words=["many is not a number up to", "99999999 is not a number up to"])


@suite.test
def an_unknown_command_is_a_line_and_a_hint():
    refused("clea-server", "srve", words=["no command called srve"], hint="clea-server")
    refused("clea-server", words=["which command?"], hint="clea-server")
    refused("clea-server", "scenario", words=["no command called scenario"], hint="clea-server")
    refused("clea-sandbox", "serve", words=["no command called serve"], hint="clea-sandbox")


@suite.test
def a_wrong_setting_is_told_before_anything_is_done():
    done = run("clea-server", "serve", "--http-port=80x", "--admin-port", "70000")
    expect_equal((done.returncode, done.stdout), (2, ""))
    expect_equal(len(done.stderr.splitlines()), 2, done.stderr)
    for word in ('--http-port: http.port is "80x"', '--admin-port: admin.port is "70000"'):
        expect(word in done.stderr, done.stderr)


@suite.test
def what_is_printed_needs_no_sound_settings():
    for command in ("openapi", "rules", "access", "texts", "settings"):
        done = subprocess.run([BINARY, command], capture_output=True, text=True, env={"CLEA_NONSENSE": "1"}, timeout=60)
        expect_equal((done.returncode, done.stderr), (0, ""), command)
        expect(len(done.stdout) > 1000, command)


@suite.test
def the_version_is_told():
    for program in PROGRAMS:
        expect(re.fullmatch(program + r" \d+\.\d+\.\d+\n", run(program, "--version").stdout), "no version")
