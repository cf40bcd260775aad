#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What statements cost may not grow with the files. Ends with `N passed, N failed`.

Every way of every list (server/db/walk.sh), as its role under row-level security and by the plan that the server keeps, at 2,000 and at
20,000 files: the shared buffers of its first page and of one deep in the list, and the tables that it reads whole. The same by plans that
were made while the tables were empty.

    tests/budgets/run.py list [PART]     prints them at 2,000 files, for a look by hand"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "scenario"), str(HERE.parent)]

import lists  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import Instance  # noqa: E402

FEW, MANY = 2000, 20000
# A page may touch so many times as much at MANY, and so many buffers more: an index of more rows is a level deeper. Of a network's
# members few have a full page of everything at FEW.
GROWTH, NETWORK_GROWTH, SLACK = 1.3, 2.0, 60
# Proportional to what is the caller's own, which grows with the files: rows of what somebody trains, where somebody sits; the people of
# an organism.
OWN = {"TRAINER": "what the person trains", "FUNDER": "what it pays for", "JUROR": "the agendas of his sessions"}
OWN_LISTS = {"person_list": "the people of the caller's organisms", "candidate_similar": "who has enough in common"}
# Everybody's are counted, in an index: a page of it for so many files. So is what waits in an organism.
COUNTED, FILES_A_PAGE = {"deadline_months NATION", "work_queue_counts ORGANISM"}, 200
# candidates_alike() keeps a plan of its own, made anew once its tables were analysed: what it looks at meanwhile is one birth name.
KEPT_INSIDE = {"candidate_similar NATION"}
# A juror's changes: the files on the agendas of his sessions, found among those of his commission by a plan that has seen neither.
KEPT_OF_JUROR = "change_list JUROR"
# A search looks at so many entries of an index for each of its words, and at the records of the word that leads to the fewest: what grows
# with the files is how many it finds, up to that.
SEARCH, SEARCH_MOST = "candidate_search", 1000
BUFFERS_A_FOUND, BUFFERS_OF_SEARCH = 20, 2500
# A plan that was made on empty tables, against a new one: a nested loop where a hash would do. Of a network each row is looked for among
# those of each of its members: the policy of the relation has an `or`. What is counted in an index is, as long as nobody has vacuumed,
# counted in the table.
KEPT, KEPT_SLACK, KEPT_OF_NETWORK = 1.5, 150, 4.0
# Tables that are as large as a country has organisms, not as it has files.
SMALL = {"service_mode", "network", "organism", "commission", "network_membership", "referential_version", "candidacy_state", "evaluation_method", "setting",
         "affiliation", "person", "habilitation", "commission_member", "staff_function", "api_key", "credential_key", "credential_list"}
# NEEDSWORK: of a certificate by id or number the nation reads what is kept for former owners whole, to see nothing of it: the policy that
# says so is asked of every row. Matters when many files were transferred.
OF_THE_NATION = {"former_certificate"}

suite = Suite("budgets")


def fill(instance, database, files, vacuum=True):
    done = subprocess.run(["psql", "-Xq", "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-v", f"files={files}",
                           "-v", f"vacuum={vacuum}", "-f", str(HERE / "volume.sql")],
                          env=os.environ | instance.environment, capture_output=True, text=True)
    expect(done.returncode == 0, done.stderr[-2000:])


def session(instance, database):
    """A psql of a role that stays open, and reads what is written to it."""
    def open_(role):
        return subprocess.Popen(["psql", "-XqtA", "-F", "\x1f", "-U", role, "-d", database, "-v", "ON_ERROR_STOP=1"],
                                env=os.environ | instance.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)
    return open_


def psql(instance, database):
    def ask(role, script):
        asked = session(instance, database)(role)
        printed, errors = asked.communicate(script)
        expect(asked.returncode == 0, errors[-2000:])
        return printed
    return ask


def is_own(name):
    return name.split()[1] in OWN or any(name.startswith(own) for own in OWN_LISTS)


@suite.test
def no_page_reads_a_table_that_grows_whole(few, many):
    def growing(name, page):
        return page.scanned - SMALL - (OF_THE_NATION if name.endswith(" NATION") else set())

    scanned = {name: growing(name, page) for measured in (few, many) for name, pages in measured.items()
               for page in pages if page and growing(name, page)}
    expect(not scanned, f"sequential scans: {scanned}")


@suite.test
def a_page_costs_what_it_cost_with_a_tenth_of_the_files(few, many):
    seen, grown = 0, []
    for name, (first, _) in many.items():
        before = few[name][0]
        if is_own(name) or first.rows == 0 or name.startswith(SEARCH):
            continue
        seen += 1
        growth = NETWORK_GROWTH if name.split()[1] == "NETWORK" else GROWTH
        allowed = before.buffers * max(1.0, first.rows / max(before.rows, 1)) * growth + SLACK
        if name in COUNTED:
            allowed = MANY / FILES_A_PAGE
        if first.buffers > allowed:
            grown.append(f"{name}: {before.buffers} buffers for {before.rows} rows, {first.buffers} for {first.rows}")
    expect(seen > 60, f"{seen} ways with rows")
    expect(not grown, "\n".join(grown))


@suite.test
def a_search_looks_at_so_many_and_no_more(many, kept):
    """Too many begin with it: nothing is found, at the price of looking at so many entries, in the table where nobody has vacuumed. Else
    each that is found is looked at."""
    seen, dearer = {}, []
    for name, (first, _) in many.items():
        if not name.startswith(SEARCH):
            continue
        is_wide = first.rows == 0 or name.startswith(f"{SEARCH}_wide")
        seen.setdefault(is_wide, set()).add(name.split()[1])
        for how, page in (("", first), (" by a kept plan", kept[name])):
            allowed = BUFFERS_OF_SEARCH * (2 if how else 1) + (0 if is_wide else SEARCH_MOST * BUFFERS_A_FOUND)
            if page.buffers > allowed:
                dearer.append(f"{name}{how}: {page.buffers} buffers, {allowed} at most")
    expect(not dearer, "\n".join(dearer))
    expect_equal(seen, {True: {"ORGANISM", "NETWORK", "NATION"}, False: {"ORGANISM", "NETWORK", "NATION"}}, "searches that find something, and that do not")


@suite.test
def a_list_is_served_by_the_indexes_that_it_names(many):
    """Without one of them another may do, as long as there are few organisms: it looks at the entries of all of them."""
    used = {}
    for name, (first, deep) in many.items():
        used.setdefault(name.split()[0], set()).update(first.indexes, deep.indexes if deep else ())
    named = {name: {index for index in found if not index.startswith(tuple(f"{table}_" for table in SMALL))}
             for name, found in lists.named_indexes().items()}
    unused = {name: sorted(found - used[name]) for name, found in named.items() if found - used[name]}
    expect(sum(map(len, named.values())) >= 25, f"hardly any index is named: {named}")
    expect(not unused, f"named, and in no plan: {unused}")


@suite.test
def a_page_deep_in_a_list_costs_what_the_first_does(few, many):
    seen, dearer = 0, []
    for name, (first, deep) in many.items():
        if not deep or is_own(name):
            continue
        seen += 1
        if deep.buffers > first.buffers * GROWTH + SLACK:
            dearer.append(f"{name}: {first.buffers} buffers for the first page, {deep.buffers} for a deep one")
    expect(seen > 50, f"{seen} ways with a second page")
    expect(not dearer, "\n".join(dearer))


@suite.test
def a_plan_that_was_made_on_empty_tables_serves_full_ones(many, kept):
    """What a server keeps that was started before there was anything, and has not been told since."""
    dearer = [f"{name}: {kept[name].buffers} buffers, {first.buffers} by a new plan" for name, (first, _) in many.items()
              if name not in COUNTED | KEPT_INSIDE and not name.startswith((SEARCH, KEPT_OF_JUROR)) and kept[name].buffers > first.buffers * (KEPT_OF_NETWORK if " NETWORK" in name else 1.0) * KEPT + KEPT_SLACK]
    expect(len(kept) == len(many) > 150, f"{len(kept)} plans")
    expect(not dearer, "\n".join(dearer))


def show(instance, wanted):
    for name, (first, deep) in lists.measure(psql(instance, "clea"), wanted).items():
        print(f"{name:50} {first.rows:4} rows {first.buffers:6} buffers {first.ms:8.2f} ms"
              + (f", deep {deep.buffers:6} {deep.ms:8.2f} ms" if deep else "")
              + (f", scans {first.scanned}" if first.scanned else ""))


def main():
    instance = Instance(seed=None)
    try:
        instance.start_database()
        instance.prepare()
        if sys.argv[1:2] == ["list"]:
            fill(instance, "clea", FEW)
            return show(instance, " ".join(sys.argv[2:]))
        instance.sessions.close()  # nobody may be connected to what is copied
        instance.sql("create database few template clea", database="postgres")
        fill(instance, "few", FEW)
        standing = lists.Standing(session(instance, "clea"))
        fill(instance, "clea", MANY, vacuum=False)
        kept = standing.measure()
        instance.sql("vacuum analyze")
        suite.run(sys.argv[1:], few=lists.measure(psql(instance, "few")), many=lists.measure(psql(instance, "clea")), kept=kept)
    finally:
        suite.one("the database ends", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
