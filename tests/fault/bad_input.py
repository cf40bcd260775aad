# SPDX-License-Identifier: EUPL-1.2
"""Bad input: a clear error, all of it at once, and nothing written."""

import json

from support import Suite, expect, expect_equal, nothing_written

suite = Suite("bad input")
PATH = "/v1/candidates"


def refused(instance, world, cases):
    """cases: (bytes, code, pointer or None)"""
    with nothing_written(instance):
        for raw, code, pointer in cases:
            reply = world.organisms[0].counsellor.post(PATH, raw=raw)
            status = 400 if pointer is None else 422
            reply.must_refuse(code, status)
            expect(reply.headers["Content-Type"].startswith("application/problem+json"), reply)
            expect(reply["detail"] and reply["title"], f"no words: {reply}")
            if pointer is None:  # the text itself: where it could not be read any more
                where = next(error for error in reply["errors"] if error["code"] == code)
                expect(where["params"]["line"] >= 1 and where["params"]["column"] >= 1 and "pointer" in where, f"not said where: {reply}")
            else:
                expect_equal(reply.code, "VALIDATION_FAILED")
                expect_equal(reply.errors.get(pointer), code, f"{raw[:80]!r} at {pointer}")


def document(**members):
    return json.dumps({"birth_name": "Xx", "first_name_1": "Yy"} | members).encode()


@suite.test
def malformed_json(instance, world):
    good = document()
    refused(instance, world, [
        (b"{", "MALFORMED_JSON", None),
        (b"null", "TYPE", ""),
        (b'"text"', "TYPE", ""),
        (b"[]", "TYPE", ""),
        (b"[" + good + b"]", "TYPE", ""),
        (good + b"x", "MALFORMED_JSON", None),
        (good + good, "MALFORMED_JSON", None),
        (good[:-1] + b",}", "MALFORMED_JSON", None),
        (good.replace(b'"', b"'"), "MALFORMED_JSON", None),
        (b"\xef\xbb\xbf" + good[:-1], "MALFORMED_JSON", None),  # a mark in front is passed over; what follows is read
        (b" \xef\xbb\xbf" + good, "MALFORMED_JSON", None),
        (good[:-1] + b', "birth_year": 01988}', "MALFORMED_JSON", None),
        (good[:-1] + b', "birth_year": NaN}', "MALFORMED_JSON", None),
        (good[:-1] + b', "birth_year": 1e999}', "TYPE", "/birth_year"),
        (good[:-1] + b', "birth_year": 99999999999999999999}', "RANGE", "/birth_year"),
        (good[:-1] + b', "city": "a\nb"}', "MALFORMED_JSON", None),
        (good[:-1] + b', "city": "\\u0000"}', "CHARACTER_INVALID", "/city"),
        (good[:-1] + b', "city": "\\ud800"}', "MALFORMED_JSON", None),
    ])


@suite.test
def text_that_is_not_utf8(instance, world):
    good = document()
    refused(instance, world, [
        (good[:-1] + b', "city": "\xff"}', "INVALID_UTF8", None),
        (good[:-1] + b', "city": "\xc0\xaf"}', "INVALID_UTF8", None),
        (good[:-1] + b', "city": "\xed\xa0\x80"}', "INVALID_UTF8", None),
    ])


@suite.test
def a_member_twice(instance, world):
    good = document()
    refused(instance, world, [
        (good[:-1] + b', "birth_name": "Zz"}', "DUPLICATE_MEMBER", None),
        (good[:-1] + b', "unknown": {"a": 1, "a": 2}}', "DUPLICATE_MEMBER", None),
    ])


@suite.test
def nesting_without_end(instance, world):
    refused(instance, world, [
        (b'{"a":' * 17 + b"1" + b"}" * 17, "NESTING_TOO_DEEP", None),
        (b"[" * 5000 + b"]" * 5000, "NESTING_TOO_DEEP", None),
        (b'{"a":' * 9000, "NESTING_TOO_DEEP", None),
    ])


@suite.test
def values_of_the_wrong_type(instance, world):
    refused(instance, world, [
        (document(birth_name=5), "TYPE", "/birth_name"),
        (document(birth_name=["Xx"]), "TYPE", "/birth_name"),
        (document(birth_year="1988"), "TYPE", "/birth_year"),
        (document(birth_year=1988.0), "TYPE", "/birth_year"),
        (document(birth_year=True), "TYPE", "/birth_year"),
        (document(birth_year=2**53), "RANGE", "/birth_year"),
        (document(birth_year=1899), "RANGE", "/birth_year"),
        (document(birth_month=13), "RANGE", "/birth_month"),
        (document(sex="X"), "ENUM", "/sex"),
        (document(sex="f"), "ENUM", "/sex"),
        (document(city={"a": 1}), "TYPE", "/city"),
    ])


@suite.test
def values_that_break_a_rule(instance, world):
    refused(instance, world, [
        (json.dumps({"first_name_1": "Yy"}).encode(), "REQUIRED", "/birth_name"),
        (document(birth_name=None), "NULL_NOT_ALLOWED", "/birth_name"),
        (document(birth_name=""), "MIN_LENGTH", "/birth_name"),
        (document(birth_name="   "), "MIN_LENGTH", "/birth_name"),
        (document(birth_name="é" * 61), "MAX_LENGTH", "/birth_name"),
        (document(birth_name="a\tb"), "CHARACTER_INVALID", "/birth_name"),
        (document(birth_year=2001, birth_month=2, birth_day=29), "DATE_INVALID", "/birth_day"),
        (document(email="nobody"), "EMAIL_INVALID", "/email"),
        (document(email="a@b@c.fr"), "EMAIL_INVALID", "/email"),
        (document(phone="call me"), "PHONE_INVALID", "/phone"),
        (document(employer_siret="12345678901234"), "SIRET_INVALID", "/employer_siret"),
        *((document(postal_code=code), "POSTAL_CODE_INVALID", "/postal_code") for code in ("00000", "5900A")),
        (document(postal_code="59 00"), "MIN_LENGTH", "/postal_code"),  # blanks between digits are forgiven, digits that lack are not
        *((document(region=region), "ENUM", "/region") for region in ("Hauts de France", "Nord-Pas-de-Calais", "32")),
        (document(birth_commune_insee="5935A"), "INSEE_CODE_INVALID", "/birth_commune_insee"),
    ])


@suite.test
def members_nobody_knows_and_members_that_are_ours(instance, world):
    refused(instance, world, [
        (document(brith_year=1988), "UNKNOWN_FIELD", "/brith_year"),
        (document(**{"a/b~c": 1}), "UNKNOWN_FIELD", "/a~1b~0c"),
        (document(id="01890000-0000-7000-8000-000000000000"), "READ_ONLY_FIELD", "/id"),
        (document(version=7), "READ_ONLY_FIELD", "/version"),
        (document(reference="CAN-2026-000001-17"), "READ_ONLY_FIELD", "/reference"),
        (document(status="ACTIVE"), "READ_ONLY_FIELD", "/status"),
    ])


@suite.test
def all_errors_come_at_once(instance, world):
    with nothing_written(instance):
        reply = world.organisms[0].counsellor.post(PATH, {"birth_year": "x", "sex": "X", "unknown": 1}).must(422)
        expect_equal(reply.errors, {"/birth_name": "REQUIRED", "/first_name_1": "REQUIRED", "/birth_year": "TYPE",
                                    "/sex": "ENUM", "/unknown": "UNKNOWN_FIELD"})
        # Members, and rules across them: the date, the place.
        reply = world.organisms[0].counsellor.post(PATH, {"birth_name": "X", "first_name_1": "", "birth_year": 1989, "birth_month": 2, "birth_day": 30,
                                                          "birth_commune_insee": "59350", "birth_country_code": "131"}).must(422)
        expect_equal(reply.errors, {"/first_name_1": "MIN_LENGTH", "/birth_day": "DATE_INVALID", "/birth_country_code": "BIRTHPLACE_MISMATCH"})
        reply = world.organisms[0].counsellor.post(PATH, json.loads(document(birth_day=12))).must(422)
        expect_equal(reply.errors, {"/birth_month": "BIRTH_DATE_INCOMPLETE", "/birth_year": "BIRTH_DATE_INCOMPLETE"})
        many = world.organisms[0].counsellor.post(PATH, {f"unknown_{i}": i for i in range(300)}).must(422)
        expect(90 <= len(many["errors"]) <= 100, f"{len(many['errors'])} errors")


@suite.test
def a_body_over_the_limit(instance, world):
    client = world.organisms[0].counsellor
    with nothing_written(instance):
        client.post(PATH, raw=document(city="x" * 70000), checks=False).must_refuse("BODY_TOO_LARGE", 413)
        client.post(PATH, raw=document()[:-1] + b" " * 65500 + b"}", checks=False).must_refuse("BODY_TOO_LARGE", 413)
    client.get(PATH).must(200)


@suite.test
def chunked_bodies_have_the_same_limit(instance, world):
    client = world.organisms[0].counsellor.clone()

    def pieces():
        yield document()[:-1]
        for _ in range(80):
            yield b" " * 1024
        yield b"}"

    with nothing_written(instance):
        import http.client
        connection = http.client.HTTPConnection(client.address, timeout=20)
        try:
            connection.request("POST", PATH, pieces(), {"Authorization": f"Bearer {client.token}",
                                                        "Content-Type": "application/json", "Transfer-Encoding": "chunked"},
                               encode_chunked=True)
            expect_equal(connection.getresponse().status, 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused while we were still talking
        finally:
            connection.close()


@suite.test
def an_error_never_echoes_what_was_typed(world):
    secret = "Zorglub-1234567"
    for raw in (json.dumps({"birth_name": secret * 9, "first_name_1": "Y"}).encode(), json.dumps({"birth_name": secret}).encode(),
                b'{"birth_name": "' + secret.encode() + b'", "birth_year": }', document(email=secret)):
        reply = world.organisms[0].counsellor.post(PATH, raw=raw)
        expect(reply.status in (400, 422) and secret.encode() not in reply.raw, reply)


@suite.test
def text_is_data_whatever_it_says(instance, world):
    """Quotes, percent signs, backslashes, braces: stored as written. What papers show takes right-to-left and four-byte characters of no
    font: they are refused by name, and looked for all the same."""
    client = world.organisms[0].counsellor
    for text in ("Ægir 🎓", "سلام"):
        refused = client.post(PATH, world.identity(address_line_1=text, city=text)).must(422).errors
        expect_equal(refused, dict.fromkeys(("/address_line_1", "/city"), "CHARACTER_NOT_DRAWN"), text)
        client.post(f"{PATH}/searches", {"name": f"{text} {text}"}).must(200, 422)
    for text in ("O'Neil; drop table candidate; --", 'He said "hi" \\ {a,b} NULL', "%s%n$1", "Ægir", "{", "null"):
        made = client.post(PATH, world.identity(address_line_1=text, city=text)).must(201)
        expect_equal((made["address_line_1"], made["city"]), (text, text))
        expect_equal(client.get(f"{PATH}/{made['id']}")["city"], text)
        found = client.post(f"{PATH}/searches", {"name": f"{text} {text}"}).must(200, 422)
        expect(found.status == 200 or found.errors["/name"] == "NAME_INVALID", found)
