# SPDX-License-Identifier: EUPL-1.2
"""What an operator finds in the log when something went wrong: every 5xx with its cause, every refusal with its code, and
nothing in PostgreSQL's log about what is no fault."""

import contextlib
import json
import os
import pathlib
import subprocess
import uuid

from support import Client, Suite, announces, expect, expect_equal

suite = Suite("told")
CANDIDATE = {"birth_name": "Sansnom", "first_name_1": "Inconnu", "sex": "F", "birth_year": 1990}


def lines_of(instance, request_id):
    """What the log says of one request: {message: fields}."""
    found = {}
    for line in instance.log.read_text().splitlines():
        if line.startswith("{") and request_id in line:
            fields = json.loads(line)
            found[fields["msg"]] = fields
    return found


def create(instance, **members):
    """(reply, request id) of a candidate that is created."""
    request_id = f"told-{uuid.uuid4()}"
    client = Client(instance.base_url, instance.tokens["COUNSELLOR"])
    reply = client.send("POST", "/v1/candidates", CANDIDATE | members, headers={"X-Request-Id": request_id})
    return reply, request_id


def failed_line(instance, status, **members):
    reply, request_id = create(instance, **members)
    expect_equal(reply.status, status, str(reply))
    told = lines_of(instance, request_id)
    expect("request failed" in told, f"no line about it: {told}")
    failed = told["request failed"]
    expect_equal((failed["level"], failed["operation"], failed["status"], failed["code"]),
                 ("error", "createCandidate", status, reply.code))
    expect("Sansnom" not in json.dumps(told), f"a name is in the log: {told}")
    return failed


@contextlib.contextmanager
def refusing(instance, body):
    """Each insert of a candidate runs this."""
    instance.sql(f"create function told() returns trigger language plpgsql as $$ begin {body}; return new; end $$;"
                 "create trigger told before insert on candidate for each row execute function told()")
    try:
        yield
    finally:
        instance.sql("drop trigger told on candidate; drop function told")


@suite.test
@announces("the database refuses for no reason that is known")
def a_500_names_state_statement_and_constraint(instance):
    instance.sql("alter table candidate add constraint told_of_nobody check (birth_year < 1000) not valid")
    try:
        failed = failed_line(instance, 500)
    finally:
        instance.sql("alter table candidate drop constraint told_of_nobody")
    expect_equal((failed["sqlstate"], failed["constraint"], failed["statement"]),
                 ("23514", "told_of_nobody", "candidate_insert"))


@suite.test
@announces("the database refuses for no reason that is known")
def a_500_without_a_constraint_names_its_state(instance):
    with refusing(instance, "perform 1 / (new.birth_year - new.birth_year)"):
        failed = failed_line(instance, 500)
    expect_equal((failed["sqlstate"], failed["constraint"]), ("22012", None))


@suite.test
@announces("a table is gone")
def a_read_that_fails_is_told_too(instance):
    request_id = f"told-{uuid.uuid4()}"
    instance.sql("revoke select on access_log, candidate from clea_read; alter table candidate rename to candidate_aside")
    try:
        reply = Client(instance.base_url, instance.tokens["COUNSELLOR"]).send(
            "GET", "/v1/candidates", headers={"X-Request-Id": request_id})
    finally:
        instance.sql("alter table candidate_aside rename to candidate; grant select on candidate to clea_read")
    expect_equal(reply.status, 500, str(reply))
    failed = lines_of(instance, request_id)["request failed"]
    expect(failed["sqlstate"] and failed["statement"], failed)


@contextlib.contextmanager
def small_disk(instance):
    """The candidates live on a disk that is full. Mounting one is root's; others get the error that it would give."""
    place = pathlib.Path(instance.folder, "small")
    place.mkdir()
    options = f"size=512k,uid={os.stat(instance.data).st_uid},mode=0700"
    is_mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True).returncode == 0
    print(f"# a full disk: {'a small one' if is_mounted else 'its error, raised by a trigger (nobody may mount here)'}")
    if not is_mounted:
        with refusing(instance, "raise sqlstate '53100'"):
            yield
        return
    try:
        instance.sql(f"create tablespace small location '{place}'")
        instance.sql("create table told_filler (t text) tablespace small;"
                     "create table told_copy tablespace small as select * from candidate with no data")
        instance.sql("do $$ begin loop insert into told_filler select repeat(md5(random()::text), 60); end loop;"
                     " exception when disk_full then null; end $$")
        with refusing(instance, "insert into public.told_copy select new.*"):
            instance.sql("grant insert on told_copy to public")
            yield
    finally:
        instance.sql("drop table if exists told_copy, told_filler")
        instance.sql("drop tablespace if exists small")
        subprocess.run(["umount", place], check=False)


@suite.test
@announces("the disk is full")
def a_full_disk_is_said(instance):
    with small_disk(instance):
        failed = failed_line(instance, 503)
    expect_equal(failed["sqlstate"], "53100")
    expect("disk of the database is full" in failed["cause"], failed)
    expect_equal(create(instance, birth_name="Apres")[0].status, 201)


@suite.test
@announces("the database is stopped")
def a_database_that_is_away_is_said(instance):
    instance.stop_database()
    try:
        failed = failed_line(instance, 503)
    finally:
        instance.start_database()
        instance.await_ready()
    expect("database" in failed["cause"], failed)


@suite.test
def a_refusal_has_its_code_in_the_line_of_the_request(instance):
    reply, request_id = create(instance, sex="?")
    expect_equal(reply.status, 422, str(reply))
    told = lines_of(instance, request_id)
    expect_equal((sorted(told), told["request"]["code"]), (["request"], reply.code))
    reply, request_id = create(instance, birth_name="Coderien")
    expect_equal((reply.status, lines_of(instance, request_id)["request"]["code"]), (201, None))


@suite.test
def a_refusal_before_the_operation_is_told_too(instance):
    request_id = f"told-{uuid.uuid4()}"
    reply = Client(instance.base_url).send("GET", "/v1/%00", headers={"X-Request-Id": request_id})
    expect_equal(reply.status, 400, str(reply))
    expect_equal(lines_of(instance, request_id)["request"]["code"], reply.code)


@suite.test
def a_dry_run_is_no_error_of_the_database(instance):
    before = pathlib.Path(instance.database_log).stat().st_size
    client = Client(instance.base_url, instance.tokens["COUNSELLOR"])
    client.send("POST", "/v1/candidates?dry_run=true", CANDIDATE | {"birth_name": "Asec"}).must(201)
    with open(instance.database_log) as log:
        log.seek(before)
        noise = [line for line in log if "checkpoint" not in line]
    expect_equal(noise, [])
