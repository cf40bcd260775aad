# SPDX-License-Identifier: EUPL-1.2
"""What only met another transaction is done again: the rows of a query, a command, and the trace of an answer.

A trigger plays the other transaction: it refuses so many lines of a log, and then lets them through. What it counts with is a sequence,
which no rollback takes back."""

import contextlib

from support import Suite, announces, expect, expect_equal, nothing_written

suite = Suite("meetings")
STATES = ("40001", "40P01", "55P03")
FOR_EVER = 1000000


@contextlib.contextmanager
def meets(instance, table, sqlstate, times):
    """The next lines of the table meet another transaction so many times; gives what tells how many have tried."""
    instance.sql(f"""
        create sequence meeting;
        create function meet() returns trigger language plpgsql security definer set search_path = public as $$
        begin
            if nextval('meeting') <= {times} then
                raise exception 'met another one' using errcode = '{sqlstate}';
            end if;
            return new;
        end
        $$;
        create trigger aa_meet before insert on {table} for each row execute function meet();""")
    try:
        yield lambda: int(instance.sql("select last_value from meeting where is_called union all select 0 limit 1")[0][0])
    finally:
        instance.sql(f"drop trigger aa_meet on {table}; drop function meet(); drop sequence meeting")


def lines(instance, table):
    return int(instance.sql(f"select count(*) from {table}")[0][0])


@suite.test
def the_trace_of_an_answer_is_written_again(instance, world):
    candidate = world.candidate()
    for sqlstate in STATES:
        before = lines(instance, "access_log")
        with meets(instance, "access_log", sqlstate, 3) as tries:
            reply = world.organisms[0].counsellor.get(f"/v1/candidates/{candidate['id']}").must(200)
            expect_equal(reply["id"], candidate["id"], sqlstate)
            expect_equal(tries(), 4, f"tries with {sqlstate}")
        expect_equal(lines(instance, "access_log"), before + 1, f"lines after {sqlstate}")


@suite.test
def the_trace_of_a_refusal_is_written_again(instance, world):
    with nothing_written(instance):
        for sqlstate in STATES:
            before = lines(instance, "audit")
            with meets(instance, "audit", sqlstate, 3) as tries:
                world.organisms[0].counsellor.post("/v1/candidates", {"birth_name": "Seul"}).must_refuse("VALIDATION_FAILED", 422)
                expect_equal(tries(), 4, f"tries with {sqlstate}")
            expect_equal(lines(instance, "audit"), before + 1, f"lines after {sqlstate}")


@suite.test
def what_a_command_leaves_is_written_again_with_it(instance, world):
    for sqlstate in STATES:
        with meets(instance, "audit", sqlstate, 3) as tries:
            world.organisms[0].counsellor.post("/v1/candidates", world.identity()).must(201)
            expect(tries() >= 4, f"{tries()} tries with {sqlstate}")


@suite.test
@announces("every line of the log meets another transaction")
def who_meets_others_until_his_deadline_is_shown_nothing(instance, world):
    candidate = world.candidate()
    before = lines(instance, "access_log")
    with meets(instance, "access_log", "40001", FOR_EVER) as tries:
        reply = world.organisms[0].counsellor.get(f"/v1/candidates/{candidate['id']}").must(503)
        expect(candidate["id"] not in str(reply.body) and candidate["birth_name"] not in str(reply.body), reply)
        expect(reply.headers["Retry-After"], "no Retry-After")
        expect(tries() > 5, f"{tries()} tries only")
    expect_equal(lines(instance, "access_log"), before, "lines of what was not shown")


@suite.test
@announces("the log refuses its lines")
def what_fails_otherwise_is_not_tried_again(instance, world):
    candidate = world.candidate()
    with meets(instance, "access_log", "23514", FOR_EVER) as tries:
        world.organisms[0].counsellor.get(f"/v1/candidates/{candidate['id']}").must_refuse("DATABASE_UNAVAILABLE", 503)
        expect_equal(tries(), 1)
