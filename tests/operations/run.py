#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What an operator does: migrating, diagnosing, starting again after a crash. Ends with `N passed, N failed`.

    tests/operations/run.py [PART…]     only tests whose names contain one of these; most stand on those before them"""

import hashlib
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent)]
from harness.runner import Suite, expect  # noqa: E402
from instance import ROOT, Instance, InstanceError  # noqa: E402

REAL = {"CLEA_SANDBOX_ENABLED": "false"}
MIGRATOR = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
REGISTER = "select version, name, checksum from schema_migration order by version"
suite = Suite("operations")
test = suite.test


def registered_level(instance):
    return int(instance.sql("select coalesce(max(version), 0) from schema_migration")[0][0])


# Options that do not say what is done, but how the program is set up.
SETUP = {"--help", "--config"}
WRONG = ("", "'", "A,B}", "00000000-0000-7000-8000-000000000000", "\udcff")
SQL_SPEAKS = re.compile(r"ERROR|SQLSTATE|violates|invalid input|malformed array|relation \"|column \"|constraint \"|syntax|out of range")


def own_options(instance, program, *command):
    """[(option, whether it takes a value)] of a command, as its help names them; without the settings."""
    told = program(*command, "--help").stdout.split("\n\n")
    return [(name, bool(value.strip())) for name, value in re.findall(r"^  (--[a-z-]+)(.*)$", told[1], re.M) if name not in SETUP]


def wrong_lines(instance):
    """Command lines of every command of both programs that works on the database: each option wrong, alone and beside what is needed."""
    nobody = "00000000-0000-7000-8000-000000000000"
    right = {("keys", "create"): [[], ["--scope", "AUDITOR"], ["--scope", "CERTIFIER", "--person-id", nobody], ["--scope", "CANDIDATE", "--person", "Moreau, Camille"],
                                  ["--scope", "ORGANISM", "--role", "REFERENT"], ["--scope", "ORGANISM", "--role", "JUROR", "--person", "Moreau, Camille"],
                                  ["--scope", "SYSTEM", "--scope-id", "x"], ["--scope", "PUBLIC", "--role", "CERTIFIER"],
                                  ["--scope", "CERTIFIER", "--role", "AUDITOR", "--person", "Moreau, Camille"]],
             ("keys", "list"): [[]], ("keys", "rotate"): [[], ["--id", nobody]], ("keys", "revoke"): [[], ["--id", nobody]],
             ("load-places",): [[]], ("recompute",): [[]], ("seed",): [[]], ("doctor",): [[]]}
    for command, lines in right.items():
        for line in lines:
            yield instance.command, [*command, *line]
        for option, takes in own_options(instance, lambda *a: instance.command(*a, check=False), *command):
            for value in WRONG if takes else ():
                yield instance.command, [*command, *lines[-1], option, value]
    for command in (["seed"], ["seed", "--demo", "--tokens", "/nowhere/x"], ["scenario", "--state", "CONTACT"], ["scenario", "--state", "x"]):
        yield instance.sandbox, command


def nobody_speaks_sql(instance):
    for program, line in wrong_lines(instance):
        done = program(*line, check=False, environment=MIGRATOR | {"CLEA_SANDBOX_ENABLED": "false"})
        said = done.stdout + done.stderr
        expect(done.returncode in (0, 1, 2) and not SQL_SPEAKS.search(said), f"{line}: {done.returncode} {said[-600:]}")


@test
def commands_on_a_database_that_was_never_migrated_say_so(instance):
    nobody_speaks_sql(instance)
    for line in (["keys", "list"], ["keys", "create", "--scope", "CERTIFIER", "--person", "Moreau, Camille"], ["seed"]):
        done = instance.command(*line, check=False, environment=MIGRATOR)
        expect(done.returncode == 1 and "run clea-server migrate" in done.stderr, f"{line}: {done.stderr}")


@test
def migrations_run_once_though_three_start_together(instance):
    runs = []
    threads = [
        threading.Thread(target=lambda: runs.append(instance.command("migrate", check=False, environment=MIGRATOR)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect([run.returncode for run in runs] == [0, 0, 0], [run.stderr for run in runs])
    working = [run for run in runs if "(0 applied now)" not in run.stderr]
    expect(len(working) == 1, [run.stderr for run in runs])
    names = sorted(path.name for path in (ROOT / "migrations").glob("*.sql"))
    expect([row[1] for row in instance.sql(REGISTER)] == names, "the register is not the folder migrations/")


@test
def a_second_migrate_changes_nothing(instance):
    before = instance.sql(REGISTER)
    done = instance.command("migrate", environment=MIGRATOR)
    expect("(0 applied now)" in done.stderr, done.stderr)
    expect(instance.sql(REGISTER) == before, "the register changed")


@test
def the_checksum_is_that_of_the_file(instance):
    always = instance.sql("select name, checksum from schema_file order by name")
    names = sorted(path.name for path in (ROOT / "migrations" / "always").glob("*.sql"))
    expect([name for name, _ in always] == names, "the register of files is not the folder migrations/always/")
    rows = [(name, checksum) for _, name, checksum in instance.sql(REGISTER)]
    for name, checksum in rows + [(f"always/{name}", checksum) for name, checksum in always]:
        lines = (ROOT / "migrations" / name).read_bytes().splitlines(keepends=True)
        if name.startswith("always/") and lines[0].startswith(b"-- SPDX-"):
            del lines[0]  # which is not embedded
        expect(hashlib.sha256(b"".join(lines)).hexdigest() == checksum, f"{name} is registered with {checksum}")


@test
def the_doctor_names_what_an_installation_lacks(instance):
    """Migrated, and nothing more: no référentiel, no first key; and set up as a sandbox, which it is not."""
    told = instance.command("doctor", check=False)
    for words in ("sandbox.enabled is true and the database is none", "run clea-server seed", "keys create --scope CERTIFIER"):
        expect(words in told.stdout, f"{words}: {told.stdout}")
    expect("\n2 faults found" in told.stdout and told.returncode == 1, told.stdout)
    key = ["keys", "create", "--scope", "CERTIFIER", "--person", "Moreau, Camille"]
    refused = instance.command(*key, check=False, environment=MIGRATOR)
    expect(refused.returncode == 1 and "is set as a sandbox and its database is not" in refused.stderr and not refused.stdout, refused.stderr)
    expect(instance.sql("select count(*) from api_key") == [["0"]], "a live key of a sandbox")
    instance.command("seed", environment=MIGRATOR)
    made = instance.command(*key, environment=MIGRATOR | REAL)
    expect(made.stdout.startswith("clea_live_"), made.stdout)
    told = instance.command("doctor", check=False, environment=REAL)
    expect("\n0 faults found" in told.stdout and "there is one that works" in told.stdout, told.stdout)


@test
def commands_never_speak_sql(instance):
    nobody_speaks_sql(instance)


@test
def functions_of_another_binary_are_said_and_made_anew(instance):
    instance.sql("update schema_file set checksum = 'x' where name = '90_grants.sql'")
    doctor = instance.command("doctor", check=False)
    expect(doctor.returncode == 1 and "run clea-server migrate" in doctor.stdout, doctor.stdout)
    done = instance.command("migrate", environment=MIGRATOR)
    expect("functions, triggers, views, policies, grants" in done.stderr, done.stderr)
    doctor = instance.command("doctor", check=False, environment=REAL)
    expect(doctor.returncode == 0, doctor.stdout)


def refused(instance, change, undo, *words):
    """After `change`, migrate and doctor fail, say the words, and change nothing."""
    instance.sql(change)
    try:
        before = instance.sql(REGISTER)
        migrate = instance.command("migrate", check=False, environment=MIGRATOR)
        doctor = instance.command("doctor", check=False)
        expect(instance.sql(REGISTER) == before, "the register changed")
    finally:
        instance.sql(undo)
    expect(migrate.returncode == 1, f"migrate ended with {migrate.returncode}")
    expect(doctor.returncode == 1, f"doctor ended with {doctor.returncode}")
    for word in words:
        expect(word in migrate.stderr, f"migrate does not say {word!r}: {migrate.stderr}")
        expect(word in doctor.stdout, f"doctor does not say {word!r}: {doctor.stdout}")


@test
def a_newer_database_is_refused(instance):
    refused(
        instance,
        "insert into schema_migration values (9999, '9999_later.sql', 'x')",
        "delete from schema_migration where version = 9999",
        "at level 9999",
        "at least as new",
    )


@test
def an_altered_migration_is_refused(instance):
    (_, name, checksum), *_ = instance.sql(REGISTER)
    refused(
        instance,
        "update schema_migration set checksum = 'x' where version = 1",
        f"update schema_migration set checksum = '{checksum}' where version = 1",
        name,
        "another content",
    )


@test
def a_hole_in_the_register_is_refused(instance):
    rows = instance.sql(REGISTER)
    if len(rows) < 2:
        return
    refused(
        instance,
        "delete from schema_migration where version = 1",
        f"insert into schema_migration values (1, '{rows[0][1]}', '{rows[0][2]}')",
        "use the binary that applied it",
    )


@test
def the_doctor_finds_nothing_on_a_sound_instance(instance):
    done = instance.command("doctor", check=False, environment=REAL)
    expect(done.returncode == 0, done.stdout)
    expect("\n0 faults found" in done.stdout, done.stdout)


@test
def the_doctor_names_an_unsafe_setting(instance):
    instance.sql("alter role clea_app set synchronous_commit = off")
    try:
        done = instance.command("doctor", check=False)
    finally:
        instance.sql("alter role clea_app reset synchronous_commit")
    expect(done.returncode == 1 and "UNSAFE: expected on" in done.stdout, done.stdout)


@test
def check_config_shows_origins_and_no_secret(instance):
    done = instance.command("check-config", environment={"CLEA_DATABASE_CONNINFO": "user=clea_app password=hush"})
    expect("hush" not in done.stdout, done.stdout)
    expect("port = %d ; CLEA_HTTP_PORT" % instance.port in done.stdout, done.stdout)
    wrong = instance.command("check-config", check=False, environment={"CLEA_HTTP_PROT": "1"})
    expect(wrong.returncode != 0 and "CLEA_HTTP_PROT" in wrong.stderr, wrong.stderr)


def refuses_to_serve(instance, enabled, *words):
    done = instance.command("serve", check=False, environment={"CLEA_SANDBOX_ENABLED": enabled})
    expect(done.returncode == 1, f"serve ended with {done.returncode}")
    for word in ("cannot start", *words):
        expect(word in done.stdout + done.stderr, f"serve does not say {word!r}: {done.stdout}{done.stderr}")


@test
def a_production_database_is_never_served_as_a_sandbox(instance):
    """C18: the clock of real candidates is never settable. This database was migrated and not seeded as a sandbox."""
    expect(instance.sql("select is_sandbox from sandbox_clock") == [["f"]], "the database is no production database")
    refuses_to_serve(instance, "true", "is set as a sandbox and its database is not", "set sandbox.enabled = false")
    instance.environment["CLEA_SANDBOX_ENABLED"] = "false"
    try:
        instance.start_server()  # the same database, as what it is
        try:
            urllib.request.urlopen(f"{instance.base_url}/v1/sandbox/clock", timeout=5)
            raise AssertionError("a production instance has a settable clock")
        except urllib.error.HTTPError as error:
            expect(error.code in (401, 404), f"/v1/sandbox/clock answers {error.code}")
        instance.stop_server()
    finally:
        instance.environment["CLEA_SANDBOX_ENABLED"] = "true"


@test
def a_sandbox_database_is_never_served_as_production(instance):
    instance.sql("update sandbox_clock set is_sandbox = true")
    try:
        refuses_to_serve(instance, "false", "is not a sandbox and its database is", "set sandbox.enabled = true")
        instance.start_server()
        instance.stop_server()
    finally:
        instance.sql("update sandbox_clock set is_sandbox = false, today = null")


@test
def a_committed_row_survives_kill_9_of_the_whole_cluster(instance):
    instance.sql("create table survivor (n int)")
    instance.sql("insert into survivor select generate_series(1, 1000)")
    instance.kill_database()
    try:
        instance.sql("select 1")
        raise AssertionError("PostgreSQL answers after kill -9")
    except InstanceError:
        pass
    expect(os.path.exists(f"{instance.data}/postmaster.pid"), "nothing was killed: the pid file is gone")
    instance.start_database()
    expect(instance.sql("select count(*) from survivor") == [["1000"]], "rows are lost")
    instance.sql("drop table survivor")


@test
def a_killed_postmaster_with_living_children_is_waited_for(instance):
    sleeper = threading.Thread(target=lambda: ignore(lambda: instance.sql("select pg_sleep(3)")))
    sleeper.start()
    time.sleep(0.5)
    pid = int(pathlib.Path(instance.data, "postmaster.pid").read_text().split()[0])
    os.kill(pid, 9)
    instance.start_database()
    sleeper.join()
    expect(instance.sql("select 1") == [["1"]], "no answer")


@test
def a_pid_file_of_another_program_is_seen_through(instance):
    instance.kill_database()
    path = pathlib.Path(instance.data, "postmaster.pid")
    lines = path.read_text().split("\n")
    path.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    instance.start_database()
    expect(instance.sql("select 1") == [["1"]], "no answer")


@test
def starting_twice_is_starting_once(instance):
    before = instance.sql("select pg_postmaster_start_time()")
    instance.start_database()
    expect(instance.sql("select pg_postmaster_start_time()") == before, "it was restarted")


@test
def nobody_listens_on_a_network(instance):
    expect(instance.sql("show listen_addresses") == [[""]], "PostgreSQL listens on TCP")
    expect(os.stat(instance.socket).st_mode & 0o077 == 0, "others can reach the socket folder")


def ignore(function):
    try:
        function()
    except InstanceError:
        pass


def main():
    instance = Instance(is_durable=True, seed=None)
    try:
        instance.start_database()
        suite.run(sys.argv[1:], instance=instance)
    finally:
        instance.stop()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
