# SPDX-License-Identifier: EUPL-1.2
"""How often somebody may ask: who is counted, and who is not."""

import asyncio
import time
import uuid

import support
from harness.runner import Suite, expect, expect_equal
from revocation import revoke, spare
from served import key_of, metrics, restart
from wire import Connection, Still, request

suite = Suite("crowd")


@suite.test
def asking_has_limits(instance, world):
    """Each key, each address that shows no key, each address that shows wrong ones; and whoever is within his is served."""
    first, second = world.organisms[0].referent, world.organisms[1].referent
    before = restart(instance, CLEA_LIMITS_REQUESTS_PER_MINUTE="20", CLEA_LIMITS_ADDRESS_PER_MINUTE="10",
                     CLEA_LIMITS_WRONG_KEYS_PER_MINUTE="10")
    verification = "/v1/verifications/AAAA-AAAA-AAAA-AAAA"
    try:
        answered = first.get("/v1/me").must(200)
        expect_equal(answered.headers["RateLimit-Policy"], '"default";q=20;w=60')
        expect(answered.headers["RateLimit"].startswith('"default";r=19;t='), answered.headers["RateLimit"])
        asked = [first.get("/v1/me") for _ in range(25)]
        expect_equal([reply.status for reply in asked[:19]], [200] * 19)
        refused = asked[-1].must_refuse("QUOTA_EXCEEDED", 429)
        expect(0 < int(refused.headers["Retry-After"]) <= 3, refused.headers["Retry-After"])
        expect('"default";r=0;t=' in refused.headers["RateLimit"], refused.headers["RateLimit"])
        second.get("/v1/me").must(200)

        open_ = [asyncio.run(Connection(instance.port).ask(request("GET", verification))) for _ in range(14)]
        expect(open_[0].status != 429, open_[0])
        expect_equal([answer.status for answer in open_[10:]], [429] * 4)
        expect(b'"QUOTA_EXCEEDED"' in open_[-1].body, open_[-1])
        second.get("/v1/me").must(200)

        wrong = key_of(first)[:-8] + "AAAAAAAA"
        guesses = [asyncio.run(Connection(instance.port).ask(request("GET", "/v1/me", wrong))) for _ in range(14)]
        expect_equal([answer.status for answer in guesses], [401] * 10 + [429] * 4)
        expect(all(answer.says_when for answer in guesses), guesses[-1])
        expect(b'"TOO_MANY_ATTEMPTS"' in guesses[-1].body, guesses[-1])
        second.get("/v1/me").must(200)
    finally:
        restart(instance, **before)


@suite.test
def who_is_known_and_opens_nothing_is_told_so_often_and_no_more(instance, world):
    """A key that has ended, and one that names a function that it does not have: each for itself."""
    ended, other = spare(world), spare(world)
    nobodys = {"Clea-Function": str(uuid.uuid4())}
    before = restart(instance, CLEA_LIMITS_WRONG_KEYS_PER_MINUTE="10")
    try:
        ended.get("/v1/me").must(200)
        revoke(instance, ended)
        support.wait_for(lambda: ended.get("/v1/me").status == 401, about="the end of the key")
        told = [ended.get("/v1/me") for _ in range(30)]
        expect(5 < sum(reply.status == 401 for reply in told) < 11 and {reply.status for reply in told} == {401, 429}, told)
        told[-1].must_refuse("TOO_MANY_ATTEMPTS", 429)
        asked = metrics(instance)['clea_credential_lookups_total{answer="asked"}']
        expect(all(ended.get("/v1/me").status == 429 for _ in range(20)), "it is told again")
        expect(metrics(instance)['clea_credential_lookups_total{answer="asked"}'] <= asked + 1, "the database is asked each time")
        expect(told[-1].headers["Retry-After"], told[-1])
        told = [other.get("/v1/candidacies", headers=nobodys) for _ in range(30)]
        expect_equal([reply.status for reply in told[:10]], [403] * 10)
        expect_equal({reply.status for reply in told[12:]}, {429})
        other.get("/v1/candidacies").must(200)  # what it does open, it opens
    finally:
        restart(instance, **before)


@suite.test
def a_body_that_never_comes_spends_nothing_of_what_others_share(instance, world):
    counsellor = world.organisms[0].counsellor
    before = restart(instance, CLEA_LIMITS_IDENTITY_PER_MINUTE="10")  # one of them takes half
    head = (f"POST /v1/candidates HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key_of(counsellor)}\r\nContent-Type: application/json\r\n"
            "Idempotency-Key: KEY\r\nContent-Length: 400\r\n\r\n{")
    crowd = []
    try:
        crowd = [Still(instance.port, head.replace("KEY", str(uuid.uuid4())).encode()) for _ in range(40)]
        time.sleep(0.3)
        for _ in range(5):
            counsellor.post("/v1/candidates", world.identity()).must(201)
        counsellor.post("/v1/candidates", world.identity()).must_refuse("RATE_LIMITED", 429)
        counsellor.post("/v1/candidates", {}).must_refuse("RATE_LIMITED", 429)
    finally:
        for one in crowd:
            one.close()
        restart(instance, **before)
