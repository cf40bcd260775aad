# SPDX-License-Identifier: EUPL-1.2
"""What may not overlap is given once, and of many who come at once nobody is ended by PostgreSQL: a row under an exclusion constraint
waits before it is entered (migrations/always/82_overlap.sql)."""

import re
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from harness.runner import expect, expect_equal  # noqa: E402
from psql import Psql, PsqlError  # noqa: E402

SESSIONS, TURNS = 6, 40
KEYED = """
select t.relname, pg_get_constraintdef(k.oid), coalesce((
    select encode(g.tgargs, 'escape') from pg_trigger g where g.tgrelid = t.oid and g.tgfoid = 'overlap_waits'::regproc and not g.tgisinternal), '')
from pg_constraint k join pg_class t on t.oid = k.conrelid where k.contype = 'x' and t.relnamespace = 'public'::regnamespace order by 1"""
# One of each that all would enter; nothing of it stays.
ENTERED = {
    "habilitation": "insert into habilitation (id, organism_id, activity, referential_code, valid_from, valid_to, state, requested_on, granted_on)"
                    " values (gen_random_uuid(), '{organism}', 'EVALUATION', 'CLEA-SOCLE', '2030-01-01', '2030-12-31', 'GRANTED', current_day(), current_day())",
    "quality_certificate": "insert into quality_certificate (id, organism_id, number, valid_from, valid_to)"
                           " values (gen_random_uuid(), '{organism}', 'Q-1', '2030-01-01', '2030-12-31')",
}


def add_to(suite):
    @suite.test
    def who_may_not_overlap_waits_by_its_key(world):
        """Each exclusion constraint, by the columns that it compares: never more than those, or two of one key would not meet."""
        rows = world.instance.sql(KEYED)
        expect(len(rows) >= 7, f"{rows}")
        for table, definition, arguments in rows:
            compared = set(re.findall(r"\b[a-z_]+\b", definition.split("daterange")[0]))
            compared &= {row[0] for row in world.instance.sql(f"select attname from pg_attribute where attrelid = '{table}'::regclass and attnum > 0")}
            expect_equal({part for part in arguments.split("\\000") if part}, compared, f"{table}: {definition}")

    @suite.test
    def many_who_enter_one_row_at_once_meet_no_deadlock(world):
        organism = world.instance.sql("select id from organism limit 1")[0][0]
        for table, insert in ENTERED.items():
            entered = insert.format(organism=organism)
            expect_equal(raced(world.instance, "clea_national", f"perform scope_set('CERTIFIER', null); {entered}"), [], table)
            # Without the trigger they do.
            told = raced(world.instance, "postgres", f"set local session_replication_role = replica; set local deadlock_timeout = '50ms'; {entered}")
            expect(told and all("deadlock detected" in line for line in told), f"{table}: the control is not seen: {told}")


def raced(instance, role, entered):
    """What PostgreSQL refused of sessions that all enter the same row, and take it back, again and again."""
    race = f"do $race$ begin for turn in 1 .. {TURNS} loop {entered}; perform pg_sleep(0.003); rollback; end loop; end $race$;\n"
    sessions = [Psql(instance.environment, role, "clea") for _ in range(SESSIONS)]
    for session in sessions:
        session.ask("select 1")
    told = []
    for session in sessions:
        session.begin(race)
    for session in sessions:
        try:
            session.ask("")
        except PsqlError as error:
            told.append(str(error))
        session.close()
    return told
