#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A backup as the README tells it: dumped, restored into an empty database, served from; and what names are compared by,
recomputed. Ends with `N passed, N failed`."""

import difflib
import pathlib
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario")]
import invariants  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import Instance  # noqa: E402

suite = Suite("restore")
test = suite.test
BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
MIGRATOR = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
TABLES = "select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1"
SEQUENCES = "select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1"


def tool(instance, name, *arguments):
    """Output of a PostgreSQL tool; raises with what it said when it says anything or fails."""
    done = subprocess.run([str(BIN / name), *arguments], env=instance.environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=120)
    expect_equal((done.returncode, done.stderr), (0, ""), name)
    return done.stdout


def counts(instance, database):
    tables = [row[0] for row in instance.sql(TABLES, database=database)]
    expect(len(tables) > 50, f"hardly a table: {tables}")
    whole = " union all ".join(f"select '{table}', count(*) from {table}" for table in tables)
    return dict(instance.sql(f"select * from ({whole}) t (name, rows) order by name", database=database))


def schema(instance, database):
    """Of a dump, all lines but the keys of psql's restricted mode, which differ each time."""
    lines = tool(instance, "pg_dump", "--schema-only", "-U", "clea_backup", database).splitlines()
    return sorted(line for line in lines if not line.startswith(("\\restrict", "\\unrestrict")))


def as_role(instance, role):
    return Client(instance.base_url, instance.tokens[role])


def candidate(name):
    return {"birth_name": name, "first_name_1": "Zoé", "sex": "F", "birth_year": 1990, "birth_month": 2, "birth_day": 3,
            "birth_commune_insee": "59350"}


@test
def a_backup_restores_into_an_empty_database(instance):
    """The server writes before it, so that the backup holds more than the demonstration: also a key of an identity."""
    instance.start_server()
    as_role(instance, "COUNSELLOR").post("/v1/candidates", candidate("D'Ormesson-Œuvré")).must(201)
    instance.stop_server()
    path = str(instance.folder / "clea.dump")
    tool(instance, "pg_dump", "-Fc", "-U", "clea_backup", "-f", path, "clea")
    instance.sql("alter database clea rename to original", database="postgres")
    instance.sql("create database clea", database="postgres")
    tool(instance, "pg_restore", "--exit-on-error", "-U", "postgres", "-d", "clea", path)


@test
def every_table_has_its_rows(instance):
    before, after = counts(instance, "original"), counts(instance, "clea")
    expect_equal(after, before)
    for table in ("candidacy", "candidate", "candidacy_event", "evaluation", "decision", "adjustment", "api_key", "audit"):
        expect(table in after, f"{table} was not looked at")
    filled = [table for table, rows in after.items() if rows != "0"]
    expect(len(filled) > 40, f"the demonstration fills only {filled}")
    expect_equal(instance.sql(SEQUENCES), instance.sql(SEQUENCES, database="original"))


@test
def the_schema_is_the_same(instance):
    differing = list(difflib.unified_diff(schema(instance, "original"), schema(instance, "clea"), "dumped", "restored", n=0, lineterm=""))
    expect(not differing, "\n".join(differing[:40]))


@test
def nothing_is_left_to_migrate(instance):
    done = instance.command("migrate", environment=MIGRATOR)
    expect("(0 applied now)" in done.stderr and "functions" not in done.stderr, done.stderr)


@test
def the_server_serves_from_it(instance):
    instance.start_server()
    counsellor = as_role(instance, "COUNSELLOR")
    listed = counsellor.get("/v1/candidacies").must(200)["data"]
    expect(listed, "no candidacy is listed")
    for short in listed[:5]:
        told = counsellor.get(f"/v1/candidacies/{short['id']}").must(200)
        expect_equal(told["reference"], short["reference"])
    made = counsellor.post("/v1/candidates", candidate("Nguyễn")).must(201)
    counsellor.post("/v1/candidacies", {"candidate_id": made["id"], "referential_code": listed[0]["referential_code"]}).must(201)
    expect_equal(counsellor.get(f"/v1/candidates/{made['id']}").must(200)["birth_name"], "Nguyễn")


@test
def who_was_known_is_recognised(instance):
    for name in ("D'ORMESSON ŒUVRE", "Nguyen"):
        as_role(instance, "COUNSELLOR").post("/v1/candidates", candidate(name)).must_refuse("DUPLICATE_CANDIDATE", 409)


COMPARED = "select id, search_name, search_words, identity_key, identity_parts, name_rule from candidate order by id"


@test
def what_names_are_compared_by_is_brought_to_the_rule(instance):
    known = instance.sql(COMPARED)
    words = instance.sql("select candidate_id, word from candidate_word order by 1, 2")
    organisms = instance.sql("select id, search_name, name_rule from organism order by id")
    expect(known and organisms and len(words) > len(known), "no rows to look at")
    versions = instance.sql("select sum(version) from candidate")
    done = instance.command("recompute", environment=MIGRATOR)
    expect("recompute: 0 rows brought to rule 3, 0 wait for a merge" in done.stderr, done.stderr)
    expect(instance.sql("select sum(version) from candidate") == versions, "rows of the right rule moved")
    instance.sql("update candidate set name_rule = 0, search_name = 'X', search_words = '{X}', identity_key = null, "
                 "identity_parts = '{}'; "
                 "update organism set name_rule = 0, search_name = 'X'")
    done = instance.command("recompute", environment=MIGRATOR)
    expect(f"{len(known) + len(organisms)} rows brought to rule 3" in done.stderr, done.stderr)
    expect(instance.sql(COMPARED) == known, "candidates")
    expect(instance.sql("select candidate_id, word from candidate_word order by 1, 2") == words, "words")
    expect(instance.sql("select id, search_name, name_rule from organism order by id") == organisms, "organisms")


@test
def of_networks_and_funders_of_one_name_the_first_keeps_it(instance):
    """As they were before names were compared."""
    for table in ("network", "funder"):
        one, other = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
        instance.sql(f"insert into {table} (id, name) values ('{one}', 'Les Écoles'), ('{other}', 'LES ECOLES')")
        try:
            done = instance.command("recompute", environment=MIGRATOR)
            expect("2 rows brought to rule 3, 0 wait for a merge" in done.stderr, done.stderr)
            expect(instance.sql(f"select search_name, name_rule from {table} where id in ('{one}', '{other}') order by id")
                   == [["LESECOLES", "3"], ["", "3"]], table)
        finally:
            instance.sql(f"delete from {table} where id in ('{one}', '{other}')")


@test
def two_records_that_become_one_identity_wait_for_a_merge(instance):
    (one, reference), (other, _) = instance.sql(
        "select id, reference from candidate where identity_key is not null and status = 'ACTIVE' order by id limit 2")
    columns = "birth_name, first_name_1, sex, birth_year, birth_month, birth_day, birth_commune_insee"
    kept = instance.sql(f"select {columns} from candidate where id = '{one}'")[0]
    instance.sql(f"update candidate set ({columns}) = (select {columns} from candidate where id = '{other}'), "
                 f"name_rule = 0 where id = '{one}'")
    try:
        done = instance.command("recompute", check=False, environment=MIGRATOR)
        expect(done.returncode == 1 and reference in done.stderr and "merge one into the other" in done.stderr, done.stderr)
        expect(instance.sql(f"select name_rule from candidate where id = '{one}'") == [["0"]], "it was changed")
    finally:
        values = ", ".join("null" if value == "" else f"'{value}'" for value in kept)
        instance.sql(f"update candidate set ({columns}) = ({values}) where id = '{one}'")
    instance.command("recompute", environment=MIGRATOR)


@test
def every_invariant_holds(instance):
    report = as_role(instance, "AUDITOR").get("/v1/invariants").must(200)
    expect(len(report["data"]) > 20, "hardly an invariant was asked")
    expect_equal([entry for entry in report["data"] if entry["status"] == "BROKEN"], [])
    expect(report["is_whole"], "the report is not whole")
    invariants.check(instance)


def main():
    instance = Instance(seed=("--demo", "--candidacies", "24"))
    try:
        instance.start_database()
        instance.prepare()
        suite.run(sys.argv[1:], instance=instance)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
