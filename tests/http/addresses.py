# SPDX-License-Identifier: EUPL-1.2
"""What stands in a path, and headers that cannot be read: told in words about them."""

import json

from harness.runner import expect, expect_equal
from rfc import HOST
from support import Raw
from talk import must

TESTS = []


def test(function):
    TESTS.append(function)
    return function


@test
def a_target_in_full_is_the_same_target(kinds):
    """RFC 9112, 3.2.2: a server takes it, in any spelling of the scheme; whom it names counts instead of Host."""
    for path, who in kinds.reads:
        plain = must(kinds.look(path, who), 200)
        for start in ("http://x", "HTTP://[::1]:8082", "hTTps://api.example:443"):
            full = must(kinds.get(start + path, who, method="HEAD"), 200)
            for name in ("etag", "content-length", "content-type"):
                expect_equal(full.headers.get(name), plain.headers.get(name), f"{full.asked} {name}")
    must(kinds.get("http://x/v1/candidates?limit=1", kinds.token), 200)
    must(kinds.get("http://x", {}), 404, "NOT_FOUND")
    must(kinds.get("http://x/v1/nothing", {}), 404, "NOT_FOUND")


@test
def hosts_are_read_strictly(instance):
    for host, status in HOST:
        for text in (f"GET /v1 HTTP/1.1\r\nHost: {host}\r\n\r\n", f"GET http://{host}/v1 HTTP/1.1\r\nHost: a\r\n\r\n"):
            with Raw(instance) as raw:
                raw.send(text.encode())
                reply = raw.reply()
            reply.asked = text
            must(reply, status, None if status == 200 else "HOST_INVALID")


@test
def blanks_around_what_was_pasted_are_forgiven(kinds):
    id_, reference = kinds.journey.id, kinds.journey.reference
    right = must(kinds.get(kinds.journey.path, kinds.token), 200).body
    for blank in ("%20", "%09", "%C2%A0", "%e2%80%af", "%0D%0A", "\u00a0"):
        for text in (f"{blank}{id_}", f"{id_}{blank}", f"{blank}{reference}{blank}", f"{reference[:4]}{blank}{reference[4:]}",
                     f"{blank}{reference.lower()}"):
            path = f"/v1/candidacies/{text}".encode().decode("latin-1")
            with Raw(kinds.instance) as raw:
                raw.send(f"GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: {kinds.token['Authorization']}\r\n\r\n".encode("latin-1"))
                reply = raw.reply()
            expect(reply.status == 200 and reply.body == right, f"{text!r} -> {reply}")
    moved = must(kinds.get(f"/v1/candidacies/%20{id_}/", kinds.token), 308)
    expect_equal(moved.headers["location"], f"/v1/candidacies/%20{id_}")
    # A code reads as a person types it: it is not there, but it is one.
    must(kinds.get("/v1/verifications/%20ABCDE%20fghjk-MNPQR%C2%A0stvwx012345%09", {}), 404, "CERTIFICATE_CODE_UNKNOWN")
    must(kinds.get("/v1/problems/%20NOT_FOUND", {}), 200)


@test
def what_cannot_stand_in_an_address_is_told_in_words_about_addresses(kinds):
    for path in ("/v1/candidacies/xyz", "/v1/candidacies/12", f"/v1/candidacies/{kinds.journey.id[:-1]}", "/v1/candidacies/%20",
                 "/v1/funding/xyz", "/v1/verifications/%20", f"/v1/evaluations/{kinds.journey.reference}"):
        reply = must(kinds.get(path, kinds.token), 400, "PATH_INVALID")
        error = json.loads(reply.body)["errors"][0]
        expect_equal(error["code"], "PATH_INVALID")
        expect(error["parameter"] in ("candidacy_id", "funding_id", "code", "evaluation_id"), error)
    for path in ("/v1/candidacies/caf%C3%A9", "/v1/candidacies/a%2Fb", "/v1/cand%20idates", "/v1/candidacies/a%00", "/v1/x%zz", "/v1/a;b"):
        must(kinds.get(path, kinds.token), 400, "PATH_INVALID")
    must(kinds.get("/v1/candidacies/DOS-2026-000001-00", kinds.token), 400, "REFERENCE_INVALID")
    must(kinds.get("/v1/candidacies/dos-2026", kinds.token), 400, "REFERENCE_INVALID")


@test
def a_header_that_cannot_be_read_is_named(kinds):
    once = ("Authorization", "Content-Type", "Idempotency-Key", "Origin", "X-Request-Id", "Access-Control-Request-Method", "Host")
    known = once + ("Accept", "Accept-Language", "If-Match", "If-None-Match", "Accept-Encoding", "Content-Encoding", "Expect")
    cases = [(name, f"{name}: a\r\n{name}: a\r\n") for name in once]
    cases += [(name, f"{name}: a\x01b\r\n") for name in known]
    cases += [("Transfer-Encoding", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"), ("Content-Length", "Content-Length: 1x\r\n"),
              ("Expect", "Expect: wonders\r\n")]
    for name, lines in cases:
        host = "" if name == "Host" else "Host: a\r\n"
        with Raw(kinds.instance) as raw:
            raw.send(f"GET /v1/me HTTP/1.1\r\n{host}{lines}\r\n".encode("latin-1"))
            reply = raw.reply()
        code = {"Host": "HOST_INVALID", "Expect": "EXPECTATION_FAILED"}.get(name, "HEADER_INVALID")
        if name == "Expect" and "\x01" in lines:
            code = "HEADER_INVALID"
        problem = json.loads(reply.body)
        expect_equal((reply.status, problem["code"]), (417 if code == "EXPECTATION_FAILED" else 400, code), repr(lines))
        expect_equal([error["header"] for error in problem["errors"]], [name], repr(lines))
