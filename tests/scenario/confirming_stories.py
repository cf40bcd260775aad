# SPDX-License-Identifier: EUPL-1.2
"""Whoever is shown a certificate has what is printed on it confirmed (POST /v1/verifications): nothing is disclosed, nobody finds out
by trying, and nobody keeps others from asking (server/engine/guess.h)."""

import re
import time

from harness.second_server import SecondServer
from certificate_stories import certified, issue
from story import expect, expect_equal, story


def told(certificate, **changes):
    """What an employer reads on the paper that he is shown."""
    holder = certificate["holder"]
    printed = {"code": certificate["verification_code"], "number": certificate["number"],
               **{name: holder[name] for name in ("birth_name", "first_name_1", "birth_year", "birth_month", "birth_day")}}
    printed.update(changes)
    return {name: value for name, value in printed.items() if value is not None}


@story
def what_was_told_is_confirmed_and_nothing_is_disclosed(world):
    journey = certified(world, birth_name="Le Goff-Ãçzz", first_name_1="Élie", usage_name="Quéré")
    certificate = issue(world, journey).must(201)
    confirm = lambda **changes: world.public.post("/v1/verifications", told(certificate, **changes)).must(200)
    right = confirm(usage_name="quere", code=certificate["verification_code"].lower())
    expect_equal((right["status"], right["is_match"], right["title"]), ("VALID", True, certificate["title"]))
    expect_equal(set(right["matches"].values()), {True})
    for spelled in ("LE GOFF ACZZ", "le-goff-aczz", "Legoffaczz"):
        expect_equal(confirm(birth_name=spelled)["matches"]["birth_name"], True, spelled)
    wrong = confirm(birth_name="Le Gall", birth_year=1901)
    expect_equal((wrong["is_match"], wrong["matches"]), (False, {"number": True, "birth_name": False, "usage_name": None,
                                                                 "first_name_1": True, "birth_date": False}))
    expect_equal(confirm(birth_day=None)["matches"]["birth_date"], False, "the date is compared whole")
    only = world.public.post("/v1/verifications", {"code": certificate["verification_code"], "number": None, "birth_day": None}).must(200)
    expect_equal((only["status"], only["is_match"], set(only["matches"].values())), ("VALID", None, {None}))
    for reply in (right, wrong, only):
        expect(b"Goff" not in reply.raw and b"lie" not in reply.raw and certificate["number"].encode() not in reply.raw, reply.raw)
    other = certificate["verification_code"][:-1] + ("0" if certificate["verification_code"][-1] != "0" else "1")
    unknown = confirm(code=other)
    expect_equal((unknown["status"], unknown["is_match"], unknown["title"]), ("UNKNOWN", False, None))
    expect_equal(unknown.body.keys(), right.body.keys(), "the same shape")
    expect_equal(set(unknown["matches"].values()), {False, None})


def asks(server, world, certificate, address="192.0.2.1", **changes):
    return server.client(world.public).post("/v1/verifications", told(certificate, **changes), headers={"X-Forwarded-For": address})


def as_if_at_once(reply):
    """An answer without what the seconds between two of them change."""
    headers = {name.lower(): value for name, value in reply.headers.items() if name.lower() not in ("date", "x-request-id")}
    return re.sub(r"\d+", "N", str(sorted(headers.items()))), re.sub(r"\d+", "N", str(sorted((reply.body | {"request_id": None}).items())))


def spend(server, world, certificate, addresses=40):
    """Wrong claims from many addresses, until nobody is let through at once; the last refusal."""
    for number in range(1, 1 + addresses):
        address = f"198.51.100.{number}"
        for year in range(1930, 1940):
            reply = asks(server, world, certificate, address, birth_year=year)
            if reply.status == 429 and '"guessed"' in reply.headers["RateLimit"]:
                return reply
            if reply.status == 429:
                break
    raise AssertionError(f"{addresses} addresses do not fill the bound of all")


@story
def a_certificate_is_no_oracle(instance, world):
    """Whoever has a code may be wrong a few times an hour; what is right counts nowhere, and a refusal is the same of both."""
    first, second = (issue(world, certified(world)).must(201) for _ in range(2))
    with SecondServer(instance, CLEA_LIMITS_GUESSES_PER_HOUR="20", CLEA_HTTP_PROXIES="127.0.0.0/8") as server:
        ask = lambda certificate, address="192.0.2.1", **changes: asks(server, world, certificate, address, **changes)
        for year in range(1930, 1940):
            expect_equal(ask(first, birth_year=year).must(200)["matches"]["birth_date"], False)
        refused = [ask(first, **changes).must_refuse("TOO_MANY_ATTEMPTS", 429) for changes in ({}, {"birth_year": 1950}, {"birth_name": "Nemo"}, {})]
        expect(int(refused[0].headers["Retry-After"]) > 60, refused[0])
        shown = {as_if_at_once(reply) for reply in refused}
        expect_equal(len(shown), 1, f"a refusal of what is right and of what is wrong: {shown}")
        expect_equal(ask(second).must(200)["is_match"], True, "another one")
        expect_equal(ask(first, "192.0.2.2").must(200)["is_match"], True, "somebody else")
        for _ in range(30):
            expect_equal(ask(first, "192.0.2.2").must(200)["is_match"], True, "what is right is no guess")
        for number in range(1, 11):
            ask(first, f"2001:db8::{number}", birth_year=1950).must(200)
        ask(first, "2001:db8::ff").must(429)  # the same network
        ask(first, birth_year=None).must(422)
        for _ in range(3):  # the code alone guesses at nothing
            server.client(world.public).post("/v1/verifications", {"code": first["verification_code"]}).must(200)
            server.client(world.public).get(f"/v1/verifications/{first['verification_code']}").must(200)


@story
def nobody_keeps_others_from_confirming_a_certificate(instance, world):
    """Beyond what all together may guess there is a line: whoever comes back at the time that was told is answered, whatever others do."""
    certificate = issue(world, certified(world)).must(201)
    with SecondServer(instance, CLEA_LIMITS_GUESSES_PER_HOUR="900", CLEA_HTTP_PROXIES="127.0.0.0/8") as server:  # one a second, of all together
        ask = lambda address, **changes: asks(server, world, certificate, address, **changes)
        began = time.monotonic()
        refused = spend(server, world, certificate)
        expect_equal(refused.code, "TOO_MANY_ATTEMPTS")
        stranger = lambda number: ask(f"203.0.113.{number}", birth_year=1950)
        ahead = [int(stranger(number).must(429).headers["Retry-After"]) for number in range(1, 7)]
        expect(all(before <= after for before, after in zip(ahead, ahead[1:])), ahead)
        mine = ask("192.0.2.7").must_refuse("TOO_MANY_ATTEMPTS", 429)
        wait, came = int(mine.headers["Retry-After"]), time.monotonic()
        expect(ahead[-1] <= wait <= ahead[-1] + 2, (ahead, wait))
        tries = 0
        while time.monotonic() < came + wait:  # the strangers go on, from more and more addresses
            tries += 1
            stranger(10 + tries % 200)
            time.sleep(0.05)
        expect_equal(ask("192.0.2.7").must(200)["is_match"], True, "who comes at the time that was told")
        answered = sum(stranger(number).status == 200 for number in range(1, 240))
        expect(answered <= 1 + time.monotonic() - began, f"{answered} guesses at once, behind a line")
        server.client(world.public).get(f"/v1/verifications/{certificate['verification_code']}").must(200)


@story
def what_is_told_must_be_possible(world):
    certificate = issue(world, certified(world)).must(201)
    ask = lambda body: world.public.post("/v1/verifications", body)
    expect_equal(ask({}).must(422).errors, {"/code": "REQUIRED"})
    expect_equal(ask(told(certificate, code="not a code")).must(422).errors, {"/code": "CODE_INVALID"})
    expect_equal(ask(told(certificate, birth_year=None)).must(422).errors, {"/birth_year": "BIRTH_DATE_INCOMPLETE"})
    expect_equal(ask(told(certificate, birth_month=2, birth_day=31)).must(422).errors, {"/birth_day": "DATE_INVALID"})
    expect_equal(ask(told(certificate, number="CLEA-2026-000001-00")).must(400).errors, {"/number": "REFERENCE_INVALID"})
