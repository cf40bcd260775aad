# SPDX-License-Identifier: EUPL-1.2
"""The release as it is shipped: hardened, and without what makes invented data."""

import json
import re
import subprocess

from support import RELEASE, ROOT, Suite, build_release, expect, expect_equal

suite = Suite("release")
PROGRAMS = ("clea-server", "clea-sandbox", "clea-documents")
# What draws, and only in clea-documents.
DRAWING = ("libcairo", "libpango", "libfontconfig", "libqrencode", "libqpdf")


def tell(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout


def symbols(path, *options):
    return {line.split()[-1].split("@")[0] for line in tell("nm", *options, path).splitlines()
            if line.strip() and not line.endswith(":")}


@suite.test
def the_release_is_there():
    build_release()
    for program in PROGRAMS:
        expect((RELEASE / program).exists(), f"{program} was not built")


@suite.test
def it_is_position_independent():
    for program in PROGRAMS:
        expect(re.search(r"Type:\s+DYN \(Position-Independent Executable", tell("readelf", "-hW", RELEASE / program)), program)
        expect(re.search(r"FLAGS_1.*\bPIE\b", tell("readelf", "-dW", RELEASE / program)), program)


@suite.test
def its_tables_of_addresses_are_read_only_from_the_start():
    for program in PROGRAMS:
        expect("GNU_RELRO" in tell("readelf", "-lW", RELEASE / program), f"{program}: no RELRO")
        dynamic = tell("readelf", "-dW", RELEASE / program)
        expect(re.search(r"BIND_NOW|FLAGS_1.*\bNOW\b", dynamic), f"{program}: not full RELRO: {dynamic}")


@suite.test
def no_memory_is_written_and_executed():
    for program in PROGRAMS:
        segments = tell("readelf", "-lW", RELEASE / program)
        expect(re.search(r"GNU_STACK.* RW +0x", segments), f"{program}: the stack is executable")
        expect(not re.search(r"^ +\S+( +0x[0-9a-f]+){5} +RWE", segments, re.M), f"{program}: {segments}")


@suite.test
def its_functions_are_guarded():
    """The stack protector, and the checked forms of the functions of libc: those that have one, and are used unchecked."""
    for program in PROGRAMS:
        used = symbols(RELEASE / program, "-D", "--undefined-only")
        expect("__stack_chk_fail" in used, f"{program}: no stack protector")
        checked = {name[2:-4] for name in used if name.startswith("__") and name.endswith("_chk")}
        expect({"snprintf", "fprintf"} <= checked, f"{program}: not fortified: {checked}")
    unguarded = []
    for entry in json.loads((RELEASE / "compile_commands.json").read_text()):
        missing = [flag for flag in ("-D_FORTIFY_SOURCE=3", "-fstack-protector-strong", "-fstack-clash-protection", "-O2")
                   if flag not in entry["command"].split()]
        if missing:
            unguarded.append((entry["file"], missing))
    expect_equal(unguarded[:3], [])


@suite.test
def the_server_holds_nothing_that_invents_people():
    """Each function and table of server/sandbox/ is in clea-sandbox and none in clea-server."""
    made = {name for name in symbols(RELEASE / "libclea_sandbox_objects.a", "--defined-only", "--extern-only")}
    expect(len(made) > 30, f"the sandbox defines nothing: {made}")
    expect_equal(made & symbols(RELEASE / "clea-server", "--defined-only"), set())
    expect(made <= symbols(RELEASE / "clea-sandbox", "--defined-only"), "clea-sandbox is not the sandbox")
    text = tell("strings", "-n", "8", RELEASE / "clea-server")
    words = [word for word in ("insert into person", "insert into organism (", "lent to a scenario")
             if word in text and word not in STATEMENTS]
    expect_equal(words, [], "the server holds a statement of the sandbox")


@suite.test
def only_the_program_that_draws_is_linked_with_what_draws():
    """Not over another library either: the loader is asked for all of them."""
    for program in PROGRAMS:
        loaded = tell("ldd", RELEASE / program)
        found = [name for name in DRAWING if name in loaded]
        expect_equal(found, list(DRAWING) if program == "clea-documents" else [], program)


# The server's own operations make persons and organisms, one at a time and for those who may.
STATEMENTS = "\n".join(path.read_text() for path in (ROOT / "server").rglob("*.sql"))


@suite.test
def no_product_source_knows_a_control():
    """A server that is to fail is made by a test, on a copy."""
    found = subprocess.run(["grep", "-rnE", "CLEA_CONTROL|#if(n?def)? +CLEA_", ROOT / "server", ROOT / "lib", ROOT / "CMakeLists.txt"],
                           capture_output=True, text=True).stdout
    expect_equal(found, "")
