# SPDX-License-Identifier: EUPL-1.2
"""Which members of the facts and of an event's data nobody in server/ writes, which of a decision nobody there reads, and which structs
are not begun as their readers take for granted. Prints what is wrong, and nothing else. A guard on a member without a writer can never
fail; what is decided and not read is never done."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
STRUCTS = {"facts": 8, "candidacy_facts": 8, "event_data": 25, "session_facts": 7, "candidacy_command": 6}  # and how many members at least
DECISIONS = {"decision": 20}  # the same, of what the library answers


def read(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)


def members(struct):
    """Names as they are declared, whatever is added."""
    for path in sorted((ROOT / "lib").glob("*.h")):
        found = re.search(rf"^struct {struct} {{\n(.*?)^}};", read(path), flags=re.S | re.M)
        if found:
            return [re.sub(r"\[.*", "", part, flags=re.S).split("*")[-1].split()[-1].strip()
                    for line in found.group(1).split(";") if line.strip() for part in line.split(",")]
    return []


def block(text, start):
    """What stands in the braces that open at `start`."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start + 1:place]
    return ""


def outer(text):
    """The same without what stands in deeper braces or brackets."""
    kept, depth = [], 0
    for letter in text:
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(letter, 0)
        kept.append(letter if depth == 0 else " ")
    return "".join(kept)


def written(struct, sources):
    """Members that an initialiser names or an assignment sets."""
    found = set()
    for text in sources:
        initialisers = [rf"struct {struct}\s+\w+\s*=\s*{{", rf"\(struct {struct}\)\s*{{"]
        initialisers += [r"\.data\s*=\s*{"] if struct == "event_data" else []
        for pattern in initialisers:
            for match in re.finditer(pattern, text):
                found.update(re.findall(r"\.(\w+)\s*=", outer(block(text, match.end() - 1))))
        names = set(re.findall(rf"struct {struct}\s*\*?\s*(?:const\s+)?(\w+)\s*[=;,)]", text))
        names |= {"event_data": {"data"}, "candidacy_facts": {"facts"}}.get(struct, set())
        for name in names:
            found.update(re.findall(rf"&(?:\w+(?:->|\.))*{name}(?:->|\.)(\w+)", text))  # handed out to be written
            found.update(re.findall(rf"\b{name}(?:->|\.)(\w+)(?:\[[^]]*\])?\s*(?:[-+|&]?=(?!=)|\+\+)", text))
            found.update(re.findall(rf"\b{name}(?:->|\.)(\w+)\+\+", text))
    return found


def headless(path, text):
    """Structs that hold what must stand first anywhere else."""
    for struct, body in re.findall(r"^struct (\w+) {\n(.*?)^}", text, flags=re.S | re.M):
        declared = [line.strip() for line in body.split(";") if line.strip()]
        for place, line in enumerate(declared):
            if place and re.match(r"struct (given|candidacy_set|session_snapshot|referential_version_snapshot)\s+\w", line):
                yield f"{path.relative_to(ROOT)}: struct {struct} does not begin with {line}"


def main():
    paths = [path for path in sorted((ROOT / "server").rglob("*.[ch]")) if not {"seed", "sandbox"} & set(path.parts)]
    sources = {path: read(path) for path in paths}
    for struct, least in STRUCTS.items():
        declared = members(struct)
        if len(declared) < least:
            print(f"hardly any member of struct {struct} was found")
        for name in sorted(set(declared) - written(struct, sources.values())):
            print(f"nobody in server/ writes {name} of struct {struct}: its guards can never fail")
    for struct, least in DECISIONS.items():
        declared = members(struct)
        if len(declared) < least:
            print(f"hardly any member of struct {struct} was found")
        for name in declared:
            if not any(re.search(rf"(->|\.){name}\b(?!\s*=[^=])", text) for text in sources.values()):
                print(f"nobody in server/ reads {name} of struct {struct}")
    heads = sum(len(re.findall(r"^\s+struct (?:given|candidacy_set) \w+;", text, flags=re.M)) for text in sources.values())
    if heads < 40:
        print("hardly any struct with a head was found")
    for path, text in sources.items():
        for fault in headless(path, text):
            print(fault)


main()
