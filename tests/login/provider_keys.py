# SPDX-License-Identifier: EUPL-1.2
"""The keys of the provider: which are believed, when they are asked for, and what happens when it cannot be reached."""

import http.server
import ssl
import subprocess
import threading
import time
import urllib.request

from binding import House, bound
from support import ALGORITHMS, Client, Counted, Identities, expect, expect_equal, free_port, keys_are_known, metrics, suite, tokens_may_come


def answer(instance, token):
    """What the server made of a token, as it counts."""
    counted = Counted(instance)
    reply = Client(instance.base_url, token, timeout_s=12).send("GET", "/v1/me", checks=False)
    said = [name for name in ("verified", "unavailable", "refused") if counted["answer", name]]
    expect_equal(len(said), 1, f"answers {said} for {reply}")
    if said == ["refused"]:
        expect('error="invalid_token"' in reply.headers["WWW-Authenticate"] and reply.status == 401, reply)
    if said == ["unavailable"]:
        expect_equal(reply.status, 503)
    return said[0]


class Restarted:
    """A server with a memory of its own of keys and of the minute in which they may be asked for once."""

    def __init__(self, instance, identities, **settings):
        self.instance, self.identities, self.settings = instance, identities, settings
        self.before = dict(instance.environment)

    def __enter__(self):
        self.instance.stop_server()
        self.instance.environment |= self.settings
        self.instance.start_server()
        return self

    def __exit__(self, *_):
        """What comes next needs the keys of today and the usual settings, and no minute of its own."""
        self.identities.tell("mode", mode="well")
        if self.settings:
            self.instance.stop_server()
            self.instance.environment.clear()
            self.instance.environment.update(self.before)
            tokens_may_come(self.instance)


@suite.test
def a_key_that_nobody_knows_is_asked_for_once_a_minute(instance, identities):
    with Restarted(instance, identities):
        keys_are_known(instance)
        before = identities.asked()
        for number in range(30):
            token = identities.sign(identities.header(kid=f"guess-{number}"), identities.claims(), "stranger:ES256")
            expect_equal(answer(instance, token), "refused")
        expect_equal(identities.asked(), before + 1)
        expect_equal(answer(instance, identities.token()), "verified")


@suite.test
def many_at_once_wait_for_one_answer(instance, identities):
    with Restarted(instance, identities):
        keys_are_known(instance)
        identities.tell("rotate")
        before, told = identities.asked(), []
        tokens = [identities.token(algorithm) for algorithm in ALGORITHMS * 8]
        counted = Counted(instance)
        threads = [threading.Thread(target=lambda token=token: told.append(
            Client(instance.base_url, token).send("GET", "/v1/me", checks=False).status)) for token in tokens]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        expect_equal((counted["answer", "verified"], counted["answer", "refused"]), (len(tokens), 0), f"statuses {told}")
        expect_equal(identities.asked(), before + 1)


@suite.test
def a_new_key_is_believed_at_once_and_an_old_one_no_more(instance, identities):
    with Restarted(instance, identities):
        keys_are_known(instance)
        # What was verified is remembered for some seconds: the ones that are asked later were not asked before.
        old = {algorithm: identities.token(algorithm) for algorithm in ALGORITHMS}
        expect_equal([answer(instance, identities.token(algorithm)) for algorithm in ALGORITHMS], ["verified"] * 3)
        identities.tell("rotate")
        # Nothing has told the server yet that a key is gone; a token of a new one does.
        expect_equal([answer(instance, identities.token(algorithm)) for algorithm in ALGORITHMS], ["verified"] * 3)
        expect_equal([answer(instance, token) for token in old.values()], ["refused"] * 3)
        # The name of the new key, the signature of the old one.
        stolen = identities.sign(identities.header(), identities.claims(), "retired:ES256")
        expect_equal(answer(instance, stolen), "refused")


@suite.test
def what_is_remembered_of_a_token_ends_with_its_key(instance, identities):
    """Verified, found and remembered by every loop; then the provider takes the key back, and the server hears of it."""
    with Restarted(instance, identities):
        keys_are_known(instance)
        client = bound(instance, identities, House.of(instance), (House.of(instance).organisms[0], "COUNSELLOR"))[0]
        for _ in range(20):
            client.clone().get("/v1/me").must(200)
        counted = Counted(instance)
        client.clone().get("/v1/me").must(200)
        expect_equal(counted["answer", "verified"], 0, "it is not remembered, so nothing is tested here")
        identities.tell("rotate")
        client.get("/v1/me").must(200)  # nothing has told the server yet
        expect_equal(answer(instance, identities.token()), "verified")
        for _ in range(20):
            client.clone().get("/v1/me").must_refuse("TOKEN_INVALID", 401)


@suite.test
def keys_that_are_known_serve_while_the_provider_is_away(instance, identities):
    for mode in ("away", "nonsense", "empty", "large", "silent"):
        with Restarted(instance, identities):
            keys_are_known(instance)
            identities.tell("mode", mode=mode)
            unknown = identities.sign(identities.header(kid="new"), identities.claims(), "ES256")
            expect_equal(answer(instance, unknown), "refused", mode)
            expect_equal(answer(instance, identities.token()), "verified", mode)
            expect(metrics(instance)['clea_login_fetch_failures_total{login="1"}'] >= 1, f"{mode}: no failure was counted")


def without_keys(instance, identities):
    expect_equal(answer(instance, identities.token()), "unavailable")
    expect_equal(answer(instance, "a.b.c"), "refused", "what is no token at all")
    expect_equal(answer(instance, identities.token(aud="another")), "refused", "what is not for us")


without_keys.announces = "503 is what is asked for: nobody can tell who it is"


@suite.test
def without_any_key_a_token_is_not_the_callers_fault(instance, identities):
    identities.tell("mode", mode="away")
    with Restarted(instance, identities):
        without_keys(instance, identities)
        identities.tell("mode", mode="well")
        keys_are_known(instance)
        expect_equal(answer(instance, identities.token()), "verified")


without_any_key_a_token_is_not_the_callers_fault.announces = without_keys.announces


@suite.test
def no_redirect_is_followed(instance, identities):
    asked = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    port = free_port()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with Restarted(instance, identities):
            keys_are_known(instance)
            identities.tell("mode", mode="redirect", at=str(port))
            unknown = identities.sign(identities.header(kid="new"), identities.claims(), "ES256")
            expect_equal(answer(instance, unknown), "refused")
        # An address within a token is asked neither.
        jku = identities.sign(identities.header(kid="x", jku=f"http://127.0.0.1:{port}/jwks"), identities.claims(), "ES256")
        expect_equal(answer(instance, jku), "refused")
    finally:
        server.shutdown()
    expect_equal(asked, [])


@suite.test
def a_silent_provider_delays_neither_others_nor_the_end(instance, identities):
    with Restarted(instance, identities):
        keys_are_known(instance)
        identities.tell("mode", mode="silent")
        unknown = identities.sign(identities.header(kid="new"), identities.claims(), "ES256")
        waiting = threading.Thread(target=lambda: Client(instance.base_url, unknown).send("GET", "/v1/me", checks=False))
        waiting.start()
        time.sleep(0.3)
        for _ in range(5):
            expect_equal(answer(instance, identities.token()), "verified")
        expect(waiting.is_alive(), "others wait for the provider")
        waiting.join()
        second = identities.sign(identities.header(kid="other"), identities.claims(), "ES256")
        expect_equal(answer(instance, second), "refused")
        started = time.monotonic()
        instance.stop_server()
        expect(time.monotonic() - started < 6, f"it took {time.monotonic() - started:.1f} s to end")
    tokens_may_come(instance)


@suite.test
def several_issuers_are_kept_apart(instance, identities):
    other = Identities()
    try:
        with Restarted(instance, identities, **other.settings(3, algorithms="EdDSA", permission_claim="")):
            keys_are_known(instance)
            keys_are_known(instance, 3)
            expect_equal(answer(instance, identities.token()), "verified")
            expect_equal(answer(instance, other.token("EdDSA")), "verified")
            expect_equal(answer(instance, other.token("ES256")), "refused", "an algorithm that this issuer may not use")
            # In the name of one, signed by the other: their key ids are the same.
            expect_equal(answer(instance, other.sign(other.header("EdDSA"), identities.claims(), "EdDSA")), "refused")
            expect_equal(answer(instance, identities.sign(identities.header("EdDSA"), other.claims(), "EdDSA")), "refused")
    finally:
        other.stop()


@suite.test
def without_an_issuer_every_token_is_refused(instance, identities):
    with Restarted(instance, identities, CLEA_LOGIN_1_ISSUER=""):
        expect_equal(answer(instance, identities.token()), "refused")


@suite.test
def the_operator_is_told(instance, identities):
    told = instance.command("doctor", check=False)
    expect(f"issuer                     {identities.issuer}" in told.stdout and "ES256" in told.stdout, told.stdout)
    identities.tell("mode", mode="away")
    told = instance.command("doctor", check=False)
    identities.tell("mode", mode="well")
    expect("WRONG:" in told.stdout and "answered 503" in told.stdout, told.stdout)
    wrong = {"CLEA_LOGIN_1_ISSUER": "http://id.example", "CLEA_LOGIN_1_ALGORITHMS": "HS256", "CLEA_LOGIN_1_AUDIENCE": "",
             "CLEA_LOGIN_2_ISSUER": identities.issuer, "CLEA_LOGIN_1_JWKS_URI": "http://id.example/keys"}
    for name, value in wrong.items():
        told = instance.command("check-config", check=False, environment={name: value})
        expect(told.returncode != 0 and "configuration: login_" in told.stderr, f"{name}={value}: {told.stderr}")


@suite.test
def a_private_authority_is_trusted_where_it_is_named(instance, identities):
    """A provider whose certificate no system knows: refused without ca_file, asked with it."""
    keys = urllib.request.urlopen(f"{identities.issuer.rstrip('/')}/jwks", timeout=10).read()

    class Keys(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(keys)

        def log_message(self, *_):
            pass

    certificate, key = instance.folder / "authority.pem", instance.folder / "authority.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = http.server.HTTPServer(("127.0.0.1", 0), Keys)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"https://localhost:{server.server_port}"
    settings = {"CLEA_LOGIN_3_ISSUER": base, "CLEA_LOGIN_3_AUDIENCE": "clea", "CLEA_LOGIN_3_JWKS_URI": f"{base}/jwks"}
    try:
        refused = instance.command("doctor", check=False, environment=settings).stdout
        told = instance.command("doctor", check=False, environment=settings | {"CLEA_LOGIN_3_CA_FILE": str(certificate)}).stdout
    finally:
        server.shutdown()
    section = refused.partition(base)[2].partition("settings")[0]
    expect("WRONG:" in section and "certificate" in section, refused)
    section = told.partition(base)[2].partition("settings")[0]
    expect("WRONG:" not in section and "keys" in section, told)
