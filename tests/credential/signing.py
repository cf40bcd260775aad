# SPDX-License-Identifier: EUPL-1.2
"""A served sandbox whose worker signs credentials, and who verifies them."""

import base64
import json
import pathlib
import subprocess

from harness.client import Client
from harness.world import World
from paper import expect, expect_equal, program
import working

HERE = pathlib.Path(__file__).resolve().parent
PROOF, TOKEN = "application/vc+ld+json", "application/vc+jwt"
PLACES = 131072


class Verifier:
    """The libraries of others: verify.mjs."""

    def __init__(self):
        self.process = subprocess.Popen(["node", HERE / "verify.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what, **told):
        self.process.stdin.write(json.dumps({"what": what} | told) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline() or '{"error": "the verifier is gone"}')

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


def make_key(folder, name, algorithm):
    path = pathlib.Path(folder) / name
    if not path.exists():
        expect_equal(program(folder, "make-credential-key", "--algorithm", algorithm, "--key", path).returncode, 0)
    return path


class Signing(working.Works):
    """A served sandbox whose worker has keys of credentials; nothing is drawn that nobody looks at."""

    def __init__(self, folder, verifier):
        super().__init__(folder)
        self.verifier, self.world = verifier, None
        self.rsa, self.eddsa = make_key(folder, "rsa.key", "RS256"), make_key(folder, "eddsa.key", "EdDSA")
        self.keys(self.rsa, self.eddsa)

    def __enter__(self):
        super().__enter__()
        self.settings["CLEA_CREDENTIALS_ADDRESS"] = self.address = self.instance.base_url
        self.public = Client(self.address)
        return self

    def keys(self, *paths):
        self.settings["CLEA_CREDENTIALS_KEY_FILES"] = ",".join(map(str, paths))

    def credential(self, certificate_id, accept=PROOF, client=None):
        return (client or self.certifier).send("GET", f"/v1/certificates/{certificate_id}/credential", headers={"Accept": accept})

    def public_text(self, url, accept=PROOF):
        expect(url.startswith(self.address), url)
        return self.public.send("GET", url.removeprefix(self.address), headers={"Accept": accept})

    def signed(self, certificate_id):
        """The credential of it with a proof, and what a verifier would load."""
        credential = json.loads(self.credential(certificate_id).must(200).raw)
        return credential, self.documents(credential)

    def documents(self, credential):
        profile, status = credential["issuer"]["id"], credential["credentialStatus"]["statusListCredential"]
        return {url: json.loads(self.public_text(url, accept).must(200).raw) for url, accept in ((profile, "application/ld+json"), (status, PROOF))}

    def proves(self, credential, documents):
        return self.verifier.ask("proof", credential=credential, documents=documents)

    def jwks(self):
        return json.loads(self.public.send("GET", "/.well-known/jwks.json", headers={"Accept": "application/jwk-set+json"}).must(200).raw)

    def annulled(self, certificate_id):
        """By two persons of the certifier."""
        if not self.world:
            self.world = World(self.instance)
            self.world.certifier = self.certifier
        self.world.answer_annulment(self.world.ask_annulment({"id": certificate_id}).must(201)).must(201)


def part(token, number):
    text = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
