# SPDX-License-Identifier: EUPL-1.2
"""The certifier's seal: valid to poppler and to openssl, broken by any other byte; a seal that cannot seal is told beforehand."""

import pathlib
import re
import subprocess

from paper import BINARY, Suite, draw, expect, expect_equal, program, tell

suite = Suite("sealing")
SANDBOX = {"CLEA_SANDBOX_ENABLED": "true"}


def openssl(*arguments):
    return tell("openssl", *arguments)


class Keys:
    """Pairs of key and certificate, each made once: "demo" by clea-documents, the others by openssl."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "keys"
        self.folder.mkdir(exist_ok=True)

    def pair(self, name):
        return self.folder / f"{name}.key", self.folder / f"{name}.pem"

    def demo(self):
        key, certificate = self.pair("demo")
        if not key.exists():
            done = program(self.folder, "make-demo-seal", "--key", key, "--certificate", certificate, **SANDBOX)
            expect_equal((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        return key, certificate

    def made(self, name, kind="rsa:2048", usage="digitalSignature"):
        key, certificate = self.pair(name)
        if not key.exists():
            options = ["-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else []
            openssl("req", "-x509", "-newkey", kind, *options, "-nodes", "-keyout", key, "-out", certificate, "-days", "30", "-subj",
                    f"/CN={name}", "-addext", f"keyUsage=critical,{usage}")
            key.chmod(0o600)
        return key, certificate

    def dated(self, name, first, last):
        """A certificate of other days, which only `openssl ca` makes."""
        key, certificate = self.made(name)
        (self.folder / "index").write_text("")
        (self.folder / "ca.conf").write_text(
            f"[ca]\ndefault_ca=own\n[own]\ndatabase={self.folder}/index\nnew_certs_dir={self.folder}\nrand_serial=yes\n"
            f"default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n")
        request = self.folder / "request"
        openssl("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
        openssl("ca", "-batch", "-notext", "-selfsign", "-config", self.folder / "ca.conf", "-keyfile", key, "-in", request, "-out", certificate,
                "-startdate", first, "-enddate", last)
        return key, certificate


def settings(key, certificate):
    return {"CLEA_DOCUMENTS_SEAL_KEY_FILE": str(key), "CLEA_DOCUMENTS_SEAL_CERTIFICATE_FILE": str(certificate)}


def seal(folder, pair, name="sealed.pdf"):
    drawn = draw(folder)
    done = program(folder, "seal", "--pdf", drawn.path, **settings(*pair))
    expect_equal((done.returncode, done.stderr), (0, b""))
    path = pathlib.Path(folder) / name
    path.write_bytes(done.stdout)
    return drawn, path


def verdict(path):
    return subprocess.run(["pdfsig", path], capture_output=True, text=True).stdout


def range_of(data):
    first, size, second, rest = map(int, re.search(rb"/ByteRange \[ *(\d+) (\d+) (\d+) (\d+) *\]", data).groups())
    expect_equal((first, second + rest), (0, len(data)))
    return size, second


@suite.test
def a_sealed_drawing_is_valid_and_says_the_same(folder):
    drawn, path = seal(folder, Keys(folder).demo())
    told = verdict(path)
    for words in ("Signature is Valid", "ETSI.CAdES.detached", "SHA-256", "Total document signed", "Sceau de démonstration, sans valeur"):
        expect(words in told, f"{words}: {told}")
    expect("No syntax or stream encoding errors found" in tell("qpdf", "--check", path), "qpdf complains")
    expect_equal(tell("pdftotext", path, "-"), drawn.text())
    expect("Tagged:          yes" in tell("pdfinfo", path), "the seal took the tags away")


@suite.test
def openssl_alone_verifies_it(folder):
    """CMS with the attributes of baseline B: the certificate is named in it, and no time, which stands in the file."""
    key, certificate = Keys(folder).demo()
    _, path = seal(folder, (key, certificate))
    data = path.read_bytes()
    size, second = range_of(data)
    cms, content = pathlib.Path(folder) / "cms", pathlib.Path(folder) / "content"
    hexadecimal = data[size + 1:second - 1]
    cms.write_bytes(bytes.fromhex(hexadecimal.decode()))
    content.write_bytes(data[:size] + data[second:])
    openssl("cms", "-verify", "-binary", "-inform", "DER", "-in", cms, "-content", content, "-CAfile", certificate, "-purpose", "any", "-cades",
            "-out", "/dev/null")
    printed = openssl("cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", cms)
    expect("id-smime-aa-signingCertificateV2" in printed and "signingTime" not in printed, printed)
    expect(re.search(rb"/M \(D:\d{14}Z\)", data), "no time in the file")


@suite.test
def another_byte_breaks_it(folder):
    _, path = seal(folder, Keys(folder).demo())
    data = path.read_bytes()
    size, second = range_of(data)
    broken = pathlib.Path(folder) / "broken.pdf"
    places = [20, size // 2, size - 200, *(second + (len(data) - second) * part // 8 for part in range(8))]
    for place in places:
        broken.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
        expect("Signature is Valid" not in verdict(broken), f"byte {place} of {len(data)} is another, and the seal is valid")


@suite.test
def keys_of_an_elliptic_curve_seal_too(folder):
    _, path = seal(folder, Keys(folder).made("curve", kind="ec"))
    expect("Signature is Valid" in verdict(path), verdict(path))


@suite.test
def what_is_sealed_is_not_sealed_again(folder):
    pair = Keys(folder).demo()
    _, path = seal(folder, pair)
    for source in (path, pathlib.Path(__file__)):
        done = program(folder, "seal", "--pdf", source, **settings(*pair))
        expect_equal((done.returncode, done.stdout), (1, b""))
        expect(b"no PDF that can be sealed, or it is sealed already" in done.stderr, done.stderr)


def bad_seals(keys):
    """(what is told, key, certificate)"""
    key, certificate = keys.made("good")
    other, _ = keys.made("other")
    open_key = keys.folder / "open.key"
    open_key.write_bytes(key.read_bytes())
    open_key.chmod(0o644)
    locked = keys.folder / "locked.key"
    if not locked.exists():
        openssl("pkcs8", "-topk8", "-in", key, "-out", locked, "-passout", "pass:secret")
        locked.chmod(0o600)
    return [
        ("is not that of the certificate", other, certificate),
        ("has expired", *keys.dated("old", "20200101000000Z", "20210101000000Z")),
        ("is not valid yet", *keys.dated("young", "20900101000000Z", "20910101000000Z")),
        ("is not made for signatures", *keys.made("cipher", usage="keyEncipherment")),
        ("RSA of 2,048 bits or more", *keys.made("weak", kind="rsa:1024")),
        ("may be read by others: chmod 600", open_key, certificate),
        ("holds no private key in PEM without a password", locked, certificate),
        ("holds no certificate in PEM", key, key),
        ("cannot be read: No such file or directory", keys.folder / "nowhere", certificate),
        ("seal_certificate_file is empty", key, ""),
        ("seal_key_file is empty", "", certificate),
    ]


@suite.test
def a_seal_that_cannot_seal_is_told_beforehand(folder):
    drawn = draw(folder)
    for words, key, certificate in bad_seals(Keys(folder)):
        given = settings(key, certificate)
        done = program(folder, "seal", "--pdf", drawn.path, **given)
        expect(done.returncode == 1 and not done.stdout and words in done.stderr.decode(), f"{words}: {done.stderr}")
        checked = program(folder, "check-config", binary=BINARY, **given)
        expect(checked.returncode == 1 and words in checked.stderr.decode(), f"check-config, {words}: {checked.stderr}")
        asked = program(folder, "doctor", binary=BINARY, **given, PGHOST=folder)
        expect(re.search(rf"seal of documents\n  WRONG: .*{re.escape(words)}", asked.stdout.decode()), f"doctor, {words}: {asked.stdout.decode()[-4000:]}")
    good = settings(*Keys(folder).made("good"))
    expect_equal(program(folder, "check-config", binary=BINARY, **good).returncode, 0)
    expect("fit each other" in program(folder, "doctor", binary=BINARY, **good, PGHOST=folder).stdout.decode(), "the doctor does not say so")


@suite.test
def a_key_of_a_sandbox_is_made_once_and_only_for_one(folder):
    key, certificate = pathlib.Path(folder) / "once.key", pathlib.Path(folder) / "once.pem"
    words = ("make-demo-seal", "--key", key, "--certificate", certificate)
    expect(program(folder, *words).returncode == 1 and not key.exists(), "it is made outside a sandbox")
    expect_equal(program(folder, *words, **SANDBOX).returncode, 0)
    expect_equal(key.stat().st_mode & 0o777, 0o600)
    before = key.read_bytes(), certificate.read_bytes()
    again = program(folder, *words, **SANDBOX)
    expect(again.returncode == 1 and b"File exists" in again.stderr, again.stderr)
    expect_equal(program(folder, *words, "--unless-there", **SANDBOX).returncode, 0)
    expect_equal((key.read_bytes(), certificate.read_bytes()), before)


@suite.test
def a_drawing_of_a_sandbox_says_that_it_is_worth_nothing(folder):
    letters = [line for line in draw(folder, **SANDBOX).text().splitlines() if len(line) == 1]
    expect_equal("".join(reversed(letters)), "SANSVALEUR")
