# SPDX-License-Identifier: EUPL-1.2
"""Every source says under which licence it is, in a line that machines read (SPDX), or is listed here with the reason why not.

    licence.py          prints the files that say nothing
    licence.py --add    writes the line into them"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = "SPDX-License-Identifier: " + re.search(r"SPDX-License-Identifier: (\S+)", (ROOT / "README.md").read_text())[1]
BLOCK, DASHES, SLASHES, HASH, TAG = "/* {} */", "-- {}", "// {}", "# {}", "<!-- {} -->"
MARKS = {".c": BLOCK, ".h": BLOCK, ".def": BLOCK, ".css": BLOCK, ".sql": DASHES, ".js": SLASHES, ".mjs": SLASHES, ".ts": SLASHES, ".tsx": SLASHES, ".html": TAG, ".go": SLASHES,
         ".py": HASH, ".sh": HASH, ".bash": HASH, ".awk": HASH, ".cmake": HASH, ".yaml": HASH, ".yml": HASH, ".cfg": HASH, ".conf": HASH,
         ".service": HASH, ".sysusers": HASH, ".tmpfiles": HASH, "CMakeLists.txt": HASH, "Dockerfile": HASH}
# Without an ending in their names, they say by their first line what runs them.
SHEBANG = re.compile(r"#!.*\b(bash|sh|python3)\b")
# Pattern of a path, and why it says nothing.
EXEMPT = (
    (r"migrations/\d+_\w+\.sql", "landed migrations are checked against their sums, and never change"),
    (r"openapi\.yaml", "printed by clea-server openapi"),
    (r".*\.(json|jsonl|csv|md|txt|list|checksums|pdf|png|pem|jwk|in|overrides|gitignore)", "data, or text for people"),
    (r".*\.(columns|part|walk)", "parts of statements, written in lists of their own"),
    (r".*\.sed", "changes that tests make to sources: their second line names the source"),
    (r"(LICENSE|tests/proof/wp/areas|tests/contract/baseline|migrations/checksums|CMakePresets\.json|\.clang-\w+|.*/\.clang-tidy|\.dockerignore|\.gitignore|server/packaging/debian/(conffiles|copyright))",
     "not code, or settings of tools in their own form"),
)


def tracked():
    names = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return sorted(name for name in names.decode().split("\0") if name and (ROOT / name).is_file())


def mark_of(name):
    """How a line that says nothing to the language is written; None: it is not known here."""
    path = pathlib.PurePosixPath(name)
    found = MARKS.get(path.name) or MARKS.get(path.suffix)
    if found:
        return found
    with open(ROOT / name, "rb") as file:
        return HASH if SHEBANG.match(file.readline(200).decode(errors="replace")) else None


def is_exempt(name):
    return any(re.fullmatch(pattern, name) for pattern, _ in EXEMPT)


def says(name):
    with open(ROOT / name, "rb") as file:
        head = file.read(400).decode(errors="replace").splitlines()[:3]
    return any(TEXT in line for line in head)


def add(name, mark):
    """On the first line, or behind that which says what runs it."""
    path = ROOT / name
    text = path.read_text()
    first, end, rest = text.partition("\n")
    line = mark.format(TEXT) + "\n"
    path.write_text(first + end + line + rest if first.startswith("#!") else line + text)


def main():
    unused = {pattern for pattern, _ in EXEMPT}
    for name in tracked():
        matching = {pattern for pattern, _ in EXEMPT if re.fullmatch(pattern, name)}
        unused -= matching
        mark = None if matching else mark_of(name)
        if matching:
            if says(name) and not name.endswith(".md"):
                print(f"{name} says its licence, and is listed as a file that does not")
        elif not mark:
            if (ROOT / name).read_bytes()[:4096].count(b"\0") == 0:
                print(f"{name}: how is a comment written there? Or why needs it none?")
        elif not says(name):
            if "--add" in sys.argv[1:]:
                add(name, mark)
            else:
                print(f"{name} does not say under which licence it is: tests/architecture/licence.py --add")
    for pattern in sorted(unused):
        print(f"no file is called {pattern}: its exception may go")


if __name__ == "__main__":
    main()
