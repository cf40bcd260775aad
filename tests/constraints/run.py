#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Every constraint of the schema has its words, or a rule that stands before it. Ends with `N passed, N failed`.

From the catalogue of a migrated database: CHECK, foreign key, unique, exclusion, and the names and SQLSTATEs that its
functions raise. Each is in server/api/constraint.def, or

    closed      its table is not written by the server at all (no grant)
    made        it is unique by a value that the server has just made or drawn
    unsaid      none of its columns can be said in a body: each writer of the table refuses the member; not for what is
                unique otherwise, because two acts at once can make the same
    field       one column, and each writer of the table refuses, at its member, values made from the check itself
    shadowed    it stands in shadows.py

    tests/constraints/run.py [list] [PART…]     list: says which it is; PART: only tests whose names contain one"""

import copy
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "scenario"), str(HERE.parent / "contract"), str(HERE.parent)]

from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import ROOT, Instance  # noqa: E402
from shadows import SHADOWS, WITHOUT_BODY, WRITERS  # noqa: E402
from keys import Everybody  # noqa: E402
from sweep import NOBODY_ID  # noqa: E402
import overlaps  # noqa: E402

DEF = ROOT / "server/api/constraint.def"
ROW = re.compile(r"^(RULE|FIELD|BRIEF|STALE)\((\w+)", re.M)

CONSTRAINTS = """
select c.conname, c.contype, t.relname, coalesce((
    select string_agg(a.attname, ',' order by a.attnum) from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any(c.conkey)), ''),
    pg_get_constraintdef(c.oid),
    has_any_column_privilege('clea_national', t.oid, 'insert') or has_any_column_privilege('clea_national', t.oid, 'update')
from pg_constraint c join pg_class t on t.oid = c.conrelid
where c.connamespace = 'public'::regnamespace and c.contype in ('c', 'f', 'u', 'x', 'p') and not t.relispartition
union all
select i.relname, 'u', t.relname, coalesce((
    select string_agg(a.attname, ',' order by a.attnum) from pg_attribute a where a.attrelid = t.oid and a.attnum = any(x.indkey)), ''),
    pg_get_indexdef(i.oid), true
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
where t.relnamespace = 'public'::regnamespace and x.indisunique and not t.relispartition
  and not exists (select from pg_constraint c where c.conindid = i.oid)
order by 3, 1"""
RAISED = r"""
select distinct p.proname, coalesce(m[1], ''), coalesce(m[2], ''), coalesce(m[3], '')
from pg_proc p, regexp_matches(p.prosrc,
    'refuse\(\s*''([a-z_0-9]+)''|errcode = ''(\w{5})''(?:, constraint = (tg_table_name \|\| ''\w+''|''\w+''))?', 'g') m
where p.pronamespace = 'public'::regnamespace
union all
select distinct p.proname, c.relname || m[1], '', ''
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid,
     regexp_matches(p.prosrc, 'refuse\(\s*tg_table_name \|\| ''(\w+)''', 'g') m
where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
order by 1, 2"""
# SQLSTATEs that the engine knows by themselves, and the name of the function refuse(), whose names come from its callers.
KNOWN_STATES = {"CL001": "stale facts: the command is decided again", "22023": "a reference with a prefix that nobody draws"}

# Columns that nobody but the server fills, with values that are unique by themselves: identifiers, numbers of counters, secrets.
MADE = {"id", "reference", "number", "verification_code", "hash"}

suite = Suite("constraints")


class Constraint:
    def __init__(self, name, kind, table, columns, definition, is_written):
        self.name, self.kind, self.table, self.definition = name, kind, table, definition
        self.columns = [column for column in columns.split(",") if column]
        self.is_written = is_written == "t"


def bad_values(definition, column):
    """Values that this check refuses, made from its text."""
    values = []
    for length in re.findall(rf"char_length\({column}\) <= (\d+)", definition):
        values.append("é" * (int(length) + 1))
    if re.search(rf"char_length\({column}\) >= 1", definition):
        values.append("")
    for length in re.findall(rf"char_length\({column}\) = (\d+)", definition):
        values += ["5" * (int(length) - 1), "5" * (int(length) + 1)]
    for low in re.findall(rf"[( ]{column} >= (\d+)", definition):
        values.append(int(low) - 1)
    for high in re.findall(rf"[( ]{column} <= '?(\d+)", definition):
        values.append(int(high) + 1)
    if re.search(rf"{column} = ANY", definition) or re.search(rf"{column} = '", definition):
        values.append("NO_SUCH")
    if re.search(rf"{column} ~ ", definition):
        values.append("?!")
    return values


class World:
    def __init__(self, instance, contract):
        self.instance, self.contract = instance, contract
        self.everybody = Everybody(instance)
        self.clients = {role: Client(instance.base_url, token) for role, token in self.everybody.tokens.items()}
        self.by_id = {operation["operationId"]: (method, template, operation)
                      for (method, template), operation in contract.operations.items()}
        self.rows = [Constraint(*row) for row in instance.sql(CONSTRAINTS)]
        self.raised = instance.sql(RAISED)
        self.told = [name for _, name in ROW.findall(DEF.read_text())]

    def body_of(self, operation, body):
        return copy.deepcopy(body or self.by_id[operation][2]["requestBody"]["content"]["application/json"].get("example") or {})

    def ask(self, operation, prefix, body, member, value):
        """The answer to a body in which this member has this value."""
        method, template, described = self.by_id[operation]
        sent = self.body_of(operation, body)
        holder = sent
        for step in prefix.split("/")[1:]:
            holder = holder[int(step) if isinstance(holder, list) else step]
        holder[member] = value
        path = re.sub(r"\{\w+\}", NOBODY_ID, template)
        client = next(self.clients[role] for role in described["x-roles"] if role in self.clients)
        return client.send(method, path + "?dry_run=true", sent, headers={"If-Match": '"1"', "Idempotency-Key": "constraints"},
                           checks=False)

    def refusal(self, constraint, column, value):
        """What the writers of its table say to a value of the column; what is wrong about it."""
        wrong = []
        for operation, prefix, body in WRITERS[constraint.table]:
            reply = self.ask(operation, prefix, body, column, value)
            code = reply.errors.get(f"{prefix}/{column}") if reply.status == 422 else None
            if code is None:
                wrong.append(f"{constraint.name}: {operation} answers {str(value)[:30]!r} at {prefix}/{column} with {reply}")
            yield code, wrong


def is_unsaid(world, constraint):
    """No body can say any of its columns: READ_ONLY_FIELD or UNKNOWN_FIELD wherever the table is written."""
    if constraint.table in WITHOUT_BODY:
        return True
    if constraint.table not in WRITERS or not constraint.columns:
        return False
    for column in constraint.columns:
        for code, _ in world.refusal(constraint, column, "x"):
            if code not in ("UNKNOWN_FIELD", "READ_ONLY_FIELD"):
                return False
    return True


def field_faults(world, constraint):
    """None when it is no check of one column; otherwise what the writers let through."""
    if constraint.kind != "c" or len(constraint.columns) != 1 or constraint.table not in WRITERS:
        return None
    column, faults = constraint.columns[0], []
    values = bad_values(constraint.definition, column)
    if not values:
        return None
    for value in values:
        found = list(world.refusal(constraint, column, value))
        if all(code == "UNKNOWN_FIELD" for code, _ in found):
            return None
        for code, wrong in found:
            faults += [fault for fault in wrong if fault not in faults]
    return faults


def kind_of(world, constraint):
    if constraint.name in world.told:
        return "told"
    if constraint.name in SHADOWS:
        return "shadowed"
    if not constraint.is_written:
        return "closed"
    if constraint.kind in "pux":
        is_made = MADE & set(constraint.columns) and not list(writers_that_take(world, constraint, MADE & set(constraint.columns)))
        return "made" if is_made else "?"
    if is_unsaid(world, constraint):
        return "unsaid"
    faults = field_faults(world, constraint)
    if faults is None:
        return "?"
    return "field" if not faults else "; ".join(faults)


def writers_that_take(world, constraint, columns):
    """Operations in whose body one of these columns may be said."""
    for operation, prefix, body in WRITERS.get(constraint.table, []):
        for column in columns:
            reply = world.ask(operation, prefix, body, column, NOBODY_ID)
            if reply.errors.get(f"{prefix}/{column}") not in ("READ_ONLY_FIELD", "UNKNOWN_FIELD"):
                yield operation


@suite.test
def every_constraint_is_told_or_shadowed(world):
    unknown = []
    for constraint in world.rows:
        kind = kind_of(world, constraint)
        if "list" in sys.argv:
            print(f"# {constraint.name}: {kind}")
        if kind not in ("told", "shadowed", "closed", "made", "unsaid", "field"):
            unknown.append(f"{constraint.name} ({constraint.definition[:120]}): {kind}")
    expect(not unknown, f"{len(unknown)}:\n" + "\n".join(unknown))
    expect(len(world.rows) > 300, f"only {len(world.rows)} constraints: the catalogue is not read")


@suite.test
def every_refusal_of_a_function_is_told_or_shadowed(world):
    unknown = []
    for function, name, state, constraint in world.raised:
        name = name or constraint.strip("'")
        if "tg_table_name" in constraint:
            expect(constraint.endswith("_append_only'"), f"{function} makes names of another kind: {constraint}")
            continue  # tests/proof/database tries them; no statement changes such a table
        if name:
            if name not in world.told and name not in SHADOWS:
                unknown.append(f"{function}: {name}")
        elif state not in KNOWN_STATES and function != "refuse":
            unknown.append(f"{function}: {state}")
    expect(not unknown, f"{len(unknown)}:\n" + "\n".join(unknown))
    expect(len(world.raised) > 50, f"only {len(world.raised)} refusals: the functions are not read")


@suite.test
def no_name_is_told_twice_and_none_is_of_nothing(world):
    expect_equal(sorted({name for name in world.told if world.told.count(name) > 1}), [])
    expect_equal(sorted(set(world.told) & set(SHADOWS)), [], "both told and shadowed")
    there = {constraint.name for constraint in world.rows} | {row[1] for row in world.raised} | {row[3].strip("'") for row in world.raised}
    expect_equal(sorted((set(world.told) | set(SHADOWS)) - there), [], "names that the schema does not have")


@suite.test
def what_only_the_database_refuses_is_tried_there(world):
    proof = "".join(path.read_text() for path in (ROOT / "tests/proof/database").iterdir() if path.is_file())
    lost = [name for name, (kind, _, _) in SHADOWS.items() if kind == "database" and name not in proof]
    expect_equal(lost, [])


@suite.test
def a_row_that_is_there_is_changed_by_its_statement(world):
    tables = {constraint.name: constraint.table for constraint in world.rows}
    statements = [path.read_text() for path in (ROOT / "server").rglob("*.sql")]

    def is_upserted(table):
        inserts = [text for text in statements if re.search(rf"insert into {table}\b", text)]
        return inserts and all("on conflict" in text for text in inserts)

    expect_equal([name for name, (kind, _, _) in SHADOWS.items() if kind == "upsert" and not is_upserted(tables[name])], [])


@suite.test
def shadows_name_operations_and_codes_that_exist(world):
    codes = set(re.findall(r"^REASON\((\w+),", "".join(file.read_text() for file in sorted((ROOT / "lib").glob("reason*.def"))), re.M))
    wrong = [name for name, (kind, operation, code) in SHADOWS.items()
             if kind == "seen" and (operation not in world.by_id or code not in codes)]
    expect_equal(wrong, [])


@suite.test
def the_pointers_of_the_table_are_members_of_a_body(world):
    """FIELD(constraint, reason, "/member"): some writer of the table takes that member."""
    text = json.dumps(world.contract.document["components"]["schemas"])
    pointers = set(re.findall(r'^FIELD\(\w+, \w+, "/(\w+)"\)', DEF.read_text(), re.M))
    expect(pointers, "the table is not read")
    expect_equal(sorted(pointer for pointer in pointers if f'"{pointer}"' not in text), [])


# plpgsql looks at a statement when it runs it: a variable that has the name of a column, a column that is gone or a type that does
# not fit waits for the one act that comes there. Triggers are checked for each of their tables.
FAULTS_OF_FUNCTIONS = """
select p.proname, f.lineno, f.message
from pg_proc p
join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
left join lateral (select distinct t.tgrelid, t.tgoldtable, t.tgnewtable from pg_trigger t
                   where t.tgfoid = p.oid and not t.tgisinternal) t on true
cross join lateral plpgsql_check_function_tb(p.oid, coalesce(t.tgrelid, 0), fatal_errors := false, other_warnings := false,
                                             extra_warnings := false, performance_warnings := false, oldtable := t.tgoldtable,
                                             newtable := t.tgnewtable) as f
where p.pronamespace = 'public'::regnamespace and (p.prorettype <> 'trigger'::regtype or t.tgrelid is not null)
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
order by 1, 2"""
CONTROL = """
create function fails_when_it_runs(code text) returns boolean language plpgsql as $$
begin return exists (select from country c where code = '100'); end $$"""


@suite.test
def no_function_fails_only_when_it_runs(world):
    sql = world.instance.sql
    sql("create extension plpgsql_check")
    try:
        expect_equal(sql(FAULTS_OF_FUNCTIONS), [])
        sql(CONTROL)
        found = sql(FAULTS_OF_FUNCTIONS)
        expect(len(found) == 1 and found[0][0] == "fails_when_it_runs" and "ambiguous" in found[0][2], f"the control is not seen: {found}")
    finally:
        sql("drop function if exists fails_when_it_runs(text)")
        sql("drop extension plpgsql_check")


overlaps.add_to(suite)


def main():
    instance = Instance(seed=())
    try:
        contract = load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance, contract)
        suite.run([part for part in sys.argv[1:] if part != "list"], world=world)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
