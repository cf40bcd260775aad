# SPDX-License-Identifier: EUPL-1.2
"""The signature in the code of a certificate: openssl alone verifies it, from what is read on paper and the public key."""

import base64
import hashlib
import pathlib
import re

from drawing import HARD_NAMES
from paper import BINARY, CERTIFICATE, CODE, Suite, draw, expect, expect_equal, program, tell
from sealing import Keys, openssl

suite = Suite("proving")
MOST = 300  # characters behind the address


def key_of(folder):
    key, public = pathlib.Path(folder) / "proof.key", pathlib.Path(folder) / "proof.pub"
    if not key.exists():
        done = program(folder, "make-proof-key", "--key", key)
        expect_equal((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        expect_equal(key.stat().st_mode & 0o777, 0o600)
        openssl("pkey", "-in", key, "-pubout", "-out", public)
    return key, public


def read(drawn, dpi=150):
    tell("pdftoppm", "-r", dpi, "-png", "-singlefile", drawn.path, drawn.path.with_suffix(""))
    return tell("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", drawn.path.with_suffix(".png")).strip()


def verified(folder, public, proof):
    """The text that was signed, or None."""
    def bytes_of(text):
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    said, signature = map(bytes_of, proof.split("."))
    text, signed = pathlib.Path(folder) / "proof.txt", pathlib.Path(folder) / "proof.sig"
    text.write_bytes(said)
    signed.write_bytes(signature)
    verdict = tell("sh", "-c", f"openssl pkeyutl -verify -pubin -inkey {public} -rawin -in {text} -sigfile {signed} || true")
    return said.decode() if "Signature Verified Successfully" in verdict else None


@suite.test
def openssl_alone_verifies_a_code_from_paper(folder):
    key, public = key_of(folder)
    drawn = draw(folder, CLEA_DOCUMENTS_PROOF_KEY_FILE=str(key))
    address, _, proof = read(drawn).partition("#")
    expect_equal(address, f"https://verification.example/v/{CODE}")
    der = pathlib.Path(folder) / "proof.der"
    openssl("pkey", "-pubin", "-in", public, "-pubout", "-outform", "DER", "-out", der)
    key_id = hashlib.sha256(der.read_bytes()).hexdigest()[:8]
    expect_equal(verified(folder, public, proof), f"CLEA1|{key_id}|{CERTIFICATE['number']}|{CERTIFICATE['issued_on']}|Anaïs Lefèvre")
    expect(draw(folder, CLEA_DOCUMENTS_PROOF_KEY_FILE=str(key)).bytes == drawn.bytes, "the same certificate is signed in another way")


@suite.test
def another_name_or_key_is_not_verified(folder):
    key, public = key_of(folder)
    proof = read(draw(folder, CLEA_DOCUMENTS_PROOF_KEY_FILE=str(key))).partition("#")[2]
    said, _, signature = proof.partition(".")
    forged = base64.urlsafe_b64encode(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)).replace("Lefèvre".encode(), "Lefevre".encode()))
    expect_equal(verified(folder, public, f"{forged.decode().rstrip('=')}.{signature}"), None)
    other = pathlib.Path(folder) / "other.pub"
    openssl("genpkey", "-algorithm", "ed25519", "-out", other.with_suffix(".key"))
    openssl("pkey", "-in", other.with_suffix(".key"), "-pubout", "-out", other)
    expect_equal(verified(folder, other, proof), None)


@suite.test
def the_longest_name_has_room_and_is_read(folder):
    key, public = key_of(folder)
    for kind, (birth_name, first_name) in HARD_NAMES.items():
        drawn = draw(folder, {"holder/birth_name": birth_name, "holder/first_name_1": first_name}, CLEA_DOCUMENTS_PROOF_KEY_FILE=str(key))
        proof = read(drawn).partition("#")[2]
        expect(0 < len(proof) <= MOST, f"{kind}: {len(proof)} characters")
        name = verified(folder, public, proof).split("|")[-1]
        whole = f"{first_name} {birth_name}"
        expect(name == whole or (name.endswith("…") and whole.startswith(name[:-1]) and len(name.encode()) > 100), f"{kind}: {name}")


@suite.test
def a_key_that_cannot_sign_is_told_beforehand(folder):
    seal_key, _ = Keys(folder).made("good")
    key, _ = key_of(folder)
    loose = pathlib.Path(folder) / "loose.key"
    loose.write_bytes(key.read_bytes())
    loose.chmod(0o644)
    for words, path in (("is no key for Ed25519", seal_key), ("may be read by others: chmod 600", loose), ("cannot be read: No such file", "/nowhere")):
        given = {"CLEA_DOCUMENTS_PROOF_KEY_FILE": str(path)}
        source = pathlib.Path(folder) / "certificate.json"
        refused = program(folder, "draw", "--data", source, **given)
        expect(refused.returncode == 1 and not refused.stdout and words in refused.stderr.decode(), f"{words}: {refused.stderr}")
        checked = program(folder, "check-config", binary=BINARY, **given)
        expect(checked.returncode == 1 and words in checked.stderr.decode(), f"check-config, {words}: {checked.stderr}")
        asked = program(folder, "doctor", binary=BINARY, **given, PGHOST=folder)
        expect(re.search(rf"seal of documents\n  WRONG: .*{re.escape(words)}", asked.stdout.decode()), f"doctor, {words}")
