# SPDX-License-Identifier: EUPL-1.2
"""The identity provider of these tests (provider.mjs), who signs in there, and the server that believes it."""

import base64
import contextlib
import hashlib
import html
import http.client
import json
import os
import pathlib
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent)]
from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite, announces, expect, expect_equal  # noqa: E402
from instance import Instance, free_port  # noqa: E402

__all__ = ["Client", "Suite", "announces", "expect", "expect_equal", "load_contract", "Instance", "free_port", "suite"]
suite = Suite("login")
AUDIENCE = "https://api.clea.example"
ALGORITHMS = ("RS256", "ES256", "EdDSA")


class Identities:
    """The provider, and the second door by which it is told what to do."""

    def __init__(self):
        self.port, self.control_port = free_port(), free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(["node", HERE / "provider.mjs", str(self.port), str(self.control_port), AUDIENCE],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        expect_equal(self.process.stdout.readline().strip(), "ready", "the identity provider does not start")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def tell(self, what, **body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.control_port}/{what}", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def settings(self, number=1, **others):
        values = {"issuer": self.issuer, "audience": AUDIENCE} | others
        return {f"CLEA_LOGIN_{number}_{name.upper()}": value for name, value in values.items()}

    def asked(self, path="/jwks"):
        """How often a path of the provider was asked."""
        return self.tell("state")["asked"].get(path, 0)

    # Tokens made to measure

    def key_id(self, algorithm="ES256"):
        return f"{algorithm}-{self.tell('state')['generation']}"

    def sign(self, header, claims, key):
        return self.tell("sign", header=header, claims=claims, key=key)["token"]

    def header(self, algorithm="ES256", **others):
        return {"typ": "at+jwt", "alg": algorithm, "kid": self.key_id(algorithm)} | others

    def claims(self, **others):
        now = int(time.time())
        return {"iss": self.issuer, "aud": AUDIENCE, "sub": "anne", "client_id": "front-end", "jti": secrets.token_urlsafe(8), "iat": now,
                "exp": now + 300, "scope": "clea:read clea:write"} | others

    def token(self, algorithm="ES256", **claims):
        return self.sign(self.header(algorithm), self.claims(**claims), algorithm)

    # Tokens got as they are got in earnest

    def token_of_system(self):
        """Client credentials, the client known by an assertion that it signed (private_key_jwt)."""
        body = {"grant_type": "client_credentials", "scope": "clea:read clea:write",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": self.tell("assertion")["assertion"]}
        return Browser(self.issuer).post("/token", body).must_be(200).json()["access_token"]

    def token_of_person(self, name, scope="openid clea:read clea:write"):
        return Browser(self.issuer).sign_in(name, scope)


class Page:
    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text

    def must_be(self, status):
        expect_equal(self.status, status, self.text[:600])
        return self

    def json(self):
        return json.loads(self.text)


class Browser:
    """As much of one as the authorization code flow needs: cookies, redirects, forms."""

    def __init__(self, base_url):
        self.base_url, self.cookies = base_url, {}

    def ask(self, method, url, body=None):
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(self.base_url, url))
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        data = urllib.parse.urlencode(body) if body is not None else None
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), data, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        page = Page(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))
        connection.close()
        return page

    def get(self, url):
        return self.ask("GET", url)

    def post(self, url, body):
        return self.ask("POST", url, body)

    def follow(self, page, end):
        """Redirects until a page, or until one leads to `end`: then where it leads."""
        for _ in range(12):
            if page.status not in (302, 303):
                return page
            where = page.headers["Location"]
            if where.startswith(end):
                return where
            page = self.get(where)
        raise AssertionError("redirected without end")

    def sign_in(self, name, scope):
        return self.sign_in_whole(name, scope)["access_token"]

    def sign_in_whole(self, name, scope):
        """What the front end is told at the end: tokens, and the code that it gave for them."""
        verifier, state, back = secrets.token_urlsafe(48), secrets.token_urlsafe(8), "http://127.0.0.1/back"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        page = self.get("/auth?" + urllib.parse.urlencode({
            "client_id": "front-end", "response_type": "code", "redirect_uri": back, "scope": scope, "state": state,
            "code_challenge": challenge, "code_challenge_method": "S256"}))
        for prompt in ("login", "consent"):
            page = self.follow(page, back).must_be(200)
            action = html.unescape(re.search(r'<form[^>]* action="([^"]+)"', page.text)[1])
            page = self.post(action, {"prompt": prompt, "login": name, "password": "any"})
        told = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.follow(page, back)).query))
        expect_equal(told["state"], state, "state")
        tokens = self.post("/token", {"grant_type": "authorization_code", "code": told["code"], "redirect_uri": back, "client_id": "front-end",
                                      "code_verifier": verifier}).must_be(200).json()
        return tokens | {"code": told["code"]}


def metrics(instance):
    """{'name{labels}': value}"""
    with urllib.request.urlopen(f"{instance.admin_url}/metrics", timeout=10) as reply:
        lines = reply.read().decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")}


class Counted:
    """What the server counted while something was done: counted["answer", "refused"], counted["fault", "expired"]."""

    NAMES = {"answer": "clea_login_tokens_total", "fault": "clea_login_refused_total"}

    def __init__(self, instance):
        self.instance, self.before = instance, metrics(instance)

    def __getitem__(self, key):
        name = f'{self.NAMES[key[0]]}{{{key[0]}="{key[1]}"}}'
        return int(metrics(self.instance)[name] - self.before[name])


@contextlib.contextmanager
def frozen_database(instance):
    """PostgreSQL stands still: whoever asks it anything waits."""
    postmaster = int((pathlib.Path(instance.data) / "postmaster.pid").read_text().split()[0])
    children = [int(pid) for pid in pathlib.Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()]
    for pid in (postmaster, *children):
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in (postmaster, *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        instance.await_ready()


def keys_are_known(instance, number=1, timeout_s=15):
    """Waits until the server has keys of an issuer."""
    end = time.monotonic() + timeout_s
    while metrics(instance).get(f'clea_login_keys{{login="{number}"}}', 0) == 0:
        expect(time.monotonic() < end, f"no keys after {timeout_s} s")
        time.sleep(0.05)


def tokens_may_come(instance):
    instance.start_server()
    keys_are_known(instance)
