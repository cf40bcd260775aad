# SPDX-License-Identifier: EUPL-1.2
"""What the contract has become since it was last released: nothing that breaks a client, and a line of CHANGELOG.md for each change.

The last release is the last tag `v…`; before there is one, the commit that the file `baseline` beside this one names. A change is told
when its word - an address, a member, a parameter, a status, a code - stands in backquotes among what is not released yet."""

import json
import pathlib
import re
import subprocess

import yaml

from plain import plain

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# What is for people, or for us: nothing that a client is built on.
SAYS = ("description", "summary", "title", "example", "examples", "tags")
NAMED = ("properties", "paths", "schemas", "responses", "headers", "content")
# Any operation may answer these, declared or not (server/guide/front-ends.md), and has these headers.
ANYWHERE = ("429", "503", "default", "RateLimit", "RateLimit-Policy")


class Changes(Exception):
    """The comparison cannot be made, and why."""


def git(*words):
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True)


def released():
    """(the name of the last release, its contract, whether it is one). Before the first release it is a commit: what breaks since then is told
    and breaks nobody yet. None where there is no history to look at."""
    if git("rev-parse", "--git-dir").returncode != 0:
        return None
    tag = git("describe", "--tags", "--abbrev=0", "--match", "v[0-9]*").stdout.strip()
    name = tag or (HERE / "baseline").read_text().split()[0]
    shown = git("show", f"{name}:openapi.yaml")
    if shown.returncode != 0 and not tag:
        return None
    if shown.returncode != 0:
        raise Changes(f"the contract of {name} is not here: git fetch --tags --unshallow ({shown.stderr.strip()})")
    return name, yaml.load(shown.stdout, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), bool(tag)


def bare(value, is_named=False):
    """What clients are built on, without order where order says nothing."""
    if isinstance(value, list):
        items = [bare(item) for item in value]
        return sorted(items, key=str) if all(isinstance(item, (str, int, type(None))) for item in items) else items
    if not isinstance(value, dict):
        return value
    found = {}
    for key, item in value.items():
        if is_named and (key in ANYWHERE or item == {"schema": {"type": "string"}}):
            item = {} if key not in ANYWHERE else None  # a text has no shape
        elif not is_named and (key in SAYS or key.startswith("x-")):
            item = None
        if item is not None:
            found[key] = bare(item, key in NAMED and not is_named)
    return found


def compared(before, after, folder):
    """Findings of api-smart-diff, once each."""
    for name, document in (("before", before), ("after", after)):
        components = {key: value for key, value in document["components"].items() if key != "examples"}
        document = bare(plain(document | {"components": components, "info": {}}))
        (folder / f"{name}.json").write_text(json.dumps(document))
    done = subprocess.run(["node", HERE / "changes.mjs", folder / "before.json", folder / "after.json"], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise Changes(done.stderr[-2000:])
    return json.loads(done.stdout)


SHAPES = {"schema", "properties", "items", "anyOf", "oneOf", "allOf", "additionalProperties", "parameters", "content", "requestBody", "responses",
          "headers", "paths"}
KEYWORDS = {"type", "enum", "const", "required", "format", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "default",
            "uniqueItems", "nullable", "deprecated", "explode", "in", "discriminator", "mapping", "security"}


def word(finding):
    """What a line about this change has to name."""
    path = [step for step in finding["path"][1:] if isinstance(step, str) and step not in SHAPES and "/" not in step[1:] or str(step).startswith("/")]
    if finding["path"][-2:-1] == ["enum"] and finding["action"] == "add":
        return str(finding.get("after"))
    names = [step for step in path if step not in KEYWORDS and not str(step).isdigit()] or path
    return str(finding["path"][1] if len(finding["path"]) <= 3 else names[-1])


def unreleased(text):
    """Words in backquotes of the section on what is not released."""
    section = text.partition("## Unreleased")[2].partition("\n## ")[0]
    return set(re.findall(r"`([^`]+)`", section)), section


def types(value):
    return set(value if isinstance(value, list) else [value])


def breaks(finding):
    """What api-smart-diff 1.0.6 says, and where it says too little: another type, or one that may now be null, and in an answer a member
    that is no longer always there."""
    path, is_answer = finding["path"], "responses" in finding["path"][:4]
    if "type" in path[-2:] and "properties" in path and path[path.index("type", -2) - 1] != "properties":
        before, after = types(finding.get("before")), types(finding.get("after"))
        if path[-1] == "type":
            return not (after <= before if is_answer else after >= before)
        return finding["action"] == ("add" if is_answer else "remove") or finding["action"] == "replace"
    if is_answer and "required" in path[-2:] and finding["action"] != "add":
        return True
    return finding["type"] == "breaking"


def judged(findings, changelog):
    """(what breaks a client, what has no line)."""
    told, section = unreleased(changelog)
    breaking = sorted({f"{finding['action']} {'/'.join(map(str, finding['path'][1:]))}: {finding.get('before')} -> {finding.get('after')}"
                       for finding in findings if breaks(finding)})
    untold = sorted({name for name in map(word, findings) if name not in told and f"`{name}" not in section and f"{name}`" not in section})
    return breaking, untold
