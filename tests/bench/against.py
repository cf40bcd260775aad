# SPDX-License-Identifier: EUPL-1.2
"""Another revision of this product, built beside, on a data set that its own migrations made."""

import subprocess

import load
from place import ROOT, BenchError, build_release, say


def git(*words):
    done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchError(f"git {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def other_build(place, revision, files):
    """Path of its clea-server, and the name of its database: a copy of ours where the tables are the same, else its own."""
    commit = git("rev-parse", "--short=12", f"{revision}^{{commit}}")
    tree = place.folder / "trees" / commit
    if not tree.exists():
        say(f"building {revision}")
        git("worktree", "add", "--detach", str(tree), commit)
    release = build_release(tree)
    name = load.load(place, files, tree, f"files_{files}_{commit}")
    place.program(name, release / "clea-server", "migrate")
    return release / "clea-server", name
