# SPDX-License-Identifier: EUPL-1.2
"""Tokens as they are got in earnest: a person in a browser (authorization code and PKCE), a system by client credentials."""

import base64
import json

from support import ALGORITHMS, AUDIENCE, Browser, Client, Counted, expect, expect_equal, suite


def claims_of(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@suite.test
def a_person_signs_in_with_a_browser(instance, identities):
    for algorithm in ALGORITHMS:
        identities.tell("algorithm", algorithm=algorithm)
        counted = Counted(instance)
        token = identities.token_of_person("anne")
        claims = claims_of(token)
        expect_equal((claims["sub"], claims["aud"], claims["client_id"]), ("anne", AUDIENCE, "front-end"))
        Client(instance.base_url, token).send("GET", "/v1/me")
        expect_equal((counted["answer", "verified"], counted["answer", "refused"]), (1, 0), algorithm)


@suite.test
def a_system_signs_in_by_a_signed_assertion(instance, identities):
    counted = Counted(instance)
    token = identities.token_of_system()
    claims = claims_of(token)
    expect_equal((claims["sub"], claims["client_id"]), ("network-system", "network-system"))
    Client(instance.base_url, token).send("GET", "/v1/me")
    expect_equal((counted["answer", "verified"], counted["answer", "refused"]), (1, 0))


@suite.test
def the_other_tokens_of_a_sign_in_open_nothing(instance, identities):
    """What a front end holds beside the access token: the id token, and the code itself."""
    told = Browser(identities.issuer).sign_in_whole("anne", "openid clea:read")
    expect("id_token" in told, told)
    for text in (told["id_token"], told["code"]):
        Client(instance.base_url, text).get("/v1/me").must_refuse("TOKEN_INVALID", 401)


@suite.test
def a_stranger_who_signed_in_is_a_stranger(instance, identities):
    """Genuine, and bound to nobody: neither his name nor an address of a mailbox makes him anybody."""
    token = identities.token(sub="a stranger", email="referent@example.org", email_verified=True, preferred_username="referent")
    reply = Client(instance.base_url, token).get("/v1/candidates")
    expect(reply.status in (401, 403), reply)
