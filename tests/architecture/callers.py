# SPDX-License-Identifier: EUPL-1.2
"""Which functions of lib/ and server/ nothing of the product calls: what only tests keep alive is dead code. Prints what is wrong, and
nothing else. Asks the objects that the build made who refers to whom, and the source of a function whether it is referred to beside itself."""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CLEA_BUILD", ROOT / "build" / "dev"))
# Of each folder of sources, where its objects are.
OBJECTS = ("clea", "clea_server_objects", "clea_sandbox_objects", "clea_documents_objects", "clea-server", "clea-sandbox",
           "clea-documents")

# What nothing of the product calls, and why it stays.
KEPT = {
    "main": "called by the system",
    "appointment_transitions": "the table itself, for those who compare it with the database",
    "constraint_at": "the table itself, for those who compare it with the database",
}


def objects():
    for target in OBJECTS:
        yield from (BUILD / "CMakeFiles" / f"{target}.dir").rglob("*.o")


def symbols(paths):
    """Of each object: the functions that it defines for others, and the names that it wants of others. One process for all of them."""
    said = subprocess.run(["nm", "--format=posix", "--print-file-name", "--extern-only", *paths], capture_output=True, text=True, check=True).stdout
    functions, wanted = {path: set() for path in paths}, set()
    for line in said.splitlines():
        path, _, symbol = line.rpartition(": ")
        name, sort, *_ = symbol.split()
        if sort == "T":
            functions[pathlib.Path(path)].add(name)
        elif sort == "U":
            wanted.add(name)
    return functions, wanted


def source_of(path):
    return ROOT / re.sub(r"^.*?\.dir/", "", str(path.relative_to(BUILD))).removesuffix(".o")


def is_used_beside_itself(name, source):
    """Within its own file: there its object does not tell."""
    text = re.sub(r"/\*.*?\*/", "", source.read_text(encoding="utf-8"), flags=re.S)
    own = re.search(rf"^[a-z][^\n;{{}}]*\b{name}\([^;{{}}]*\)\n{{.*?^}}", text, flags=re.S | re.M)
    rest = text if own is None else text[:own.start()] + text[own.end():]
    return re.search(rf"\b{name}\b", rest) is not None


def main():
    sources = {path: source_of(path) for path in objects()}
    # Written by the build; or its source is gone since.
    sources = {path: source for path, source in sources.items() if "embedded" not in source.parts and source.exists()}
    functions, wanted = symbols(list(sources))
    defined = {name: sources[path] for path, names in functions.items() for name in names}
    if len(defined) < 500:
        print(f"only {len(defined)} functions were found in {BUILD}: is it built?")
    dead = sorted(name for name, source in defined.items() if name not in wanted and not is_used_beside_itself(name, source))
    for name in dead:
        if name not in KEPT:
            print(f"{defined[name].relative_to(ROOT)}: nothing of the product calls {name}()")
    for name in sorted(set(KEPT) - set(dead)):
        print(f"{name} is called, or gone: take it off the list of what is kept")


main()
