#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""`clea-sandbox scenario`: beside a running server, a candidacy in any state, and nothing else is touched.
Ends with `N passed, N failed`."""

import pathlib
import re
import sys
import threading

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario")]
import invariants  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import Instance  # noqa: E402

suite = Suite("sandbox")
test = suite.test
MIGRATOR = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
STATES = ("CONTACT INFORMED PRIOR_IN_PROGRESS PRIOR_COMPLETED PARTIAL PATH_PROPOSED IN_TRAINING FINAL_READY "
          "FINAL_IN_PROGRESS FINAL_COMPLETED JURY_READY SUBMITTED ON_AGENDA DEFERRED CERTIFIED EXPIRED WITHDRAWN ABANDONED "
          "CANCELLED").split()
LINE = re.compile(r"([A-Z_]+) ([0-9a-f-]{36}) (DOS-\d{4}-\d{6}-\d{2}) ([0-9a-f-]{36})")
CLOCK = "select xmin, is_sandbox, today from sandbox_clock"
LENT = "select count(*) from api_key where status = 'ACTIVE' and label not like 'demo %'"


class Sandbox:
    """A served sandbox with its demonstration, and the tokens that were printed when it was made."""

    def __init__(self, instance):
        self.instance = instance
        lines = [line.split() for line in instance.tokens_path.read_text().splitlines() if not line.startswith("#")]
        self.tokens = {(role, scope): token for role, token, scope in reversed(lines)}

    def client(self, role, scope=None):
        token = self.tokens[role, scope] if scope else next(t for (r, _), t in self.tokens.items() if r == role)
        return Client(self.instance.base_url, token)

    def run(self, *arguments, **environment):
        return self.instance.sandbox("scenario", *arguments, check=False, environment=MIGRATOR | environment)

    def make(self, *arguments):
        """(state, id, reference, organism's id) of each line; every one of them is as the server tells it to its owner."""
        done = self.run(*arguments)
        expect_equal(done.returncode, 0, done.stderr)
        made = [LINE.fullmatch(line) for line in done.stdout.splitlines()]
        expect(made and all(made), f"lines that are none: {done.stdout}")
        for state, candidacy_id, reference, organism_id in (line.groups() for line in made):
            told = self.client("REFERENT", organism_id).get(f"/v1/candidacies/{candidacy_id}").must(200)
            expect_equal((told["state"], told["reference"]), (state, reference))
        return [line.groups() for line in made]

    def refused(self, code, *arguments, words=(), **environment):
        """Nothing on stdout, the words on stderr, nothing made."""
        count = "select count(*) from candidacy"
        before = self.instance.sql(count)
        done = self.run(*arguments, **environment)
        expect_equal((done.returncode, done.stdout), (code, ""), done.stderr)
        for word in words:
            expect(word in done.stderr, f"{word!r} is not said: {done.stderr}")
        expect_equal(self.instance.sql(count), before)


@test
def a_demonstration_has_a_register_of_places(sandbox):
    for path, wanted in (("communes?q=lille", [["59350", "Lille"]]), ("communes?q=val&on=2015-12-31", [["59901", "Valmoulin"]]),
                         ("countries?code=100", [["100", "France"]])):
        rows = Client(sandbox.instance.base_url).get(f"/v1/{path}").must(200)["data"]
        expect_equal([[row["code"], row["label"]] for row in rows], wanted)


@test
def a_demonstration_whose_files_fill_more_than_a_page(sandbox):
    """The seed reads the files of its candidacies by pages of ten."""
    expect(int(sandbox.instance.sql("select count(*) from file")[0][0]) > 10, "too few candidacies to tell")
    expect_equal(sandbox.instance.sql("select value ->> 'is_complete' from setting where name = 'demo'"), [["true"]])


# Any state


@test
def a_candidacy_in_any_state_at_once(sandbox):
    clock = sandbox.instance.sql(CLOCK)
    made = sandbox.make("--state", "ALL")
    expect_equal([state for state, *_ in made], STATES)
    expect_equal(sandbox.instance.sql(CLOCK), clock, "the clock was written")
    certified = next(line for line in made if line[0] == "CERTIFIED")
    expect(sandbox.client("CERTIFIER").get("/v1/certificates").must(200)["data"], "no certificate")
    issued = sandbox.instance.sql(f"select count(*) from certificate where candidacy_id = '{certified[1]}'")
    expect_equal(issued, [["1"]], "certificates of the one that is CERTIFIED")


@test
def again_is_another_candidacy_of_another_person(sandbox):
    made = sandbox.make("--state=PARTIAL") + sandbox.make("--state=PARTIAL") + sandbox.make("--count", "2", "--state", "PARTIAL")
    expect_equal(len({line[1] for line in made}), 4)
    ids = ", ".join(f"'{line[1]}'" for line in made)
    people = sandbox.instance.sql(f"select count(distinct candidate_id) from candidacy where id in ({ids})")
    expect_equal(people, [["4"]])
    alike = sandbox.instance.sql("select birth_name, birth_year, birth_month, birth_day from candidate where birth_day is not null"
                                 " group by 1, 2, 3, 4 having count(*) > 1")
    expect_equal(alike, [], "people who may be taken for one another")


@test
def several_states_come_in_the_order_of_the_journey(sandbox):
    made = sandbox.make("--state", "SUBMITTED", "--state", "CONTACT")
    expect_equal([state for state, *_ in made], ["CONTACT", "SUBMITTED"])


@test
def the_day_is_that_of_the_clock_and_stays(sandbox):
    administrator = sandbox.client("ADMINISTRATOR")
    administrator.put("/v1/sandbox/clock", {"today": "2024-03-01"}).must(200)
    try:
        clock = sandbox.instance.sql(CLOCK)
        states = ["--state=EXPIRED", "--state=CERTIFIED", "--state=ON_AGENDA", "--state=WITHDRAWN"]
        on_agenda, certified, expired, withdrawn = sandbox.make(*states)
        expect_equal(sandbox.instance.sql(CLOCK), clock, "the clock was written")
        decided = sandbox.instance.sql("select s.held_on from session s join agenda_item i on i.session_id = s.id"
                                       f" where i.candidacy_id in ('{on_agenda[1]}', '{certified[1]}') order by 1")
        expect_equal(decided, [["2024-03-01"], ["2024-03-15"]])
        ended = sandbox.instance.sql(f"select max(occurred_on) from candidacy_event where candidacy_id = '{withdrawn[1]}'")
        expect_equal(ended, [["2024-03-01"]])
        deadline = sandbox.client("REFERENT", expired[3]).get(f"/v1/candidacies/{expired[1]}").must(200)["deadline_date"]
        expect("2024-01-01" < deadline < "2024-03-01", deadline)
    finally:
        administrator.put("/v1/sandbox/clock", {"today": None}).must(200)


# Keys


@test
def the_keys_of_a_run_end_with_it_and_those_of_others_stay(sandbox):
    keys = "select id, status, version from api_key where label like 'demo %' order by id"
    before = sandbox.instance.sql(keys)
    sandbox.make("--state", "INFORMED")
    expect_equal(sandbox.instance.sql(LENT), [["0"]], "keys of a run that are left")
    expect_equal(sandbox.instance.sql(keys), before)
    for role, scope in sandbox.tokens:
        sandbox.client(role, scope).get("/v1/me").must(200)


@test
def what_cannot_be_opened_is_told(sandbox):
    sandbox.instance.sql("alter table candidacy add constraint none_more check (state <> 'CONTACT') not valid")
    try:
        sandbox.refused(1, "--state", "PARTIAL", words=["no candidacy could be made PARTIAL"])
    finally:
        sandbox.instance.sql("alter table candidacy drop constraint none_more")


@test
def the_keys_of_a_run_end_though_it_fails(sandbox):
    sandbox.instance.sql("alter table candidacy add constraint none_more check (state <> 'INFORMED') not valid")
    try:
        done = sandbox.run("--state", "CONTACT", "--state", "INFORMED", "--state", "PARTIAL")
    finally:
        sandbox.instance.sql("alter table candidacy drop constraint none_more")
    expect_equal(done.returncode, 1, done.stderr)
    expect_equal([line.split()[0] for line in done.stdout.splitlines()], ["CONTACT"], "what was made is told")
    expect("was to be INFORMED and is CONTACT" in done.stderr, done.stderr)
    expect_equal(sandbox.instance.sql(LENT), [["0"]], "keys of a run that are left")
    sandbox.make("--state", "INFORMED")


@test
def the_keys_of_a_run_have_an_end_of_their_own(sandbox):
    """What is left behind by a crash."""
    sandbox.instance.sql("""create table seen as select expires_at from api_key where false;
        create function note() returns trigger language plpgsql security definer as $$ begin
            insert into public.seen select expires_at from public.api_key where label not like 'demo %' and status = 'ACTIVE';
            return new;
        end $$;
        create trigger note after insert on candidacy for each row execute function note()""")
    try:
        sandbox.make("--state", "CONTACT")
        seen = sandbox.instance.sql("select count(*) > 0, bool_and(coalesce(expires_at < now() + interval '1 hour', false)) from seen")
    finally:
        sandbox.instance.sql("drop trigger note on candidacy; drop function note; drop table seen")
    expect_equal(seen, [["t", "t"]], "keys were valid during the run, for an hour at most")


@test
def the_keys_of_a_crashed_run_end_with_the_next(sandbox):
    left = "label like 'lent to a scenario:%'"
    sandbox.instance.sql("set session_replication_role = replica;"  # nobody else brings a key back
                         f"update api_key set status = 'ACTIVE', revoked_at = null where {left}")
    sandbox.make("--state", "CONTACT")
    expect_equal(sandbox.instance.sql(LENT), [["0"]])


# Refusals


@test
def a_state_that_is_none_is_refused_with_the_names(sandbox):
    sandbox.refused(2, "--state", "PARTIALLY", words=["PARTIALLY", *STATES])
    sandbox.refused(2, words=["--state STATE is missing", *STATES])
    sandbox.refused(2, "--state", words=["--state: needs a value"])
    sandbox.refused(2, "--state", "CONTACT", "--count", "many", words=["many is not a number"])
    sandbox.refused(2, "--state", "CONTACT", "--number", "2", words=["unknown option --number"])


@test
def what_is_not_a_sandbox_is_refused(sandbox):
    sandbox.refused(1, "--state", "CONTACT", words=["is not a sandbox"], CLEA_SANDBOX_ENABLED="false")
    sandbox.instance.sql("update sandbox_clock set is_sandbox = false")
    try:
        sandbox.refused(1, "--state", "CONTACT", words=["is set as a sandbox and its database is not"])
    finally:
        sandbox.instance.sql("update sandbox_clock set is_sandbox = true")


@test
def a_sandbox_without_its_demonstration_is_refused(sandbox):
    for change, undo in (("name = 'aside' where name = 'demo'", "name = 'demo' where name = 'aside'"),
                         ("value = value || '{\"is_complete\": false}' where name = 'demo'",
                          "value = value || '{\"is_complete\": true}' where name = 'demo'")):
        sandbox.instance.sql(f"update setting set {change}")
        try:
            sandbox.refused(1, "--state", "CONTACT", words=["no demonstration", "clea-sandbox seed --demo"])
        finally:
            sandbox.instance.sql(f"update setting set {undo}")


# Beside a server


@test
def a_sweep_beside_takes_nothing_away(sandbox):
    """What is to expire is past its time from the end of its evaluation on, so that it needs no further act."""
    is_over = threading.Event()

    def sweep():
        administrator = sandbox.client("ADMINISTRATOR")
        while not is_over.is_set():
            administrator.post("/v1/jobs/expiry/runs", {}).must(200)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        made = sandbox.make("--state", "EXPIRED", "--state", "PRIOR_COMPLETED", "--state", "CONTACT", "--count", "3")
    finally:
        is_over.set()
        sweeper.join()
    for expired in (line for line in made if line[0] == "EXPIRED"):
        acts = sandbox.instance.sql(f"select event from candidacy_event where candidacy_id = '{expired[1]}' order by sequence")
        expect_equal(acts[-2:], [["COMPLETE_PRIOR"], ["EXPIRE"]])


@test
def two_runs_at_a_time_come_one_after_the_other(sandbox):
    made, failed = [], []

    def make():
        try:
            made.extend(sandbox.make("--state", "INFORMED"))
        except Exception as error:  # noqa: BLE001  # told below
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect_equal((failed, len({line[1] for line in made})), ([], 3))


@test
def the_invariants_hold_afterwards(sandbox):
    invariants.check(sandbox.instance)
    report = sandbox.client("AUDITOR").get("/v1/invariants").must(200)
    expect_equal([entry for entry in report["data"] if entry["status"] == "BROKEN"], [])
    expect(report["is_whole"], "the report is not whole")


def main():
    with Instance(seed=("--demo", "--candidacies", "60")) as instance:
        suite.run(sys.argv[1:], sandbox=Sandbox(instance))
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
