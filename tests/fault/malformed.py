# SPDX-License-Identifier: EUPL-1.2
"""Malformed and ambiguous requests against the real server: each is refused, or answered exactly once.

Behind each stands a hidden request that would create a candidate; if it was ever served, his name is in the database.
The classes are those of the parser's known weaknesses."""

import json

from support import Raw, Suite, expect

suite = Suite("malformed HTTP")

GET = "GET /v1/candidates?limit=1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n"
POST = ("POST /v1/candidates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: application/json\r\n")

# (head and body; {b} = a good body, {n} its length, {hidden} = the hidden request). No end of head is added.
CLASSES = {
    "host": [
        "GET /v1/candidates HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates HTTP/1.1\r\nHost: a\r\nHost: b\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates HTTP/1.1\r\nHost: a\r\nhost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates HTTP/1.1\r\nHost: a/b\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates HTTP/1.1\r\nHost:\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
    ],
    "space before the colon": [
        GET + "X-A : b\r\n\r\n{hidden}",
        POST + "Content-Length : {n}\r\n\r\n{b}{hidden}",
        POST + "Content-Length\t: {n}\r\n\r\n{b}{hidden}",
        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{hidden}",
    ],
    "folded line": [
        GET + "X-A: b\r\n c\r\n\r\n{hidden}",
        POST + "Content-Length: {n}\r\n 0\r\n\r\n{b}{hidden}",
        POST + "Transfer-Encoding: chunked\r\n x\r\n\r\n0\r\n\r\n{hidden}",
        POST + "Content-Length: 0\r\n\t{n}\r\n\r\n{b}{hidden}",
    ],
    "bare line feed": [
        "GET /v1/candidates HTTP/1.1\nHost: a\nAuthorization: Bearer {token}\n\n{hidden}",
        GET + "X-A: b\n\r\n{hidden}",
        POST + "X-A: b\nContent-Length: {n}\r\n\r\n{b}{hidden}",
        GET + "X-A: b\rContent-Length: 9\r\n\r\n{hidden}",
    ],
    "length with chunked": [
        POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
        POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{hidden}",
        POST + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
        POST + "Content-Length: {n}\r\nTransfer-Encoding: identity\r\n\r\n{b}{hidden}",
    ],
    "two lengths": [
        POST + "Content-Length: {n}\r\nContent-Length: 0\r\n\r\n{b}{hidden}",
        POST + "Content-Length: 0\r\nContent-Length: {n}\r\n\r\n{b}{hidden}",
        POST + "Content-Length: {n}\r\nContent-Length: {n}\r\n\r\n{b}{hidden}",
        POST + "Content-Length: {n}, {n}\r\n\r\n{b}{hidden}",
        POST + "Content-Length: +{n}\r\n\r\n{b}{hidden}",
        POST + "Content-Length: -1\r\n\r\n{b}{hidden}",
    ],
    "other coding": [
        POST + "Transfer-Encoding: gzip\r\n\r\n{b}{hidden}",
        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n{hidden}",
        POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{hidden}",
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{hidden}",
        POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n{hidden}",
    ],
    "unknown expectation": [
        POST + "Expect: 200-ok\r\nContent-Length: {n}\r\n\r\n{b}{hidden}",
        POST + "Expect: 100-continue, x\r\nContent-Length: {n}\r\n\r\n{b}{hidden}",
        POST + "Expect:\r\nContent-Length: {n}\r\n\r\n{b}{hidden}",
        GET + "Expect: anything\r\n\r\n{hidden}",
    ],
    "path": [
        "GET /v1/candidates%00/x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1%2fcandidates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/x/../candidates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET //v1/candidates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET http://a@b/v1/candidates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates?limit=%zz HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates\x00/x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
    ],
    "chunks": [
        POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{b}\r\n0\r\n\r\n{hidden}",
        POST + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{b}\r\n0\r\n\r\n{hidden}",
        POST + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n{hidden}",
        POST + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{b}{hidden}",
    ],
    "request line": [
        "GET /v1/candidates HTTP/1.1 x\r\nHost: a\r\n\r\n{hidden}",
        "FROB /v1/candidates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates HTTP/3.7\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n{hidden}",
        "GET /v1/candidates\r\n{hidden}",
    ],
}


def request(world, name):
    body = json.dumps(world.identity(birth_name=name))
    return (f"POST /v1/candidates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {world.organisms[0].counsellor.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}")


def case(instance, world, text, name):
    body = json.dumps(world.identity(birth_name=name + " ouvert"))
    token = world.organisms[0].counsellor.token
    for mark, value in (("{token}", token), ("{n}", str(len(body.encode()))), ("{b}", body),
                        ("{hidden}", request(world, name + " cache"))):
        text = text.replace(mark, value)
    with Raw(instance) as raw:
        raw.send(text.encode())
        replies = raw.replies(patience_s=1.5)
        is_closed = raw.is_closed
    expect(len(replies) <= 1, f"answered {len(replies)} times: {replies}")
    count = lambda label: int(instance.sql(f"select count(*) from candidate where birth_name = '{name} {label}'")[0][0])  # noqa: E731
    expect(count("cache") == 0, f"the hidden request was served, after {replies}")
    is_accepted = bool(replies) and replies[0].status < 400
    expect(count("ouvert") == (1 if replies and replies[0].status == 201 else 0), f"what was said and what was done differ: {replies}")
    expect(is_closed or is_accepted, f"refused with {replies} and left open")
    expect(not is_accepted, f"accepted: {replies}")


def add(class_, number, text):
    def run(instance, world):
        case(instance, world, text, f"Classe {class_} {'abcdefghij'[number]}")

    run.__name__ = f"{class_} {number + 1}: {text.split(chr(13))[0][:40]!r}"
    run.__module__ = __name__
    suite.tests.append(run)


for class_name, texts in CLASSES.items():
    for index, one in enumerate(texts):
        add(class_name, index, one)


@suite.test
def a_sound_request_behind_a_sound_request_is_served(instance, world):
    """The control: without it a server that refuses everything would pass."""
    with Raw(instance) as raw:
        raw.send((request(world, "Temoin un") + request(world, "Temoin deux")).encode())
        replies = raw.replies(patience_s=2)
    expect([reply.status for reply in replies] == [201, 201], replies)
    made = instance.sql("select count(*) from candidate where birth_name like 'Temoin %'")
    expect(made == [["2"]], made)
