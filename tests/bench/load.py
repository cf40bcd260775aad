# SPDX-License-Identifier: EUPL-1.2
"""Data sets of the bench: real journeys by the product's own events, multiplied in bulk with SQL (sql/*.sql).

A base of 400 candidacies of 20 organisms is made once by `clea-sandbox seed --demo`; a set of N files is N / 400 times it. The
files lie evenly over the organisms; all go to one commission."""

import hashlib
import shutil
import subprocess
import sys
import time

from place import ROOT, BenchError, Place, build_release, say

sys.path.insert(0, str(ROOT / "tests" / "scenario"))

BASE_FILES = 400
MORE_ORGANISMS = 15  # beside the five of the demonstration's story
SQL = ROOT / "tests" / "bench" / "sql"
SESSIONS = 2  # that copy side by side


def numbered(tree):
    return sorted((tree / "migrations").glob("[0-9]*.sql"))


def checksum(paths):
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def name_of(files):
    return f"files_{files}"


def whole(name, tree, count=None):
    """What a finished database says of itself: how many numbered migrations made its tables, and which; of a data set, by what it
    was multiplied. Later ones, and what lives in migrations/always, are brought to it by `migrate`."""
    made = numbered(tree)[:count]
    return f"whole {len(made)} {checksum(made)} {checksum([] if name.startswith('base_') else sorted(SQL.glob('*.sql')))}"


def is_current(place, name, tree):
    if not place.has_database(name):
        return False
    told = place.sql("postgres", f"select shobj_description(oid, 'pg_database') from pg_database where datname = '{name}'")[0][0]
    words = told.split()
    return len(words) == 4 and words[0] == "whole" and told == whole(name, tree, int(words[1]))


def mark_whole(place, name, tree):
    place.sql("postgres", f"comment on database {name} is '{whole(name, tree)}'")


def drop(place, name):
    place.sql("postgres", f"drop database if exists {name} with (force)")


def make_base(place, tree):
    """The name of the database of real journeys, by the programs of a tree. Its keys are in a file beside the cluster."""
    for name in [row[0] for row in place.sql("postgres", "select datname from pg_database where datname like 'base\\_%'")]:
        if is_current(place, name, tree) and place.tokens_of(name).exists():
            return name
    name = f"base_{checksum(numbered(tree))}"
    tokens = place.tokens_of(name)
    say(f"the base: {BASE_FILES} candidacies by their events")
    if not place.has_database(name):  # a seed that was interrupted goes on
        tokens.unlink(missing_ok=True)
        place.sql("postgres", f"create database {name}")
    release = tree / "build" / "release"
    place.program(name, release / "clea-server", "migrate")
    place.program(name, release / "clea-sandbox", "seed", "--demo", "--candidacies", str(BASE_FILES), "--organisms",
                  str(MORE_ORGANISMS), "--tokens", str(tokens))
    mark_whole(place, name, tree)
    return name


def copy_between(place, name, first, last):
    return subprocess.Popen(
        ["/usr/lib/postgresql/15/bin/psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", name, "-v", f"first={first}",
         "-v", f"last={last}", "-f", str(SQL / "copy.sql")],
        env=place.environment | {"PGOPTIONS": "-c client_min_messages=warning"}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True)


def multiply(place, name, copies):
    halves = [(copies * i // SESSIONS + 1, copies * (i + 1) // SESSIONS) for i in range(SESSIONS)]
    running = [copy_between(place, name, first, last) for first, last in halves if first <= last]
    failures = [errors for _, errors in (session.communicate() for session in running) if errors]
    if failures or any(session.returncode for session in running):
        raise BenchError("the copies were not made: " + "\n".join(failures)[-2000:])


def load(place, files, tree=ROOT, name=None):
    """The name of a database with so many files; made when it is not there, or was made by other tables."""
    if files % BASE_FILES or files < BASE_FILES:
        raise BenchError(f"{files} files are not a multiple of {BASE_FILES}")
    name, copies, begun = name or name_of(files), files // BASE_FILES - 1, time.monotonic()
    if is_current(place, name, tree) and place.tokens_of(name).exists():
        return name
    base = make_base(place, tree)
    shutil.copy(place.tokens_of(base), place.tokens_of(name))
    say(f"{files} files: {copies} copies of the base")
    drop(place, name)
    place.sql("postgres", f"create database {name} template {base}")
    place.program(name, tree / "build" / "release" / "clea-server", "migrate")  # the base may be of earlier tables
    place.psql(name, "-1", "-f", str(SQL / "stage.sql"))
    multiply(place, name, copies)
    say(f"copied after {time.monotonic() - begun:.0f} s; indexes, foreign keys")
    place.psql(name, "-v", f"copies={copies}", "-f", str(SQL / "finish.sql"))
    place.sql(name, "vacuum (freeze, analyze)")
    say(f"loaded after {time.monotonic() - begun:.0f} s; invariants and replay")
    check(place, name, tree)
    mark_whole(place, name, tree)
    say(f"{name} stands after {time.monotonic() - begun:.0f} s")
    return name


def check(place, name, tree):
    """The invariants that the scenarios ask, the replay of every history among them; and that names are compared as lib/ says."""
    import invariants
    names = list(invariants.INVARIANTS)
    broken = [f"{names[int(row[0])]}: {row[1]}" for row in place.sql(name, "set work_mem = '256MB';\n" + invariants._script())]
    if broken:
        raise BenchError("the data set breaks invariants:\n" + "\n".join(broken[:20]))
    check_names(place, name, tree)


def check_names(place, name, tree):
    """`clea-server recompute`, told that some records are of an old rule, changes nothing of them but that."""
    sample = "select id, identity_key, identity_parts, search_name, search_words from candidate where name_rule = 0 order by id"
    place.sql(name, "set session_replication_role = replica; update candidate set name_rule = 0 where id in "
              "(select id from candidate where birth_name like '%-%' order by md5(id::text) limit 200)")
    before = place.sql(name, sample)
    place.program(name, tree / "build" / "release" / "clea-server", "recompute")
    ids = ", ".join(f"'{row[0]}'" for row in before)
    after = place.sql(name, sample.replace("name_rule = 0", f"id in ({ids})"))
    if [sorted_words(row) for row in before] != [sorted_words(row) for row in after] or not before:
        differing = next((pair for pair in zip(before, after) if sorted_words(pair[0]) != sorted_words(pair[1])), None)
        raise BenchError(f"names are not compared as lib/identity.h says: {differing}")


def sorted_words(row):
    return [*row[:4], sorted(set(row[4].strip("{}").split(",")))]


def main(arguments):
    """load [FILES…]"""
    build_release()
    place = Place().start()
    try:
        for files in [int(a) for a in arguments] or [2000, 100000]:
            print(load(place, files))
    finally:
        place.leave()
    return 0
