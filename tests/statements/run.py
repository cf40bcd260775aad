#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a statement costs does not grow with the files of others. Ends with `N passed, N failed`.

The statements are those that the server and the demonstration send, with what they were given, read from the log of a private
PostgreSQL. Each is planned and run again as the role that sent it, under row-level security, with the generic plan that the server
keeps (`explain (analyze, buffers)` in a transaction that is rolled back), on the same files beside few others and beside many times as
many. No statement reads a growing table from end to end, and it touches the more pages only as far as its file says:

    -- growth: 3, why        in the statement: up to three times as many
    -- growth: all, why      it reads what there is; no bound, and it may read tables whole

Without that line a page or two more for a deeper index are all there may be. Beside that: no function that requests run is planned
at each call, and what an operation sends is counted.

    tests/statements/run.py [--files SMALL LARGE] [PART…]      40 and 800; by hand 2,000 and 20,000
"""

import argparse
import collections
import pathlib
import re
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "scenario")]

from harness.client import Client  # noqa: E402
from harness.runner import Suite, announces, expect, expect_equal  # noqa: E402
from instance import ROOT, Instance  # noqa: E402
from askers import SERVES, compared  # noqa: E402
from told import executions, explained, psql  # noqa: E402

BASE_FILES = 40
JOBS = {path.stem for path in (ROOT / "server/jobs/sql").glob("*.sql")}  # at their own times
SAMPLES = 1  # of each statement, role and scope
DEEPER, MORE_PAGES = 1.6, 6  # indexes of more rows are a page deeper, each time they are asked
GROWTH = re.compile(r"^-- growth: (all|\d+(?:\.\d+)?), \S", re.M)
SQL = {path.stem: path for path in (ROOT / "server").glob("**/sql/*.sql")}
# Those of the invariants look at a slice: here the base, with the ids of no copy among its own.
SLICED = re.compile(r"^invariant_\d+$")
FIRST_ID, LAST_ID = "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"


def file_of(statement):
    """None of the ways of a list, which tests/budgets looks at."""
    path = SQL.get(statement)
    return path if path and not path.with_suffix(".walk").exists() else None


def allowed(statement):
    if not file_of(statement):
        return None
    found = GROWTH.search(file_of(statement).read_text())
    return (None if found.group(1) == "all" else float(found.group(1))) if found else 1.0


def multiply(instance, name, files):
    """A database of that name with so many files, made of those of the base."""
    sql, copies = ROOT / "tests/bench/sql", files // BASE_FILES - 1
    instance.sessions.close()  # nobody may be connected to what is copied
    instance.sql(f"create database {name} template clea", database="postgres")
    for arguments in () if copies == 0 else (("-1", "-f", sql / "stage.sql"), ("-v", "first=1", "-v", f"last={copies}", "-f", sql / "copy.sql"),
                      ("-v", f"copies={copies}", "-f", sql / "finish.sql"), ("-c", "vacuum analyze")):
        psql(instance, name, "", "-U", "postgres", "-v", "ON_ERROR_STOP=1", *map(str, arguments), is_whole=True)
    made = int(instance.sql("select count(*) from candidacy", database=name)[0][0])
    expect(made >= 0.9 * files, f"{made} files were made where {files} were asked for")


def growing(instance):
    """Tables that have many times the rows in the larger database."""
    count = "select relname, reltuples::bigint from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    small = {row[0]: int(row[1]) for row in instance.sql(count, database="small")}
    return {row[0] for row in instance.sql(count, database="large") if int(row[1]) > 3 * max(small[row[0]], 50)}


# Of what a list beneath something shows, its papers.
PAPERS = {"evaluations": "/v1/evaluations/{id}/attestation/document", "paths": "/v1/paths/{id}/document", "portfolios": "/v1/portfolios/{id}/document",
          "sessions": "/v1/sessions/{id}/agenda/document", "minutes": "/v1/sessions/{session_id}/minutes/document",
          "rectifications": "/v1/sessions/{session_id}/rectifications/{id}/document",
          "convocations": "/v1/sessions/{session_id}/convocations/{member_id}/document",
          "certificates": "/v1/candidacies/{candidacy_id}/decisions/{decision_id}/document"}


def ask_papers(client, kind, path):
    """No worker draws here: what there is, is not drawn yet."""
    body = client.send("GET", path, checks=False).body
    found = 0
    for row in body.get("data", [body])[:3] if isinstance(body, dict) and "code" not in body else []:
        found += client.send("GET", PAPERS[kind].format(**row), checks=False).status in (200, 409, 503)
    return found


def ask_everything(instance):
    """Reads of every kind of caller, so that their statements are in the log: whatever a list shows is opened too."""
    paths, papers = collections.defaultdict(list), collections.Counter()
    for line in instance.tokens_path.read_text().splitlines():
        words = line.split()
        if len(words) >= 3 and not words[0].startswith("#"):
            paths[(words[0], words[1])] = ["/v1/me", "/v1/candidacies?limit=20", "/v1/candidates?limit=20", "/v1/files?limit=20", "/v1/deadlines?limit=20",
                                           "/v1/appointments", "/v1/certificates?limit=20", "/v1/commissions", "/v1/organisms?limit=20",
                                           "/v1/invariants"]
    under = {"/v1/candidacies?limit=20": ["", "/summary", "/history", "/events", "/evaluations", "/paths", "/allowed-events", "/fundings",
                                          "/portfolios", "/appeals", "/results"],
             "/v1/candidates?limit=20": [""], "/v1/files?limit=20": [""], "/v1/certificates?limit=20": [""]}
    asked = 0
    for (_, token), first in paths.items():
        client = Client(instance.base_url, token)
        for path in first:
            reply = client.send("GET", path, checks=False)
            asked += reply.status == 200
            rows = reply.body.get("data", [])[:2] if reply.status == 200 and isinstance(reply.body, dict) else []
            for row in rows if path in under else []:
                for tail in under[path]:
                    asked += client.send("GET", f"{path.split('?')[0]}/{row['id']}{tail}", checks=False).status == 200
                for kind in ("evaluations", "paths", "portfolios") if path.startswith("/v1/candidacies") else ():
                    papers[kind] += ask_papers(client, kind, f"/v1/candidacies/{row['id']}/{kind}")
            for row in rows if path.startswith("/v1/certificates") else []:
                papers["certificates"] += ask_papers(client, "certificates", f"/v1/certificates/{row['id']}")
            for row in rows if path == "/v1/commissions" else []:
                papers["sessions"] += ask_papers(client, "sessions", f"/v1/commissions/{row['id']}/sessions")
                sessions = client.send("GET", f"/v1/commissions/{row['id']}/sessions", checks=False).body
                for session in sessions.get("data", [])[:5] if isinstance(sessions, dict) else []:
                    for kind in ("minutes", "rectifications", "convocations"):
                        papers[kind] += ask_papers(client, kind, f"/v1/sessions/{session['id']}/{kind}")
    print(f"# papers that were asked for: {dict(papers)}")
    expect(all(papers[kind] for kind in PAPERS if kind not in ("portfolios", "rectifications")), str(dict(papers)))
    return asked


def of_the_base(found, first, last):
    return found._replace(parameters=[value and value.replace(FIRST_ID, first).replace(LAST_ID, last) for value in found.parameters])


def counted(instance, client, method, path, body=None):
    """The statements that one request sends, in order; its first time is over."""
    client.send(method, path, *([body] if body else []), checks=False)
    with open(instance.database_log, encoding="utf-8", errors="replace") as log:
        log.seek(0, 2)
        client.send(method, path, *([body] if body else []), checks=False)
        return [found.statement for found in executions(log.read()) if found.statement not in JOBS]


def dearer(instance, kept, tables, files):
    """Which of them read what grows from end to end, or more pages among many files than among few: [(statement, why)]."""
    wrong = []
    small, large = (explained(instance, name, kept) for name in ("small", "large"))
    for found, before, after in zip(kept, small, large):
        factor, name = allowed(found.statement), f"{found.statement} ({found.role}, {found.scope})"
        if after is None or factor is None:
            continue
        walked = sorted(after.walked & tables)
        if walked and factor == 1.0:
            wrong.append((found, f"{name} reads {', '.join(walked)} from end to end"))
        if before and before.pages is not None and after.pages is not None and after.pages > max(factor, DEEPER) * before.pages + MORE_PAGES:
            wrong.append((found, f"{name} touches {before.pages} pages among {files[0]} files, {after.pages} among {files[1]}"))
    return wrong


def prepare(instance):
    instance.start_database()
    instance.sql("alter system set log_min_duration_statement = 0")
    instance.sql("alter system set log_line_prefix = '%p %u '")
    instance.sql("alter system set log_parameter_max_length = -1")
    instance.sql("alter system set log_error_verbosity = 'default'")
    instance.sql("select pg_reload_conf()")
    instance.prepare()
    instance.start_server()


def add_to(suite):
    sent = []

    @suite.test
    def the_log_tells_what_is_sent(instance):
        expect(ask_everything(instance) > 100, "hardly anything was answered")
        sent.extend(executions(pathlib.Path(instance.database_log).read_text(errors="replace")))
        kinds = {found.statement for found in sent}
        expect(len(kinds) > 90, f"{len(kinds)} statements were seen: {sorted(kinds)}")

    @suite.test
    def an_operation_sends_so_many_statements(instance):
        """Scope, what is asked, its trace; a command: its loads, its writes, its books."""
        token, organism = next((words[1], words[2]) for words in map(str.split, instance.tokens_path.read_text().splitlines())
                               if words and words[0] == "REFERENT")
        client = Client(instance.base_url, token)
        candidacy = client.get("/v1/candidacies?limit=1").must(200)["data"][0]["id"]
        expect_equal(counted(instance, client, "GET", f"/v1/candidacies/{candidacy}"), ["scope_set", "candidacy_view", "access_log_insert"])
        expect_equal(counted(instance, client, "GET", f"/v1/candidacies/{candidacy}/summary"),
                     ["scope_set", "candidacy_judged_load", "access_log_insert"])

    @suite.test
    def what_is_new_in_the_log_is_entered_into_its_index(instance):
        """Behind the answers, by the server: what gin_clean_pending_list() finds seconds after them was left over."""
        token = next(words[1] for words in map(str.split, instance.tokens_path.read_text().splitlines()) if words and words[0] == "REFERENT")
        left = []
        while left[-1:] != ["0"] and len(left) < 4:  # a machine that others use too
            Client(instance.base_url, token).get("/v1/candidacies?limit=50").must(200)
            time.sleep(4)
            left.append(instance.sql("select gin_clean_pending_list('access_log_by_named')")[0][0])
        expect(left[-1:] == ["0"], f"{left} pages of lines that were four seconds old")

    @suite.test
    def a_part_of_a_file_is_logged_with_whose_it_is(instance):
        """By what was loaded for it: else the database looks the ids up in every table that hangs on a file (candidates_of_objects)."""
        named = [found.parameters[12] for found in sent if found.statement == "access_log_insert"
                 and (found.parameters[8], found.parameters[11]) == ("{readCandidacySummary}", "{200}")]
        print(f"# {len(named)} summaries alone in their line")
        # Of a former owner's the live row does not tell.
        expect(len(named) > 20 and sum("{}" in one for one in named) < len(named) / 2, f"{named[:3]}")

    @suite.test
    def an_event_sends_so_many_statements(instance):
        one = collections.Counter()
        for found in sent:
            one[found.statement] += 1
        expect(one["event_insert"] > 100 and one["candidacy_live_load"] >= one["event_insert"] * 0.5, one.most_common(20))
        # Of those that every event needs, none is sent twice for one.
        for statement in ("candidacy_root_load", "candidacy_live_load", "candidacy_update", "candidacy_view"):
            expect(one[statement] <= 1.6 * one["event_insert"], f"{statement}: {one[statement]} for {one['event_insert']} events")

    @suite.test
    def an_item_is_answered_as_if_it_stood_alone(instance):
        """Of the statements that serve several askers: each item by the row-level security of its own."""
        wrong, seen, shown, hidden = compared(instance, sent)
        print(f"# {seen} statements, {shown} items answered, {hidden} of others hidden")
        expect(seen >= 5 and shown >= 15 and hidden >= 10, f"{seen} statements, {shown} answered, {hidden} hidden")
        expect(not wrong, "\n  ".join(wrong))

    @suite.test
    def no_policy_asks_once_for_a_whole_statement(instance):
        """(select current_reach()) would be that of the first asker for all who follow in the same statement. Where a reach may be hundreds
        of sessions it is read once all the same, in tables that no such statement reads."""
        found = instance.sql("""select tablename || '.' || policyname from pg_policies
            where coalesce(qual, '') || coalesce(with_check, '') ~* '\\( *select +[a-z_.]+\\(|\\( *select +\\(?nullif|\\( *select +\\(?current_setting' order by 1""")
        tables = {row[0].partition(".")[0] for row in found}
        serving = {one.statement: re.sub(r"--.*", "", one.text) for one in sent if SERVES.search(one.text)}
        expect(tables and serving, f"{tables}, {set(serving)}")
        expect_equal(sorted((statement, table) for statement, text in serving.items() for table in tables
                            if re.search(rf"\b{table}(_seen)?\b", text)), [], "serve several askers, and read what asks once who asks")

    @suite.test
    def nobody_enters_a_long_list_into_an_index(instance):
        """What gathers before a GIN index is entered by the request that fills the list, while it is waited for: 4 MB are a second.
        That of the access log is entered by the server every second (the test above), and holds what comes in that time."""
        found = instance.sql("""select c.relname, coalesce((select o.option_value::int from pg_options_to_table(c.reloptions) o
                                                             where o.option_name = 'gin_pending_list_limit'), 4096)
            from pg_class c join pg_am a on a.oid = c.relam and a.amname = 'gin' order by 1""")
        expect(found, "there is no such index")
        expect_equal([row for row in found if int(row[1]) > 256], [["access_log_by_named", "2048"]])

    @suite.test
    def no_function_of_requests_is_planned_at_each_call(instance):
        """An SQL function with a setting, or a definer, is not inlined: it is planned anew at every call."""
        found = instance.sql("""select p.proname from pg_proc p join pg_language l on l.oid = p.prolang
            where p.pronamespace = 'public'::regnamespace and l.lanname = 'sql' and (p.prosecdef or p.proconfig is not null)
              and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1""")
        # Asked by the process at its start, and by the sweep.
        expect_equal([row[0] for row in found if row[0] not in ("api_key_heads", "link_requests_overdue")], [])

    @suite.test
    def no_statement_costs_more_among_more_files(instance):
        files = suite.files
        instance.stop_server()
        multiply(instance, "small", files[0])
        multiply(instance, "large", files[1])
        tables, seen, kept = growing(instance), collections.Counter(), []
        bounds = [row[0] for row in instance.sql("(select id from candidacy order by id limit 1) union all"
                                                 " (select id from candidacy order by id desc limit 1)", database="clea")]
        expect({"candidacy", "evaluation", "candidacy_event", "candidate"} <= tables, f"what grows: {tables}")
        for found in reversed(sent):
            key = (found.statement, found.role, found.scope)
            if file_of(found.statement) and seen[key] < SAMPLES:
                seen[key] += 1
                kept.append(of_the_base(found, *bounds) if SLICED.match(found.statement) else found)
        expect(sum(1 for found in kept if SLICED.match(found.statement)) > 20, "hardly any invariant was asked")
        wrong = dearer(instance, kept, tables, files)
        # What the server has to read of its own catalogue in between is no page of the statement: whoever looks dear is asked again, and
        # once more, as a vacuum beside it makes it read that anew.
        for _ in range(3):
            wrong = dearer(instance, [found for found, _ in wrong], tables, files) if wrong else []
        print(f"# {len({found.statement for found in kept})} statements, {len(kept)} samples; {len(tables)} tables grow")
        expect(not wrong, f"{len(wrong)} of {len(kept)}:\n  " + "\n  ".join(sorted({text for _, text in wrong})))

    @suite.test
    @announces("a request that waits for longer than it may is told to come again: 503")
    def the_invariants_are_asked_in_parts(instance):
        """On the larger database: of several slices, whole when there is time, and else part by part, each candidacy once."""
        files = int(instance.sql("select count(*) from candidacy", database="large")[0][0])
        token = next(words[1] for words in map(str.split, instance.tokens_path.read_text().splitlines()) if words and words[0] == "AUDITOR")
        instance.sql("revoke temporary on database large from public")
        before = dict(instance.environment)
        try:
            instance.environment["PGDATABASE"] = "large"
            instance.start_server()
            # An idle machine answers in one; a busy one in the parts that it has time for.
            client, checked, cursor = Client(instance.base_url, token), 0, ""
            while cursor is not None:
                report = client.get("/v1/invariants" + (f"?cursor={cursor}" if cursor else "")).must(200).body
                expect(report["is_whole"], f"{report}")
                checked, cursor = checked + report["checked_candidacy_count"], report["next_cursor"]
                expect_equal(report["is_partial"], cursor is not None)
            expect_equal(checked, files)
            instance.stop_server()
            instance.environment["CLEA_LIMITS_REQUEST_MS"] = "100"  # an answer has half of it
            instance.start_server()
            client, parts, cursor = Client(instance.base_url, token), [], ""
            while cursor is not None and len(parts) < 1000:
                reply = client.send("GET", "/v1/invariants" + (f"?cursor={cursor}" if cursor else ""), checks=False)
                if reply.status == 503:  # on a busy machine
                    continue
                parts.append(reply.must(200).body)
                cursor = parts[-1]["next_cursor"]
                expect_equal(parts[-1]["is_partial"], cursor is not None)
            expect_equal(sum(part["checked_candidacy_count"] for part in parts), files)
            expect(len(parts) > 1, "all of it was answered at once")
            print(f"# {files} files in {len(parts)} parts")
        finally:
            instance.environment = before


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--files", type=int, nargs=2, default=(40, 800))
    options.add_argument("parts", nargs="*")
    given = options.parse_args()
    suite = Suite("statements")
    suite.files = given.files
    add_to(suite)
    instance = Instance(seed=("--demo", "--candidacies", str(BASE_FILES), "--organisms", "4"), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        prepare(instance)
        suite.run(given.parts, instance=instance)
    finally:
        instance.stop()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
