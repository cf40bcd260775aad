# SPDX-License-Identifier: EUPL-1.2
"""Tokens that must not open anything: each is 401 with error="invalid_token" and one and the same text, and costs the database nothing,
which stands still meanwhile. What was wrong with each is told by a counter alone."""

import base64
import json
import time

from support import ALGORITHMS, AUDIENCE, Client, Counted, expect, expect_equal, frozen_database, suite

NEVER_TOLD = ("id", "instance", "request_id")


def refused(instance, token, checks=True):
    """The reply to a token, which is that to any other wrong token."""
    reply = Client(instance.base_url, token, timeout_s=5).send("GET", "/v1/me", checks=checks)
    expect_equal((reply.status, reply.code), (401, "TOKEN_INVALID"), token[:200])
    expect('error="invalid_token"' in reply.headers["WWW-Authenticate"], reply.headers["WWW-Authenticate"])
    return {name: value for name, value in reply.body.items() if name not in NEVER_TOLD}


def parts_of(token):
    return token.split(".")


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encoded(text):
    return base64.urlsafe_b64encode(text if isinstance(text, bytes) else text.encode()).rstrip(b"=").decode()


def forged(token):
    """The same with another signature."""
    head, claims, signature = parts_of(token)
    return f"{head}.{claims}.{encoded(bytes(byte ^ 1 for byte in decoded(signature)))}"


def with_header(identities, algorithm="ES256", without=(), **members):
    header = identities.header(algorithm, **members)
    for name in without:
        del header[name]
    return identities.sign(header, identities.claims(), algorithm)


def with_claims(identities, without=(), **members):
    claims = identities.claims(**members)
    for name in without:
        del claims[name]
    return identities.sign(identities.header(), claims, "ES256")


def public_key(identities):
    return identities.tell("state")["keys"]["RS256"]


def twice(mapping, name, value):
    """A JSON object in which a member stands a second time."""
    return json.dumps(mapping)[:-1] + f",{json.dumps(name)}:{json.dumps(value)}}}"


def deep(levels):
    return json.loads("[" * levels + "]" * levels)


# name: (what is wrong, as the counter has it; the token)
ATTACKS = {
    # the signature
    "signed by a stranger's key": ("signature", lambda i: i.sign(i.header(), i.claims(), "stranger:ES256")),
    "signed by a stranger's RSA key": ("signature", lambda i: i.sign(i.header("RS256"), i.claims(), "stranger:RS256")),
    "signed by a stranger's Ed25519 key": ("signature", lambda i: i.sign(i.header("EdDSA"), i.claims(), "stranger:EdDSA")),
    "signature of another token": ("signature", lambda i: ".".join(parts_of(i.token())[:2] + [parts_of(i.token(sub="berthe"))[2]])),
    "signature cut": ("signature", lambda i: i.token()[:-6]),
    "signature of zeros": ("signature", lambda i: ".".join(parts_of(i.token())[:2] + [encoded(bytes(64))])),
    "signature of one byte": ("signature", lambda i: ".".join(parts_of(i.token())[:2] + ["AA"])),
    "signature in DER": ("signature", lambda i: ".".join(parts_of(i.token())[:2] + [encoded(b"\x30\x06\x02\x01\x01\x02\x01\x01")])),
    "no signature": ("form", lambda i: i.sign(i.header(), i.claims(), "")),
    # the algorithm
    "none": ("algorithm", lambda i: i.sign(i.header(alg="none"), i.claims(), "") + "AA"),
    "none, with a signature": ("algorithm", lambda i: with_header(i, alg="none")),
    "None": ("algorithm", lambda i: with_header(i, alg="None")),
    "the public RSA key as a shared secret": ("algorithm", lambda i: i.sign(i.header("RS256") | {"alg": "HS256"}, i.claims(), "hmac:RS256")),
    "the same, told to be RS256": ("signature", lambda i: i.sign(i.header("RS256"), i.claims(), "hmac:RS256")),
    "RS256 said, under the key of ES256": ("algorithm", lambda i: i.sign(i.header() | {"alg": "RS256"}, i.claims(), "RS256")),
    "ES256 said, under the key of RS256": ("algorithm", lambda i: i.sign(i.header("RS256") | {"alg": "ES256"}, i.claims(), "ES256")),
    "EdDSA said, under the key of ES256": ("algorithm", lambda i: i.sign(i.header() | {"alg": "EdDSA"}, i.claims(), "EdDSA")),
    "RS512": ("algorithm", lambda i: with_header(i, "RS256", alg="RS512")),
    "PS256": ("algorithm", lambda i: with_header(i, "RS256", alg="PS256")),
    "ES384": ("algorithm", lambda i: with_header(i, alg="ES384")),
    "an algorithm in small letters": ("algorithm", lambda i: with_header(i, alg="es256")),
    "no algorithm": ("algorithm", lambda i: with_header(i, without=["alg"])),
    # keys that a token brings
    "jku": ("own_key", lambda i: with_header(i, jku=f"{i.issuer}/jwks")),
    "jku of a stranger": ("own_key", lambda i: with_header(i, jku="http://127.0.0.1:1/jwks")),
    "x5u": ("own_key", lambda i: with_header(i, x5u=f"{i.issuer}/x5u")),
    "a key of its own": ("own_key", lambda i: i.sign(i.header("RS256", jwk=public_key(i)), i.claims(), "stranger:RS256")),
    "a certificate of its own": ("own_key", lambda i: with_header(i, x5c=["AA"])),
    "no kid": ("key_id", lambda i: with_header(i, without=["kid"])),
    "an empty kid": ("key_id", lambda i: with_header(i, kid="")),
    "a kid that is a path": ("key_unknown", lambda i: with_header(i, kid="../../dev/null")),
    "a kid that is SQL": ("key_unknown", lambda i: with_header(i, kid="' or '1'='1")),
    "a kid that is too long": ("key_id", lambda i: with_header(i, kid="k" * 256)),
    "crit": ("critical", lambda i: with_header(i, crit=["exp"])),
    "b64": ("critical", lambda i: with_header(i, b64=False, crit=["b64"])),
    # the sort of token
    "no type": ("type", lambda i: with_header(i, without=["typ"])),
    "an id token": ("type", lambda i: with_header(i, typ="JWT")),
    "a logout token": ("type", lambda i: with_header(i, typ="logout+jwt")),
    "a client assertion": ("type", lambda i: i.tell("assertion")["assertion"]),
    # whose it is, and for whom
    "another issuer": ("issuer", lambda i: with_claims(i, iss="https://id.example")),
    "the issuer with a slash": ("issuer", lambda i: with_claims(i, iss=i.issuer + "/")),
    "no issuer": ("issuer", lambda i: with_claims(i, without=["iss"])),
    "two issuers": ("issuer", lambda i: with_claims(i, iss=[i.issuer])),
    "another audience": ("audience", lambda i: with_claims(i, aud="another-api")),
    "an audience that begins like ours": ("audience", lambda i: with_claims(i, aud=AUDIENCE + "-of-another")),
    "no audience": ("audience", lambda i: with_claims(i, without=["aud"])),
    "audiences without ours": ("audience", lambda i: with_claims(i, aud=["a", "b"])),
    "no subject": ("claims", lambda i: with_claims(i, without=["sub"])),
    "an empty subject": ("claims", lambda i: with_claims(i, sub="")),
    "a subject that is a number": ("claims", lambda i: with_claims(i, sub=12)),
    "a subject that is too long": ("claims", lambda i: with_claims(i, sub="s" * 256)),
    "a subject with a NUL": ("claims", lambda i: with_claims(i, sub="anne\0")),
    "a scope that is a number": ("claims", lambda i: with_claims(i, scope=7)),
    # its time
    "expired, and forged": ("expired", lambda i: forged(with_claims(i, iat=int(time.time()) - 400, exp=int(time.time()) - 31))),
    "expired long ago, and forged": ("expired", lambda i: forged(with_claims(i, iat=1, exp=2))),
    "expired, and of a key that nobody has": ("expired", lambda i: i.sign(i.header("ES256", kid="nobody"), i.claims(iat=1, exp=2), "ES256")),
    "no expiry": ("claims", lambda i: with_claims(i, without=["exp"])),
    "an expiry that is a text": ("claims", lambda i: with_claims(i, exp=str(int(time.time()) + 300))),
    "an expiry beyond all time": ("claims", lambda i: with_claims(i, exp=2 ** 62)),
    "an expiry with a fraction": ("claims", lambda i: with_claims(i, exp=time.time() + 300.5)),
    "good for more than a day": ("lifetime", lambda i: with_claims(i, exp=int(time.time()) + 100_000)),
    "not yet valid": ("early", lambda i: with_claims(i, nbf=int(time.time()) + 60)),
    "issued in the future": ("early", lambda i: with_claims(i, iat=int(time.time()) + 60)),
    "never issued": ("claims", lambda i: with_claims(i, without=["iat"])),
    # its form
    "empty parts": ("form", lambda i: ".."),
    "two parts": ("form", lambda i: ".".join(parts_of(i.token())[:2])),
    "four parts": ("form", lambda i: i.token() + ".AA"),
    "five parts, as if encrypted": ("form", lambda i: i.token() + ".AA.AA"),
    "padding": ("form", lambda i: i.token() + "=="),
    "base64 that is not base64url": ("form", lambda i: "+/" + i.token()[2:]),
    "bits left over": ("form", lambda i: ".".join(parts_of(i.token())[:2] + ["AB"])),
    "a header twice over": ("header", lambda i: i.sign(twice(i.header(), "alg", "none"), i.claims(), "ES256")),
    "a kid twice": ("header", lambda i: i.sign(twice(i.header(), "kid", i.key_id()), i.claims(), "ES256")),
    "a subject twice": ("claims", lambda i: i.sign(i.header(), twice(i.claims(), "sub", "admin"), "ES256")),
    "an expiry twice": ("claims", lambda i: i.sign(i.header(), twice(i.claims(), "exp", 9999999999), "ES256")),
    "a header that is a list": ("header", lambda i: i.sign("[]", i.claims(), "ES256")),
    "claims that are a list": ("claims", lambda i: i.sign(i.header(), "[]", "ES256")),
    "claims that are no JSON": ("claims", lambda i: i.sign(i.header(), "sub=anne", "ES256")),
    "claims with something behind them": ("claims", lambda i: i.sign(i.header(), json.dumps(i.claims()) + "{}", "ES256")),
    "deep claims": ("claims", lambda i: with_claims(i, deep=deep(17))),
    "claims deeper than a stack": ("claims", lambda i: with_claims(i, deep=deep(900))),
    "deep header": ("header", lambda i: with_header(i, deep=deep(17))),
    "a large header": ("form", lambda i: with_header(i, pad="p" * 1100)),
    "oversize": ("size", lambda i: with_claims(i, pad="p" * 5200)),
}


@suite.test
def every_attack_is_refused_alike_and_costs_the_database_nothing(instance, identities):
    """PostgreSQL is stopped while they come: who asked it would wait, and be answered 503."""
    tokens = {name: make(identities) for name, (_, make) in ATTACKS.items()}
    wrong, texts = [], set()
    with frozen_database(instance):
        # The first unknown kid sends for the keys; so does none of the others, for a minute.
        refused(instance, tokens["a kid that is a path"])
        for name, (fault, _) in ATTACKS.items():
            counted = Counted(instance)
            started = time.monotonic()
            text = refused(instance, tokens[name])
            texts.add(json.dumps(text, sort_keys=True))
            if counted["fault", fault] != 1:
                wrong.append(f"{name}: not counted as {fault}")
            if time.monotonic() - started > 2:
                wrong.append(f"{name}: it took {time.monotonic() - started:.1f} s")
    expect_equal(wrong, [])
    expect_equal(len(texts), 1, f"an attacker learns what was wrong: {texts}")
    expect(len(ATTACKS) > 70, "hardly an attack")


@suite.test
def each_sound_token_is_verified(instance, identities):
    """The counterpart: what the attacks alter is right before."""
    counted = Counted(instance)
    now = int(time.time())
    sound = [identities.token(algorithm) for algorithm in ALGORITHMS]
    sound.append(with_header(identities, typ="application/at+jwt"))
    sound.append(with_claims(identities, aud=["another", AUDIENCE]))
    sound.append(with_claims(identities, exp=now - 20))
    sound.append(with_claims(identities, nbf=now + 20, iat=now + 20))
    sound.append(with_claims(identities, without=["jti", "client_id", "scope"]))
    for token in sound:
        Client(instance.base_url, token).send("GET", "/v1/me")
    expect_equal((counted["answer", "verified"], counted["answer", "refused"]), (len(sound), 0))


@suite.test
def what_has_expired_is_told_to_its_holder_alone(instance, identities):
    """Only who has a genuine token learns that it is too old: one made up is refused like any other."""
    Client(instance.base_url, identities.token()).send("GET", "/v1/me")  # the keys are there
    now = int(time.time())
    with frozen_database(instance):
        for times in ({"iat": now - 400, "exp": now - 31}, {"iat": 1, "exp": 2}):
            counted = Counted(instance)
            reply = Client(instance.base_url, with_claims(identities, **times), timeout_s=5).send("GET", "/v1/me")
            expect_equal((reply.status, reply.code), (401, "TOKEN_EXPIRED"))
            expect_equal((counted["answer", "expired"], counted["fault", "expired"]), (1, 1))


def altered(token):
    """Each part, at its ends and inside, each byte replaced by one of each class."""
    for algorithm_part in range(3):
        start = sum(len(part) + 1 for part in parts_of(token)[:algorithm_part])
        size = len(parts_of(token)[algorithm_part])
        for place in sorted({0, 1, 2, 3, size // 3, size // 2, size - 4, size - 3, size - 2, size - 1}):
            for other in "AZaz09-_.=+/~%\"":
                at = start + place
                if token[at] != other:
                    yield token[:at] + other + token[at + 1:]


@suite.test
def a_token_altered_anywhere_is_refused(instance, identities):
    count = 0
    with frozen_database(instance):
        for algorithm in ALGORITHMS:
            token = identities.token(algorithm)
            client = Client(instance.base_url, timeout_s=5)
            counted = Counted(instance)
            before = count
            for other in altered(token):
                count += 1
                client.token = other
                reply = client.get("/v1/me")
                expect_equal((reply.status, reply.code), (401, "TOKEN_INVALID"), other)
            expect_equal(counted["answer", "verified"], 0)
            expect_equal(counted["answer", "refused"] + counted["answer", "not_yet"] >= count - before, True)
    expect(count > 1000, f"only {count} alterations")


@suite.test
def a_token_elsewhere_than_in_its_header_is_no_token(instance, identities):
    token = identities.token()
    anybody = Client(instance.base_url)
    anybody.get(f"/v1/me?access_token={token}").must_refuse("CREDENTIALS_REQUIRED", 401)
    for value in (f"Basic {token}", token, f"DPoP {token}"):
        reply = anybody.get("/v1/me", headers={"Authorization": value})
        expect_equal(reply.status, 401, value[:40])


@suite.test
def the_log_holds_no_token_and_no_subject(instance, identities):
    subject = "canary-of-a-subject"
    token = identities.token(sub=subject)
    Client(instance.base_url, token).get("/v1/me")
    Client(instance.base_url, token[:-3] + "AAA").get("/v1/me")
    text = instance.log.read_text()
    expect(subject not in text and token[:60] not in text and token[-40:] not in text, "the log tells")
