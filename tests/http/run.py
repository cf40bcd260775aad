#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""HTTP in every detail, over sockets: each operation of a kind (view, list, calendar, static, event, patch, delete) by every
row of the tables in rfc.py. Ends with `N passed, N failed`.

    tests/http/run.py [PART…]       only tests whose name contains one of these"""

import gzip
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "fault"), str(HERE.parent / "scenario"), str(HERE.parent)]

import addresses  # noqa: E402
import support  # noqa: E402
import tags  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.session import Session  # noqa: E402
from rfc import (ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE,  # noqa: E402
                 LISTED, READ_CONDITIONS, WRITE_CONDITIONS)
from seen import answers  # noqa: E402
from support import ORIGINS, Raw, nothing_written  # noqa: E402
from talk import Kinds, must, seen_headers  # noqa: E402

suite = Suite("http")
LEAST = 1024
# What a page may read of an answer without being told (Fetch, 3.2.6), what browsers keep for themselves, and what the
# connection is made of.
READABLE = {"cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"}
NOT_FOR_PAGES = {"connection", "date", "transfer-encoding", "access-control-allow-origin", "access-control-expose-headers",
                 "access-control-allow-methods", "access-control-allow-headers", "access-control-max-age",
                 "x-content-type-options", "referrer-policy", "cross-origin-resource-policy", "content-security-policy"}

# --- what is wanted back ---


@suite.test
def accept_is_weighed(kinds):
    for path, who in kinds.reads:
        own = 2 if path.endswith(".ics") else 1
        plain = kinds.look(path, who, {})
        # What is the same for everybody is made once, in one layout.
        is_list = plain.body.startswith(b'{"data":[') and "public" not in plain.headers.get("cache-control", "")
        for row in ACCEPT if not path.endswith(".yaml") else ():
            is_listed = is_list and row[0] in LISTED
            must(kinds.look(path, who, {"Accept": row[0]}), 200 if row[own] or is_listed else 406)
    must(kinds.get("/v1", {}, {"Accept": "text/html"}), 406, "NOT_ACCEPTABLE")


@suite.test
def accept_language_is_weighed(kinds):
    for value, language in ACCEPT_LANGUAGE:
        headers = {"Accept-Language": value}
        for reply in (kinds.get(f"{kinds.candidate}x", kinds.token, headers), kinds.get("/v1/nothing", {}, headers),
                      kinds.get(kinds.candidate, {}, headers), kinds.talk.ask("GET", "/v1/%41", headers),
                      kinds.talk.ask("FROB", "/v1", headers)):
            expect_equal((reply.headers["content-language"], value), (language, value), reply.asked)
            expect("accept-language" in reply.headers["vary"].lower(), reply.headers)


@suite.test
def accept_encoding_is_weighed(kinds):
    for path, who in kinds.reads:
        plain = must(kinds.get(path, who), 200)
        tag = plain.headers.get("etag")
        is_large = LEAST <= len(plain.body)
        for value, is_wanted, is_wanted_always in ACCEPT_ENCODING:
            reply = must(kinds.get(path, who, {"Accept-Encoding": value}), 200)
            # The entrance is always the same, and too small to have been coded ahead; some lines do not get smaller.
            is_coded = is_wanted and is_large or is_wanted_always and path != "/v1" and len(plain.body) > 200
            expect_equal(reply.headers.get("content-encoding"), "gzip" if is_coded else None, f"{reply.asked} {len(plain.body)}")
            expect("accept-encoding" in reply.headers["vary"].lower(), reply.headers)
            if tag:
                expect_equal(reply.headers["etag"], f'{tag[:-1]}+gzip"' if is_coded else tag, reply.asked)
            text = gzip.decompress(reply.body) if is_coded else reply.body
            if not path.endswith(".ics"):
                expect(text == plain.body, f"{reply.asked}: another text")
            if is_large and is_coded:
                expect(len(reply.body) < len(plain.body), f"{reply.asked}: larger")
            head = must(kinds.get(path, who, {"Accept-Encoding": value}, method="HEAD"), 200)
            for name in ("content-encoding", "etag", "content-type", "vary"):
                expect_equal(head.headers.get(name), reply.headers.get(name), f"HEAD {name}")
            expect_equal(head.headers["content-length"], str(len(reply.body)), "HEAD content-length")


@suite.test
def the_walk_has_large_and_small_answers(kinds):
    """Or the test before would have seen no coding at all."""
    sizes = {path: len(kinds.get(path, who).body) for path, who in kinds.reads}
    expect(sum(size >= LEAST for size in sizes.values()) >= 6, sizes)
    expect(sum(size < LEAST for size in sizes.values()) >= 2, sizes)
    expect(sizes["/openapi.json"] > 256 * 1024, "the contract is no large answer any more")
    expect_equal(kinds.get("/v1/candidates", kinds.token, {"Accept-Encoding": "gzip"}).headers.get("content-encoding"), "gzip")


def certificate_of(world):
    """The shortest way there is."""
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit("2026-01-15")
    Session(world, "2026-01-20").held(journey)
    return journey.id


@suite.test
def what_holds_a_secret_is_not_coded(kinds, world):
    """A certificate and its verification code: its making, the making again, the reading. Its list does not tell the code."""
    wanted = {"Authorization": f"Bearer {world.certifier.token}", "Accept-Encoding": "gzip, identity;q=0"}
    order = {"Content-Type": "application/json", "Idempotency-Key": "the-first-certificate"}
    made = [kinds.talk.ask("POST", "/v1/certificates", wanted | order, {"candidacy_id": certificate_of(world)})]
    made.append(kinds.talk.ask("POST", "/v1/certificates", wanted | order, {"candidacy_id": json.loads(made[0].body)["candidacy_id"]}))
    one = json.loads(must(made[0], 201).body)
    replies = [*made, must(kinds.get(f"/v1/certificates/{one['id']}", wanted), 200)]
    for reply in replies:
        expect(one["verification_code"] in reply.body.decode() and len(reply.body) > 200, f"{reply.asked}: {reply}")
        expect_equal((reply.headers.get("content-encoding"), "gzip" in reply.headers.get("etag", "")), (None, False), reply.asked)
    others = [kinds.get("/v1/certificates", wanted), kinds.get("/v1/certificates?x=1", wanted)]
    expect_equal([reply.headers.get("content-encoding") for reply in others], ["gzip"] * 2, "the control")
    code = one["verification_code"]
    must(kinds.get(f"/v1/verifications/%20{code[:13].lower()}%C2%A0{code[13:]}%09", {}), 200)


@suite.test
def refusals_and_answers_of_writes_are_coded_too(kinds):
    wanted = {"Accept-Encoding": "identity;q=0, gzip"}
    for method, path, who, body in kinds.writes():
        for headers in (wanted | {"Content-Type": "application/json"}, wanted | {"Content-Type": "text/plain"}):
            reply = kinds.talk.ask(method, path, who | headers, body)
            if len(reply.body) > 100:  # less does not get smaller
                expect_equal(reply.headers.get("content-encoding"), "gzip", reply.asked)
                json.loads(gzip.decompress(reply.body))


# --- conditions ---


def filled(headers, tag, version=""):
    bare = tag.strip('"')
    return {name: value.replace("{tag}", tag).replace("{bare}", bare).replace("{coded}", f'"{bare}+gzip"').replace("{version}", version)
            for name, value in headers.items()}


@suite.test
def conditions_of_reads_are_evaluated(kinds):
    for path, who in kinds.tagged:
        for coding in ({}, {"Accept-Encoding": "gzip"}):
            full = must(kinds.look(path, who, coding), 200)
            tag = kinds.look(path, who).headers["etag"]
            for row, status in READ_CONDITIONS:
                for method in ("HEAD",) if path.startswith("/openapi") and status == 200 else ("GET", "HEAD"):
                    reply = must(kinds.get(path, who, filled(row, tag) | coding, method), status)
                    if status == 304:
                        expect_equal(reply.body, b"", reply.asked)
                        for name in ("etag", "cache-control", "vary", "content-length"):
                            expect_equal(reply.headers[name], full.headers[name], f"{reply.asked} {name}")
                        expect("content-encoding" not in reply.headers, reply.headers)


@suite.test
def a_tag_moves_with_every_column_that_is_shown(kinds):
    """Whether or not the version does: what hangs on the root, and what the root itself shows."""
    watched = [*kinds.views, (kinds.appointment, kinds.token), (f"{kinds.journey.path}/summary", kinds.referent)]

    def look():
        replies = {path: kinds.get(path, who) for path, who in watched}
        return {path: (reply.status, reply.body, reply.headers.get("etag")) for path, reply in replies.items()}

    shown = tags.must_move(kinds.instance, ("candidate", "candidacy", "funding", "appointment"), look)
    expect(len(shown) >= 20 and {table for table, _ in shown} == {"candidate", "candidacy", "funding", "appointment"}, sorted(shown))


@suite.test
def what_has_no_tag_has_no_conditions(kinds):
    for path, who in kinds.lists + kinds.calendars:
        expect("etag" not in kinds.get(path, who).headers, path)
        for headers in ({"If-None-Match": "*"}, {"If-None-Match": '"1"'}, {"If-Match": '"1"'}):
            must(kinds.get(path, who, headers), 200)


@suite.test
def conditions_of_writes_are_evaluated(kinds):
    for method, path, who, body in kinds.writes():
        if method == "POST":
            continue
        read = must(kinds.get(path.partition("?")[0], who), 200)
        version = str(json.loads(read.body)["version"])
        for row, wanted in WRITE_CONDITIONS:
            headers = filled(row, read.headers["etag"], version) | ({"Content-Type": "application/json"} if body else {})
            reply = kinds.talk.ask(method, path, who | headers, body)
            expect(reply.status == wanted if wanted is not True else 200 <= reply.status < 300, f"wanted {wanted}: {reply.asked} -> {reply}")


@suite.test
def a_condition_on_an_event_is_one_on_its_root(kinds):
    method, path, who, body = next(write for write in kinds.writes() if "/events" in write[1])
    headers = who | {"Content-Type": "application/json"}
    tag = kinds.get(kinds.journey.path, who).headers["etag"]
    must(kinds.talk.ask(method, path, headers | {"If-Match": f'"99", {tag}'}, body), 201)
    weak = must(kinds.talk.ask(method, path, headers | {"If-Match": f"W/{tag}"}, body), 412, "VERSION_MISMATCH")
    expect(b"W/" in weak.body, f"what is wrong is the tag, nobody was faster: {weak.body}")


# --- bodies ---


@suite.test
def the_type_of_a_body_is_read_in_any_case(kinds):
    for method, path, who, body in kinds.writes():
        if body is None:
            continue
        version = {"If-Match": kinds.get(path.partition("?")[0], who).headers["etag"]} if method == "PATCH" else {}
        for value, is_json, is_patch in CONTENT_TYPE:
            reply = kinds.talk.ask(method, path, who | version | {"Content-Type": value}, body)
            if is_patch if method == "PATCH" else is_json:
                expect(200 <= reply.status < 300, f"{reply.asked} -> {reply}")
            else:
                must(reply, 415, "MEDIA_TYPE_UNSUPPORTED")
                name = "accept-patch" if method == "PATCH" else "accept-post"
                expect("application/json" in reply.headers[name], reply.headers)


@suite.test
def a_coded_body_is_refused_whatever_the_method(instance, kinds):
    packed = gzip.compress(b"{}")
    with nothing_written(instance):
        for value, is_coded in CONTENT_ENCODING:
            for method, path in (("POST", "/v1/candidates"), ("PATCH", kinds.candidate), ("PUT", "/v1/sandbox/clock"),
                                 ("DELETE", kinds.funding), ("GET", "/v1/candidates")):
                headers = kinds.token | {"Content-Type": "application/json", "Content-Encoding": value}
                reply = kinds.talk.ask(method, path, headers, packed if is_coded else b"{")
                if is_coded:
                    must(reply, 415, "CODING_UNSUPPORTED")
                    expect_equal(reply.headers["accept-encoding"], "identity")
                else:
                    expect("CODING_UNSUPPORTED" not in reply.body.decode(), reply)


@suite.test
def options_tell_what_may_be_sent(kinds):
    reply = must(kinds.talk.ask("OPTIONS", "/v1/candidates"), 204)
    expect_equal((reply.headers["accept-post"], reply.headers.get("accept-patch")), ("application/json", None))
    reply = must(kinds.talk.ask("OPTIONS", kinds.candidate), 204)
    expect_equal((reply.headers.get("accept-post"), reply.headers["accept-patch"]), (None, "application/json, application/merge-patch+json"))


@suite.test
def allow_is_what_the_contract_says_of_the_address(kinds):
    """A literal address hides the {id} that it could be: what it does not know is 405, whatever another template knows."""
    every = set()
    for template, item in json.loads(kinds.get("/openapi.json", {}).body)["paths"].items():
        methods = {method.upper() for method in item if method in ("get", "post", "put", "patch", "delete")}
        methods |= {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        every |= methods
        path = re.sub(r"\{\w+\}", kinds.journey.id, template)
        expect_equal(set(must(kinds.talk.ask("OPTIONS", path), 204).headers["allow"].split(", ")), methods, path)
        for method in {"GET", "PUT", "DELETE"} - methods:
            expect_equal(set(must(kinds.talk.ask(method, path), 405).headers["allow"].split(", ")), methods, f"{method} {path}")
    for target in ("*", "http://here"):
        expect_equal(set(must(kinds.talk.ask("OPTIONS", target), 204).headers["allow"].split(", ")), every, target)


# --- who ---


@suite.test
def the_scheme_and_the_blanks_of_a_key_do_not_count(kinds):
    key = kinds.token["Authorization"].removeprefix("Bearer ")
    for value, is_known, error in AUTHORIZATION:
        reply = kinds.talk.ask("GET", "/v1/me", {"Authorization": value and value.replace("{key}", key)})
        must(reply, 200 if is_known else 401)
        if not is_known:
            challenge = 'Bearer realm="clea"' + (f', error="{error}"' if error else "")
            expect_equal(reply.headers["www-authenticate"], challenge, reply.asked)


# --- addresses ---

for test in addresses.TESTS:
    suite.test(test)


# --- parameters ---


@suite.test
def lists_mean_the_same_in_every_spelling(kinds):
    spellings = ["state=CONTACT,INFORMED", "state=CONTACT&state=INFORMED", "state=CONTACT&limit=50&state=INFORMED"]
    answers = [json.loads(must(kinds.get(f"/v1/candidacies?{query}", kinds.token), 200).body) for query in spellings]
    expect(answers[0]["data"], "nothing is listed")
    expect(all(answer["data"] == answers[0]["data"] for answer in answers), answers)
    for query in ("state=CONTACT,INFORMED,PARTIAL", "state=CONTACT&state=INFORMED,PARTIAL", "state=CONTACT,INFORMED&state=PARTIAL"):
        expect_equal(json.loads(must(kinds.get(f"/v1/candidacies?{query}", kinds.token), 200).body)["data"], answers[0]["data"], query)
    for query in ("state=CONTACT,CONTACT", "state=CONTACT&state=CONTACT", "state=CONTACT&state=", "state=CONTACT&state"):
        must(kinds.get(f"/v1/candidacies?{query}", kinds.token), 400, "PARAMETER_INVALID")


@suite.test
def a_cursor_outlives_another_spelling_of_its_list(kinds, world):
    for _ in range(2):
        world.organisms[0].counsellor.post("/v1/candidacies", {"candidate_id": world.candidate()["id"]}).must(201)
    cursor = json.loads(must(kinds.get("/v1/candidacies?state=CONTACT&state=INFORMED&limit=1", kinds.token), 200).body)["page"]["next_cursor"]
    must(kinds.get(f"/v1/candidacies?state=CONTACT,INFORMED&limit=1&cursor={cursor}", kinds.token), 200)


@suite.test
def any_other_parameter_comes_once(instance, kinds, world):
    body = world.identity()
    headers = kinds.token | {"Content-Type": "application/json"}
    with nothing_written(instance):
        for query in ("dry_run=true&dry_run=false", "dry_run=false&dry_run=true", "dry_run=true&dry_run=true", "dry_run=x&dry_run=false"):
            must(kinds.talk.ask("POST", f"/v1/candidates?{query}", headers, body), 400, "PARAMETER_REPEATED")
    for query in ("limit=1&limit=1", "cursor=x&cursor=x", "q=a&q=b"):
        reply = kinds.get(f"/v1/candidates?{query}", kinds.token)
        must(reply, 400, "UNKNOWN_PARAMETER" if reply.body and b"UNKNOWN_PARAMETER" in reply.body else "PARAMETER_REPEATED")


# --- pages of other origins ---

EARLY = {
    400: ["GET /v1/%41 HTTP/1.1\r\nHost: a\r\n{origin}\r\n", "GET /v1?a=%zz HTTP/1.1\r\nHost: a\r\n{origin}\r\n",
          "GET /v1 HTTP/1.1\r\n{origin}\r\n", "GET /v1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n{origin}\r\n",
          "POST /v1/candidates HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n{origin}\r\n",
          "POST /v1/candidates HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n{origin}\r\n",
          "POST /v1/candidates HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n{origin}\r\n",
          "GET http://a:x/v1 HTTP/1.1\r\nHost: a\r\n{origin}\r\n",
          # However many parameters there are: counted by us, recorded by nobody.
          *("GET /v1?" + "&".join(["a=b"] * many) + " HTTP/1.1\r\nHost: a\r\n{origin}\r\n" for many in (65, 238, 239, 240, 241, 400, 1000)),
          "GET /v1?" + "a?" * 300 + "&?" * 300 + " HTTP/1.1\r\nHost: a\r\n{origin}\r\n"],
    401: ["POST /v1/candidates HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n{origin}\r\n"],  # whose body is nobody's is not read
    413: ["POST /v1/candidates HTTP/1.1\r\nHost: a\r\n{key}Content-Length: 70000\r\n{origin}\r\n",
          "POST /v1/candidates HTTP/1.1\r\nHost: a\r\n{key}Content-Length: 99999999999999999999\r\n{origin}\r\n",
          "POST /v1/candidates HTTP/1.1\r\nHost: a\r\n{key}Transfer-Encoding: chunked\r\n{origin}\r\n11170\r\n" + "x" * 70000],
    414: ["GET /v1?a=" + "b" * 5000 + " HTTP/1.1\r\nHost: a\r\n{origin}\r\n"],
    417: ["GET /v1 HTTP/1.1\r\nHost: a\r\nExpect: x\r\n{origin}\r\n"],
    431: ["GET /v1 HTTP/1.1\r\nHost: a\r\n{origin}" + "X-A: b\r\n" * 120 + "\r\n"],
    501: ["FROB /v1 HTTP/1.1\r\nHost: a\r\n{origin}\r\n",
          "POST /v1/candidates HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n{origin}\r\n",
          "POST /v1/candidates HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n{origin}\r\n"],
}


def all_bytes(instance, text):
    with Raw(instance) as raw:
        raw.send(text.encode())
        raw.socket.settimeout(2)
        try:
            while raw._receive():
                pass
        except TimeoutError:
            pass
        return raw.buffer


@suite.test
def early_refusals_are_for_pages_too_and_have_one_head(instance, kinds):
    """Whose body is too large is said to callers who are known; nobody else's is looked at."""
    for status, texts in EARLY.items():
        for text in texts:
            whole = all_bytes(instance, text.replace("{key}", f"Authorization: {kinds.token['Authorization']}\r\n")
                              .replace("{origin}", f"Origin: {ORIGINS[0]}\r\nX-Request-Id: early-0123\r\n")).decode()
            head, _, body = whole.partition("\r\n\r\n")
            expect(head.startswith(f"HTTP/1.1 {status} "), f"wanted {status}: {text[:120]!r} -> {whole[:400]}")
            expect(not re.search(r"HTTP/1\.\d \d{3} ", body), f"two heads: {whole}")
            expect(f"\r\nAccess-Control-Allow-Origin: {ORIGINS[0]}\r\n" in head + "\r\n", f"{text[:120]!r} -> {head}")
            expect("X-Request-Id" in head.partition("Access-Control-Expose-Headers: ")[2].split("\r\n")[0], head)
            expect("Origin" in head.partition("\r\nVary: ")[2].split("\r\n")[0], head)
            problem = json.loads(body)
            expect_equal((problem["status"], problem["request_id"]), (status, "early-0123"), text[:120])
            answers.note(None, status, problem)


@suite.test
def every_answer_is_for_pages_of_known_origins(kinds):
    for origin in (*ORIGINS, "https://app.example.evil", "null"):
        page = {"Origin": origin}
        replies = [kinds.get(path, who, page | more) for path, who in kinds.reads for more in ({}, {"If-None-Match": "*"}, {"Accept": "x/y"})]
        replies += [kinds.talk.ask(method, path, who | page, body) for method, path, who, body in kinds.writes()]
        replies += [kinds.get(path, {}, page) for path in ("/v1/nothing", "/v1/candidates/", "/v1/candidates", "/v1/candidates/x")]
        replies += [kinds.talk.ask("OPTIONS", path, page | {"Access-Control-Request-Method": "PATCH"}) for path in ("/v1", "/v1/candidates", "/v1/x")]
        expect({reply.status // 100 for reply in replies} >= {2, 3, 4}, "the walk has lost a kind")
        for reply in replies:
            expect_equal(reply.headers.get("access-control-allow-origin"), origin if origin in ORIGINS else None, reply.asked)
            expect("Origin" in reply.headers["vary"], reply.asked)


@suite.test
def a_page_may_read_every_header_that_was_seen(kinds):
    """Of all that this suite has seen, whatever test came before; alone it sees less."""
    every_answer_is_for_pages_of_known_origins(kinds)
    exposed = kinds.get("/v1", {}, {"Origin": ORIGINS[0]}).headers["access-control-expose-headers"].lower().split(", ")
    expect_equal(sorted(seen_headers - set(exposed) - READABLE - NOT_FOR_PAGES), [], "headers that no page may read")
    wanted = ["etag", "location", "link", "ratelimit", "ratelimit-policy", "retry-after", "x-request-id", "idempotency-replayed",
              "deprecation", "sunset", "content-disposition", "preference-applied", "dry-run", "www-authenticate", "allow"]
    expect_equal([name for name in wanted if name not in exposed], [])
    allowed = kinds.talk.ask("OPTIONS", "/v1/candidates", {"Origin": ORIGINS[0], "Access-Control-Request-Method": "POST"})
    sent = allowed.headers["access-control-allow-headers"].lower().split(", ")
    wanted = ["authorization", "accept", "accept-language", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer",
              "traceparent", "tracestate", "x-request-id"]
    expect_equal([name for name in wanted if name not in sent], [])


def main():
    instance, world = support.start()
    try:
        world.set_today("2026-01-20")
        kinds = Kinds(instance, world)
        suite.run(sys.argv[1:], instance=instance, world=world, kinds=kinds)
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
