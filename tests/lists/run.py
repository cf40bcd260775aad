#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Lists in other formats than JSON, whole lists, and answers of chosen members. That every list says the same in each format, to every
role, is a cell of tests/matrix (layouts.py). Ends with `N passed, N failed`.

    tests/lists/run.py [PART…]       only tests whose name contains one of these"""

import csv
import http.client
import io
import json
import pathlib
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.world import World  # noqa: E402
from instance import SANITIZER, Instance  # noqa: E402
from layouts import MARK, Layouts, csv_faults, read_csv, read_ndjson, with_query  # noqa: E402

suite = Suite("lists")
HOSTILE = ("=cmd|' /C calc'!A0", "+33 1 23 45 67 89", "-2+3", "@SUM(1;2)", 'dit « "oui" », puis ; non', "a;=1+1", "deux ; trois, quatre",
           "Ÿ œ ğ €", "'apostrophe", "a;=cmd|'/C calc'!A0;b", 'x, "@SUM(1)", -y', "z ; +1", "1e5", " ".join(["long"] * 30))
MANY = 1130
MEGABYTE = 1024 * 1024


def must_be(faults):
    expect(not faults, "\n".join(map(str, faults[:10])))


def text_of(client, path, **options):
    return client.get(path, **options).must(200).raw.decode()


# --- formats ---


@suite.test
def what_looks_like_a_formula_is_none(world, layouts):
    made = [world.certifier.post("/v1/funders", {"name": name}).must(201).body for name in HOSTILE]
    data = world.certifier.get("/v1/funders?limit=200").must(200)["data"]
    expect(len([row for row in data if row["name"] in HOSTILE]) == len(made), "the names came as they are")
    for separator, delimiter in (("comma", ","), ("semicolon", ";")):
        text = text_of(world.certifier, f"/v1/funders?format=csv&limit=200&separator={separator}")
        must_be(csv_faults(text, data, layouts.columns("listFunders"), delimiter))
        _, rows = read_csv(text, delimiter)
        expect(not [row for row in rows if row["name"].startswith(("=", "+", "-", "@"))], "a spreadsheet would run it")
        for other in {",", ";", "\t"} - {delimiter}:  # whoever splits at another sign finds no formula either
            cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=other) for cell in row]
            expect(not [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))], f"split at {other!r} a spreadsheet runs it")
    lines, end = read_ndjson(text_of(world.certifier, "/v1/funders?format=ndjson&limit=200"))
    expect_equal((lines, end["count"], end["is_complete"]), (data, len(data), True))
    text = text_of(world.certifier, "/v1/funders?format=text&limit=200&fields=name,status").splitlines()
    expect(text[0].split() == ["name", "status"] and text[-1] == f"# {len(data)}", text)
    expect({line.index("ACTIVE") for line in text[1:-1] if "…" not in line} == {text[0].index("status")}, "aligned")
    expect(max(len(line) for line in text) < 75, "what is long is cut")


@suite.test
def a_text_of_quotes_and_breaks_comes_back_as_it_was(world, layouts):
    """No field takes a line break: it is written past them."""
    world.instance.sql("update funder set name = E'deux\\nlignes,\"guillemets\"\\r\\n\\tet ;' where name = 'Ÿ œ ğ €'")
    data = world.certifier.get("/v1/funders?limit=200").must(200)["data"]
    expect([row for row in data if "\n" in row["name"]], data)
    for separator, delimiter in (("comma", ","), ("semicolon", ";")):
        must_be(csv_faults(text_of(world.certifier, f"/v1/funders?format=csv&limit=200&separator={separator}"), data,
                           layouts.columns("listFunders"), delimiter))
    expect_equal(read_ndjson(text_of(world.certifier, "/v1/funders?format=ndjson&limit=200"))[0], data)
    expect_equal(len(text_of(world.certifier, "/v1/funders?format=text&limit=200").splitlines()), len(data) + 2)


@suite.test
def what_is_no_format_is_said_by_name(world, layouts):
    for parameter, value, words in (("format", "xml", ["json", "csv", "ndjson", "text"]), ("separator", "tab", ["comma", "semicolon"]),
                                    ("fields", "name,nom", layouts.members["listFunders"]), ("fields", "", layouts.members["listFunders"])):
        reply = world.certifier.get(f"/v1/funders?{parameter}={value}").must(400)
        expect_equal(reply.errors, {parameter: "PARAMETER_INVALID"})
        said = json.dumps(reply["errors"][0]["params"], ensure_ascii=False)
        expect(all(f'"{word}"' in said for word in words), said)
    expect_equal(world.certifier.get("/v1/funders?bom=yes").must(400).errors, {"bom": "PARAMETER_INVALID"})
    expect_equal(world.certifier.get("/v1/funders?format=csv&format=json").must(400).errors, {"format": "PARAMETER_REPEATED"})
    world.certifier.get("/v1/funders", headers={"Accept": "application/xml"}).must_refuse("NOT_ACCEPTABLE", 406)
    expect_equal(world.certifier.get(f"/v1/funders/{world.certifier.get('/v1/funders')['data'][0]['id']}?format=csv").must(400).errors,
                 {"format": "UNKNOWN_PARAMETER"})


@suite.test
def accept_chooses_and_the_parameter_is_above_it(world):
    for accept, kind in (("text/csv", "text/csv"), ("application/x-ndjson", "application/x-ndjson"), ("text/plain", "text/plain"),
                         ("text/*", "text/csv"), ("*/*", "application/json"), ("application/json, text/csv", "application/json"),
                         ("text/csv, application/json;q=0.9", "text/csv"), ("text/html, */*;q=0.8", "application/json")):
        reply = world.certifier.get("/v1/funders?limit=2", headers={"Accept": accept}).must(200)
        expect_equal((reply.headers["Content-Type"].split(";")[0], accept), (kind, accept))
        expect("Accept" in ", ".join(reply.headers.get_all("Vary")).split(", "), reply.headers)
    reply = world.certifier.get("/v1/funders?limit=2&format=csv", headers={"Accept": "application/x-ndjson"}).must(200)
    expect(reply.headers["Content-Type"].startswith("text/csv"), reply.headers)


@suite.test
def what_is_the_same_for_everybody_is_not_laid_out_anew(world, layouts):
    """The contract, the catalogue, the vocabularies: made once. In another layout each request would cost a copy."""
    nobody = world.certifier.clone()
    nobody.token = None
    for path in ("/openapi.json", "/v1/problems", "/v1/problems/NOT_FOUND", "/v1/vocabularies", "/v1/vocabularies/candidacy-states"):
        expect("ETag" in nobody.get(path).must(200).headers, f"{path} has no tag")
        for name, value in (("fields", "paths"), ("fields", "name"), ("format", "csv"), ("separator", "semicolon"), ("bom", "true")):
            expect_equal(nobody.get(f"{path}?{name}={value}").must(400).errors, {name: "UNKNOWN_PARAMETER"})
    for media in ("text/csv", "application/x-ndjson"):
        nobody.get("/v1/problems", headers={"Accept": media}).must(406)
    expect("listProblems" not in layouts.members and "listVocabularies" not in layouts.members, "the contract offers members")


@suite.test
def a_page_of_csv_is_coded_and_linked(world):
    reply = world.certifier.get("/v1/funders?format=csv&limit=5", headers={"Accept-Encoding": "gzip"}).must(200)
    link = reply.headers["Link"]
    expect('rel="next"' in link and "format=csv" in link, link)
    following = world.certifier.get(link.split(">")[0].removeprefix("<")).must(200)
    expect_equal(len(read_csv(following.raw.decode())[1]), 5)
    expect("Link" not in world.certifier.get("/v1/funders?format=ndjson&limit=5").must(200).headers, "NDJSON has its last line")
    expect_equal(reply.headers.get("Content-Encoding"), None if len(reply.raw) < 1024 and reply.raw[:2] != b"\x1f\x8b" else "gzip")
    # A cursor is one of the list, whatever it is laid out in.
    cursor = world.certifier.get("/v1/funders?limit=5").must(200)["page"]["next_cursor"]
    expect_equal(text_of(world.certifier, f"/v1/funders?limit=5&cursor={cursor}&format=csv&separator=comma"), following.raw.decode())


# --- whole lists ---


def fill(world):
    count = int(world.instance.sql("select count(*) from funder")[0][0])
    world.instance.sql("insert into funder (id, name) select gen_random_uuid(), 'Financeur ' || n || ' ; ' || repeat('é', 120)"
                       f" from generate_series({count}, {MANY - 1}) as n")


@suite.test
def a_list_without_a_limit_goes_whole(world, layouts):
    fill(world)
    every = world.certifier.every("/v1/funders")
    expect_equal(len(every), MANY)
    rows, end = read_ndjson(text_of(world.certifier, "/v1/funders?format=ndjson"))
    expect_equal((len(rows), rows == every), (MANY, True))
    expect_equal(end, {"end": True, "count": MANY, "is_complete": True, "next_cursor": None, "code": None})
    whole = world.certifier.get("/v1/funders?format=csv&separator=semicolon&bom=true").must(200)
    expect_equal((whole.headers["Transfer-Encoding"], whole.headers.get("Link")), ("chunked", None))
    must_be(csv_faults(whole.raw.decode().removeprefix(MARK), every, layouts.columns("listFunders"), ";"))
    # From a cursor on, and in another order.
    page = world.certifier.get("/v1/funders?limit=7").must(200)
    rest, end = read_ndjson(text_of(world.certifier, f"/v1/funders?format=ndjson&cursor={page['page']['next_cursor']}"))
    expect_equal((len(rest), rest == every[7:], end["is_complete"]), (MANY - 7, True, True))
    # A page is told to be one.
    some, end = read_ndjson(text_of(world.certifier, "/v1/funders?format=ndjson&limit=7"))
    expect_equal((some, end["is_complete"], end["next_cursor"]), (every[:7], False, page["page"]["next_cursor"]))
    expect(world.certifier.send("HEAD", "/v1/funders?format=csv").must(200).raw == b"", "a HEAD has no rows")


@suite.test
def a_list_goes_in_the_memory_of_a_page(world):
    wide(world)
    status = pathlib.Path(f"/proc/{world.instance.process.pid}/status")
    read = lambda name: next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith(name))  # noqa: E731
    text_of(world.certifier, "/v1/funders?format=ndjson&limit=200")
    pathlib.Path(f"/proc/{world.instance.process.pid}/clear_refs").write_text("5")
    before = read("VmRSS")
    text = text_of(world.certifier, "/v1/funders?format=ndjson")
    grown = read("VmHWM") - before
    world.instance.sql("delete from funder where name like 'Grand %'")
    print(f"# {len(text) // 1024} KiB of lines, {grown // 1024} KiB more")
    expect(len(text) > 10 * MEGABYTE and grown < 4 * MEGABYTE, f"{grown} bytes for a list of {len(text)}")


@suite.test
def who_hears_it_slowly_costs_a_page(world):
    """Its client takes the first bytes, and the last ones much later: others are served, and nothing is lost."""
    fill(world)
    address = urllib.parse.urlsplit(world.instance.base_url)
    slow = []
    for _ in range(8):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        connection.request("GET", "/v1/funders?format=ndjson", headers={"Authorization": f"Bearer {world.certifier.token}"})
        answer = connection.getresponse()
        slow.append((answer, answer.read(100)))
    expect_equal(len(world.certifier.every("/v1/funders")), MANY)
    for answer, first in slow:
        rows, end = read_ndjson((first + answer.read()).decode())
        expect_equal((len(rows), end["is_complete"]), (MANY, True))


@suite.test
def who_leaves_leaves_nothing_behind(world):
    fill(world)
    address = urllib.parse.urlsplit(world.instance.base_url)
    for _ in range(20):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        connection.request("GET", "/v1/funders?format=ndjson", headers={"Authorization": f"Bearer {world.certifier.token}"})
        connection.getresponse().read(10)
        connection.close()
    expect_equal(len(world.certifier.every("/v1/funders")), MANY)


def read_slowly(world, client, path, between):
    """What comes when something happens after the first bytes; None: the answer broke off."""
    address = urllib.parse.urlsplit(world.instance.base_url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    connection.request("GET", path, headers={"Authorization": f"Bearer {client.token}"})
    answer = connection.getresponse()
    first = answer.read(100)
    between()
    try:
        return (first + answer.read()).decode()
    except http.client.IncompleteRead:
        return None


def wide(world):
    """So much that no socket holds all of it: the server waits for its client."""
    world.instance.sql("insert into funder (id, name) select gen_random_uuid(), 'Grand ' || n || repeat(' long', 36)"
                       " from generate_series(1, 40000) as n on conflict do nothing")


@suite.test
def who_may_read_no_more_hears_it_and_how_to_go_on(world):
    wide(world)
    for format_, path in (("ndjson", "/v1/funders?format=ndjson"), ("csv", "/v1/funders?format=csv")):
        client = world.key("AUDITOR", None, ["AUDITOR"], world.person())
        world.flush()
        client.get("/v1/me").must(200)

        def revoke():
            world.instance.sql("update api_key set status = 'REVOKED', revoked_at = clock_timestamp() where id = "
                               f"(select id from api_key order by created_at desc limit 1)")

        text = read_slowly(world, client, path, revoke)
        if format_ == "csv":
            expect(text is None, "a CSV that ends early breaks off")
            continue
        rows, end = read_ndjson(text)
        expect(end["is_complete"] is False and end["code"] in ("KEY_REVOKED", "TOKEN_INVALID"), end)
        expect_equal(end["count"], len(rows))
        rest, last = read_ndjson(text_of(world.certifier, f"/v1/funders?format=ndjson&cursor={end['next_cursor']}"))
        expect_equal((len({row["id"] for row in rows + rest}), last["is_complete"]),
                     (int(world.instance.sql("select count(*) from funder")[0][0]), True))
        print(f"# {len(rows)} rows, then {end['code']}, then {len(rest)}")
    world.instance.sql("delete from funder where name like 'Grand %'")


# --- members ---


@suite.test
def what_is_not_asked_for_is_not_shown_and_is_in_the_logs_all_the_same(world):
    journey = Journey(world).informed("2026-01-05")
    counsellor = journey.client("counsellor")
    one = counsellor.get(journey.path).must(200)
    candidate = one["candidate_id"]
    for path, row in ((f"{journey.path}?fields=state,version", lambda body: body),
                      (f"/v1/candidacies?candidate_id={candidate}&fields=state,version", lambda body: body["data"][0])):
        reply = counsellor.get(path).must(200)
        expect_equal(row(reply.body), {"state": one["state"], "version": one["version"]})
        rows = world.instance.sql(f"select candidate_ids from access_log where request_id = '{reply.headers['X-Request-Id']}'")
        expect(rows and candidate in rows[0][0], f"whom it shows: {rows}")
    # A tag is one of what was asked for; its version is that of the thing.
    reply = counsellor.get(f"{journey.path}?fields=state").must(200)
    expect(reply.headers["ETag"] not in (one.headers["ETag"], counsellor.get(f"{journey.path}?fields=version").headers["ETag"]), "the tag")
    counsellor.get(f"{journey.path}?fields=state", headers={"If-None-Match": reply.headers["ETag"]}).must(304)
    counsellor.get(f"{journey.path}?fields=state", headers={"If-None-Match": one.headers["ETag"]}).must(200)
    counsellor.get(f"{journey.path}?fields=state", headers={"If-Match": f'"{one["version"]}"'}).must(200)
    expect_equal(counsellor.get(f"{journey.path}?fields=state&fields=version").must(200).body, {"state": one["state"], "version": one["version"]})


@suite.test
def what_is_hidden_stays_hidden_and_is_named(world):
    journey = Journey(world).informed("2026-01-05")
    network = world.network()
    world.join(network, journey.organism)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    whole = manager.get(journey.path).must(200)
    hidden = whole.body.get("redacted_fields", [])
    if hidden:
        shown = next(name for name, value in whole.body.items() if name not in hidden and name != "redacted_fields")
        expect_equal(manager.get(f"{journey.path}?fields={hidden[0]},{shown}").must(200).body,
                     {hidden[0]: None, shown: whole[shown], "redacted_fields": [hidden[0]]})
        expect_equal(manager.get(f"{journey.path}?fields={shown}").must(200).body, {shown: whole[shown]})


# --- what rows point at ---


@suite.test
def a_page_and_the_names_of_its_people_are_one_call(world):
    journeys = [Journey(world).informed("2026-01-05") for _ in range(3)]
    counsellor = journeys[0].client("counsellor")
    reply = counsellor.get("/v1/candidacies?limit=50&include=candidate,owner_org").must(200)
    rows, included = reply["data"], reply["included"]
    expect(len(rows) >= 3, rows)
    expect_equal((set(included["candidate"]), set(included["owner_org"])),
                 ({row["candidate_id"] for row in rows}, {row["owner_org_id"] for row in rows}))
    for kind, path in (("candidate", "/v1/candidates/"), ("owner_org", "/v1/organisms/")):
        for id_, told in included[kind].items():
            whole = counsellor.get(path + id_)
            expect_equal(told, None if whole.status == 404 else {name: whole[name] for name in told})
    logged = dict(world.instance.sql(f"select action, candidate_ids from access_log where request_id = '{reply.headers['X-Request-Id']}'"))
    seen = {id_ for id_, told in included["candidate"].items() if told}
    expect_equal((set(logged), set(logged["getCandidate"].strip("{}").split(","))), ({"listCandidacies", "getCandidate"}, seen))
    # The same beside rows of other formats.
    lines, _ = read_ndjson(text_of(counsellor, "/v1/candidacies?format=ndjson&include=candidate,owner_org"))
    by_id = {row["id"]: row for row in rows}
    for line in lines:
        beside, row = line.pop("included"), by_id[line["id"]]
        expect_equal((line, beside), (row, {"candidate": included["candidate"][row["candidate_id"]],
                                            "owner_org": included["owner_org"][row["owner_org_id"]]}))
    header, cells = read_csv(text_of(counsellor, "/v1/candidacies?format=csv&limit=50&include=candidate&fields=id,state"))
    expect_equal(header[:2] + [name for name in header if name == "candidate.birth_name"], ["id", "state", "candidate.birth_name"])
    expect_equal([row["candidate.birth_name"] for row in cells],
                 [(included["candidate"][row["candidate_id"]] or {}).get("birth_name") or "" for row in rows])
    some = counsellor.get("/v1/candidacies?limit=50&include=candidate&fields=state").must(200)
    expect_equal((set(some["data"][0]), some["included"]), ({"state"}, {"candidate": included["candidate"]}))


@suite.test
def who_may_not_read_a_thing_is_shown_null(world):
    journey = Journey(world).informed("2026-01-05")
    network = world.network()
    world.join(network, journey.organism)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    for client in (manager, world.auditor, world.certifier, journey.client("referent")):
        reply = client.get("/v1/candidacies?limit=50&include=candidate").must(200)
        for id_, told in reply["included"]["candidate"].items():
            whole = client.get(f"/v1/candidates/{id_}")
            expect_equal((told is None, client.roles), (whole.status in (403, 404), client.roles))
            if told:
                expect_equal({name: told[name] for name in told if name != "redacted_fields"},
                             {name: whole[name] for name in told if name != "redacted_fields"})


@suite.test
def what_no_row_points_at_is_said_by_name(world):
    reply = world.certifier.get("/v1/candidacies?include=candidate,candidat").must(400)
    expect_equal(reply.errors, {"include": "PARAMETER_INVALID"})
    expect('"owner_org"' in json.dumps(reply["errors"][0]["params"]), reply)
    expect_equal(world.certifier.get("/v1/vocabularies?include=candidate").must(400).errors, {"include": "UNKNOWN_PARAMETER"})


def main():
    instance = Instance(seed=(), settings={
        "CLEA_JOBS_EXPIRY_PERIOD_S": "0", "CLEA_LIMITS_REQUESTS_PER_MINUTE": "0",
        # What is given back is not kept aside for long.
        "ASAN_OPTIONS": SANITIZER["ASAN_OPTIONS"] + ":quarantine_size_mb=1:thread_local_quarantine_size_kb=64"})
    try:
        contract = load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        world.set_today("2026-01-20")
        suite.run(sys.argv[1:], world=world, layouts=Layouts(contract))
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
