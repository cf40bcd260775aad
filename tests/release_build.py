# SPDX-License-Identifier: EUPL-1.2
"""The release build, made when a test needs it, and variants of it whose sources are changed on a copy.

A variant compiles only what it changes: those objects come before the archive of the others when it is linked."""

import fcntl
import json
import pathlib
import shlex
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = ROOT / "build" / "release"


def build_release():
    """Brings build/release up to date; what stands is not made again. Suites that run at once wait for one another here."""
    RELEASE.parent.mkdir(exist_ok=True)
    with open(RELEASE.parent / "release.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (RELEASE / "build.ninja").exists():
            subprocess.run(["cmake", "--preset", "release"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(["ninja", "-C", RELEASE], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"the release does not build:\n{done.stdout[-4000:]}")


def changed(source, script):
    """The text of a source after a sed script. A script that changes nothing has lost its place."""
    original = (ROOT / source).read_text()
    text = subprocess.run(["sed", "-f", script, ROOT / source], capture_output=True, text=True, check=True).stdout
    if text == original:
        raise AssertionError(f"{script} changes nothing in {source}: has what it changes moved?")
    return text


def build_variant(name, scripts):
    """Path of a clea-server that differs from the release by these sed scripts. The second line of each names its source:
    # source: server/db/pool.c"""
    build_release()
    folder = ROOT / "build" / "variants" / name
    commands = {entry["file"]: entry for entry in json.loads((RELEASE / "compile_commands.json").read_text())}
    objects = []
    for script in scripts:
        source = pathlib.Path(script).read_text().splitlines()[1].removeprefix("# source:").strip()
        copy = folder / source
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(changed(source, script))
        entry = commands[str(ROOT / source)]
        words = shlex.split(entry["command"])
        words[words.index("-o") + 1] = str(copy.with_suffix(".o"))
        words[words.index("-c") + 1] = str(copy)
        subprocess.run(words, cwd=entry["directory"], check=True)
        objects.append(str(copy.with_suffix(".o")))
    link = subprocess.run(["ninja", "-C", RELEASE, "-t", "commands", "-s", "clea-server"], capture_output=True, text=True,
                          check=True).stdout.splitlines()[-1]
    binary = folder / "clea-server"
    if " -o clea-server " not in link:
        raise AssertionError(f"this is not how clea-server is linked: {link}")
    inserted = " ".join(map(shlex.quote, objects))
    subprocess.run(["sh", "-c", link.replace(" -o clea-server ", f" {inserted} -o {shlex.quote(str(binary))} ")], cwd=RELEASE,
                   check=True)
    return binary
