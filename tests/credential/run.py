#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Digital credentials, signed by clea-documents and verified by the libraries of others, offline. Which of them a wallet takes is not
asked here. `tests/credential/run.py PART` runs only tests whose name contains PART. Ends with `N passed, N failed`."""

import base64
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "documents"), str(HERE.parent / "scenario"), str(HERE.parent), str(HERE.parent / "contract")]
from check import Contract  # noqa: E402
from harness.client import Client  # noqa: E402
from instance import BUILD  # noqa: E402
from paper import Suite, expect, expect_equal, program  # noqa: E402
from signing import PLACES, PROOF, TOKEN, Signing, Verifier, make_key, part  # noqa: E402
import withdrawing  # noqa: E402
import working  # noqa: E402

suite = Suite("credential")


def nodes(value, path=""):
    """Every object of it that has a node of its own: all but the whole, and @context."""
    if isinstance(value, dict):
        yield path, value
        for name, member in value.items():
            yield from nodes(member, f"{path}/{name}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from nodes(member, f"{path}/{number}")


@suite.test
def a_credential_waits_is_signed_once_and_served_in_both_ways(works):
    one = works.ids()[0]
    works.credential(one).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    queue = works.certifier.get("/v1/jobs/credentials").must(200)
    expect_equal((queue["waiting_count"], queue["failing"]), (len(works.instance.sql("select 1 from credential")), []))
    works.work()
    works.nobody_works()
    queue = works.certifier.get("/v1/jobs/credentials").must(200)
    expect_equal((queue["waiting_count"], queue["waiting_list_count"], queue["waiting_since"], queue["is_worker_connected"]), (0, 0, None, False))
    with works.somebody_works():
        expect_equal(works.is_connected("credentials"), True)
    for accept, told in ((PROOF, PROOF), (TOKEN, TOKEN), ("application/json", "application/json"), ("*/*", PROOF),
                         (f"application/json;q=0.5, {TOKEN}", TOKEN)):
        reply = works.credential(one, accept).must(200)
        expect_equal((reply.headers["Content-Type"], reply.headers["Cache-Control"]), (told, "no-store"))
        expect("Accept" in reply.headers["Vary"], reply.headers["Vary"])
    expect_equal(works.credential(one).raw, works.credential(one, "application/json").raw)
    kept = "select certificate_id, token, with_proof from credential order by 1"
    before = works.instance.sql(kept)
    expect("credential" not in works.work(), "something is signed again")
    expect_equal(works.instance.sql(kept), before)


@suite.test
def the_token_is_verified_by_the_published_keys(works):
    works.work()
    token = works.credential(works.ids()[0], TOKEN).must(200).raw.decode()
    keys = works.jwks()
    told = works.verifier.ask("token", token=token, keys=keys)
    expect("error" not in told, told)
    payload, header = told["payload"], told["header"]
    expect_equal(sorted(header), ["alg", "kid", "typ"])
    expect_equal((payload["iss"], payload["jti"], payload["sub"]), (payload["issuer"]["id"], payload["id"], payload["credentialSubject"]["id"]))
    expect_equal(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(payload["nbf"])), payload["validFrom"])
    expect("vc" not in payload and "exp" not in payload and "validUntil" not in payload, payload)
    alone = json.loads(works.public_text(header["kid"], "application/jwk+json").must(200).raw)
    expect(alone in keys["keys"] and alone["kid"] == header["kid"], alone)
    expect(all(not set(key) & {"d", "p", "q", "dp", "dq", "qi"} for key in keys["keys"]), "a private key is published")
    head, body, signature = token.split(".")
    changed = part(token, 1) | {"validFrom": "2020-01-01T00:00:00Z"}
    altered = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()
    expect_equal(works.verifier.ask("token", token=f"{head}.{altered}.{signature}", keys=keys)["code"], "ERR_JWS_SIGNATURE_VERIFICATION_FAILED")
    others = {"keys": [key for key in keys["keys"] if key["kid"] != header["kid"]]}
    expect_equal(works.verifier.ask("token", token=token, keys=others)["code"], "ERR_JWKS_NO_MATCHING_KEY")


def shape(value):
    """The members of an object at every depth; of a list, those of its items together."""
    if isinstance(value, dict):
        return {name: shape(member) for name, member in value.items()}
    return sorted({json.dumps(shape(item), sort_keys=True) for item in value}) if isinstance(value, list) else type(value).__name__


@suite.test
def the_contract_shows_what_is_answered(works):
    works.work()
    credential, documents = works.signed(works.ids()[0])
    keys = works.jwks()
    answered = {"readCredential": credential, "readIssuer": documents[credential["issuer"]["id"]], "readIssuerKeys": keys,
                "readIssuerKey": next(key for key in keys["keys"] if key["kty"] == "RSA"),
                "readCredentialStatus": documents[credential["credentialStatus"]["statusListCredential"]]}
    contract = Contract(is_recorded=False)
    examples = {operation["operationId"]: content["examples"]["reply"]["value"] for operation in contract.operations.values()
                for kind, content in operation["responses"].get("200", {}).get("content", {}).items()
                if operation["operationId"] in answered and kind == "application/json"}
    for name, body in answered.items():
        expect_equal((name, shape(examples[name])), (name, shape(body)))


@suite.test
def its_content_is_an_open_badge_in_french_without_a_name(works):
    works.work()
    for one in works.ids():
        certificate = works.certifier.get(f"/v1/certificates/{one}").must(200)
        credential = json.loads(works.credential(one).must(200).raw)
        payload = part(works.credential(one, TOKEN).raw.decode(), 1)
        for document in (credential, payload):
            told = works.verifier.ask("schema", document=document)
            expect_equal((told.get("valid"), told.get("errors")), (True, []))
        expect_equal({name: value for name, value in payload.items() if name not in ("iss", "jti", "sub", "nbf")},
                     {name: value for name, value in credential.items() if name != "proof"})
        achievement = credential["credentialSubject"]["achievement"]
        expect_equal(len(achievement["resultDescription"]), 7 if certificate["referential_code"] == "CLEA-SOCLE" else len(achievement["resultDescription"]))
        expect(achievement["name"].startswith("Certificat CléA") and "'" not in achievement["name"] + achievement["description"], achievement)
        public = Client(works.address).get(achievement["id"].removeprefix(works.address))
        expect(public.status == 200 or "CREDENTIALS_REQUIRED" in public.raw.decode(), public.raw)
        # Nothing that leads to anybody: neither a name, nor a number of ours.
        text = json.dumps(credential, ensure_ascii=False)
        holder = works.instance.sql(f"select c.holder, c.number, c.verification_code, c.id, c.candidate_id, c.candidacy_id, n.birth_name, n.first_name_1, n.email"
                                    f" from certificate c join candidate n on n.id = c.candidate_id where c.id = '{one}'")[0]
        for word in map(str, (*json.loads(holder[0]).values(), *holder[1:])):
            # Some digits of a code stand in any random number.
            if len(word) >= (8 if word.isdigit() else 3):
                expect(not re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE), f"{word} is told")
        for path, node in nodes({name: value for name, value in credential.items() if name != "proof"}):
            expect("id" in node, f"{path} has no id: it would be a blank node")


@suite.test
def its_proof_is_verified_offline_and_its_status_read(works):
    works.work()
    for one in works.ids():
        credential, documents = works.signed(one)
        told = works.proves(credential, documents)
        expect_equal((told.get("verified"), told.get("status"), told.get("errors")), (True, True, []), str(told))
    # Whatever is altered, it is refused.
    for pointer in ("name", "validFrom", "credentialSubject/id", "credentialSubject/achievement/resultDescription/3/name",
                    "credentialStatus/statusListIndex", "proof/0/created", "issuer/name", "credentialSchema/0/id"):
        altered = copy.deepcopy(credential)
        *parents, last = pointer.split("/")
        at = altered
        for name in parents:
            at = at[int(name) if name.isdigit() else name]
        at[last] = {"validFrom": "2020-01-01T00:00:00Z", "created": "2020-01-01T00:00:00Z", "statusListIndex": "1"}.get(last, at[last] + "x")
        told = works.proves(altered, documents)
        expect(told.get("verified") is not True, f"{pointer} may be altered: {told}")
    issuer = credential["issuer"]["id"]
    # By a key that the issuer has not, or has not for this; by another key under the name of one of his.
    withdrawn = copy.deepcopy(documents)
    withdrawn[issuer]["verificationMethod"] = []
    expect("was not given" in " ".join(works.proves(credential, withdrawn)["errors"]), "a key that was withdrawn is taken")
    works.keys(make_key(works.folder, "rsa3.key", "RS256"), make_key(works.folder, "eddsa3.key", "EdDSA"))
    works.work()  # publishes
    works.keys(works.rsa, works.eddsa)
    other = copy.deepcopy(documents)
    newest, *_ = json.loads(works.public_text(issuer, "application/ld+json").must(200).raw)["verificationMethod"]
    for method in other[issuer]["verificationMethod"]:
        expect(method["publicKeyMultibase"] != newest["publicKeyMultibase"], "there is no other key")
        method["publicKeyMultibase"] = newest["publicKeyMultibase"]
    expect("Invalid signature" in " ".join(works.proves(credential, other)["errors"]), "another key verifies it")
    stranger = copy.deepcopy(documents)
    stranger[issuer]["assertionMethod"] = [f"{issuer}#another"]
    expect("not authorized" in " ".join(works.proves(credential, stranger)["errors"]), "a key that is not the issuer's is taken")
    # A list of which a bit is taken back.
    status = credential["credentialStatus"]["statusListCredential"]
    forged = copy.deepcopy(documents)
    forged[status]["validFrom"] = "2020-01-01T00:00:00Z"
    expect(works.proves(credential, forged).get("verified") is not True, "an altered list is taken")


@suite.test
def every_certificate_has_a_place_of_its_own_drawn_by_lot(works):
    places = [int(row[0]) for row in works.instance.sql("select list_index from credential order by certificate_id")]
    expect_equal(len(set(places)), len(works.instance.sql("select 1 from certificate")))
    expect(max(places) > len(places), f"not by lot: {places}")
    # The lot falls everywhere.
    [[low, high, count]] = works.instance.sql("select min(p), max(p), count(distinct p) from (select credential_place() as p from generate_series(1, 20000)) d")
    expect(int(low) < 100 and int(high) > PLACES - 100 and int(high) < PLACES and int(count) > 18000, (low, high, count))
    for statement in ("update credential set list_index = 5", "update credential set subject_id = gen_random_uuid()", "delete from credential",
                      "truncate credential", "update credential set token = 'x'", "delete from credential_key", "update credential_key set jwk = '{}'",
                      "update credential_list set version = 0", "delete from credential_list",
                      "update credential_list set number = number + 1"):
        try:
            works.instance.sql(statement)
        except Exception as refused:  # noqa: BLE001
            expect(any(words in str(refused) for words in ("for ever", "never changes", "goes forward", "withdrawn once")), str(refused))
        else:
            raise AssertionError(f"{statement} was done")


@suite.test
def the_worker_sees_what_waits_and_nothing_that_is_signed(works):
    works.work()
    [[one, of_list]] = works.instance.sql("select certificate_id, list_id from credential limit 1")
    for statement in ("select token from credential", "select list_index from credential", "select with_proof from credential_list",
                      "select jwk from credential_key", "delete from credential", "update credential set list_index = 1",
                      f"insert into credential (certificate_id, list_id, list_index) values ('{one}', '{of_list}', 1)",
                      "update credential_list set version = 9", "update credential_key set method = ''"):
        try:
            works.instance.sql(statement, role="clea_documents")
        except Exception as refused:  # noqa: BLE001
            expect("permission denied" in str(refused), str(refused))
        else:
            raise AssertionError(f"{statement} was done")
    expect_equal(works.instance.sql(f"select credential_told('{one}')", role="clea_documents"), [[""]])
    expect_equal(works.instance.sql("update credential set attempts = 9 returning 1", role="clea_documents"), [])


@suite.test
def what_is_annulled_is_told_at_once_or_nothing_is(works):
    works.work()
    one, other = works.ids()[:2]
    credential, documents = works.signed(one)
    beside, _ = works.signed(other)
    status = credential["credentialStatus"]["statusListCredential"]
    before = works.public_text(status)
    expect_equal((before.headers["Cache-Control"], before.headers["Content-Type"]), ("public, max-age=300", PROOF))
    works.public.send("GET", status.removeprefix(works.address), headers={"Accept": PROOF, "If-None-Match": before.headers["ETag"]}).must(304)
    works.annulled(one)
    # The old list says that it is valid: it is told to nobody any more.
    works.public_text(status).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    works.public_text(status, TOKEN).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    expect_equal(works.certifier.get("/v1/jobs/credentials").must(200)["waiting_list_count"], 1)
    works.credential(one).must_refuse("CERTIFICATE_ANNULLED", 409)
    works.work()
    after = works.public_text(status).must(200)
    expect(after.headers["ETag"] != before.headers["ETag"], "the list has changed, its tag has not")
    fresh = documents | {status: json.loads(after.raw)}
    told = works.proves(credential, fresh)
    expect_equal((told["verified"], told["status"]), (False, False), str(told))
    expect_equal(works.proves(beside, fresh)["verified"], True)
    # The same list as a token, by the same bit.
    token = works.public_text(status, TOKEN).must(200).raw.decode()
    told = works.verifier.ask("token", token=token, keys=works.jwks())
    expect_equal(told["payload"]["credentialSubject"]["encodedList"], fresh[status]["credentialSubject"]["encodedList"])


@suite.test
def keys_take_turns_and_what_the_old_one_signed_stays(works):
    works.work()
    one = works.ids()[-1]
    old = works.credential(one, TOKEN).must(200).raw.decode()
    credential, _ = works.signed(one)
    folder = works.folder
    rsa, eddsa = make_key(folder, "rsa2.key", "RS256"), make_key(folder, "eddsa2.key", "EdDSA")
    count = len(works.jwks()["keys"])
    # Published before they sign.
    works.keys(works.rsa, works.eddsa, rsa, eddsa)
    [candidacy, another] = working.certified(works, 2)
    two = works.certifier.post("/v1/certificates", {"candidacy_id": candidacy}).must(201)["id"]
    works.work()
    expect_equal(len(works.jwks()["keys"]), count + 2)
    signer = part(old, 0)["kid"]
    expect_equal(part(works.credential(two, TOKEN).must(200).raw.decode(), 0)["kid"], signer)
    # Then they sign, and the old ones are gone from the settings.
    works.keys(rsa, eddsa)
    three = works.certifier.post("/v1/certificates", {"candidacy_id": another}).must(201)["id"]
    works.work()
    keys = works.jwks()
    new = works.credential(three, TOKEN).must(200).raw.decode()
    expect_equal(len(keys["keys"]), count + 2)
    expect(part(new, 0)["kid"] != signer, "the old key signs")
    for token in (old, new):
        expect("error" not in works.verifier.ask("token", token=token, keys=keys), token)
    fresh, _ = works.signed(three)
    expect(fresh["proof"][0]["verificationMethod"] != credential["proof"][0]["verificationMethod"], "the old key proves")
    for document in (credential, fresh):
        told = works.proves(document, works.documents(document))
        expect_equal((told["verified"], told["errors"]), (True, []))
    works.keys(works.rsa, works.eddsa)


@suite.test
def a_key_that_cannot_sign_is_refused_at_the_start(works):
    folder, server = pathlib.Path(works.folder), BUILD / "clea-server"
    weak, ec, open_to_all = folder / "weak.key", folder / "ec.key", folder / "open.key"
    for path, options in ((weak, ("RSA", "-pkeyopt", "rsa_keygen_bits:1024")), (ec, ("EC", "-pkeyopt", "ec_paramgen_curve:P-256"))):
        subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", *options, "-out", path], check=True, capture_output=True)
        path.chmod(0o600)
    open_to_all.write_bytes(works.rsa.read_bytes())
    open_to_all.chmod(0o644)
    rsa, eddsa = works.rsa, works.eddsa
    wrong = [((weak, eddsa), "neither RSA of 2,048 bits or more nor Ed25519"), ((ec, eddsa), "neither RSA"), ((rsa,), "no key is named that signs with EdDSA"),
             ((eddsa,), "no key is named that signs with RS256"), ((rsa, eddsa, rsa), "again"), ((f"{rsa}@2026-01-01", eddsa), "is over"),
             ((f"{rsa}@soon", eddsa), "is no day"), ((open_to_all, eddsa), "may be read by others"), ((folder / "none", eddsa), "No such file"),
             ((HERE / "run.py", eddsa), "")]
    for paths, words in wrong:
        settings = works.settings | {"CLEA_CREDENTIALS_KEY_FILES": ",".join(map(str, paths))}
        done = program(folder, "work", "--until-empty", **settings)
        expect(done.returncode == 1 and words.encode() in done.stderr, f"{paths}: {done.stderr}")
        plain = {name: value for name, value in settings.items() if name != "CLEA_PROCESS_USER"}
        for command in ("check-config", "doctor"):
            done = program(folder, command, binary=server, **plain)
            said = (done.stdout + done.stderr).decode()
            expect(done.returncode != 0 and words in said, f"{command}, {paths}: {said}")
    ends = works.settings | {"CLEA_CREDENTIALS_KEY_FILES": f"{rsa}@2999-12-31, {eddsa}@2999-12-31"}
    expect_equal(program(folder, "work", "--until-empty", **ends).returncode, 0)
    for address in ("clea.example", "https://clea.example/\"", "ftp://clea.example"):
        done = program(folder, "work", "--until-empty", **works.settings | {"CLEA_CREDENTIALS_ADDRESS": address})
        expect(done.returncode == 1 and b"is no address of this API" in done.stderr, done.stderr)


@suite.test
def who_does_not_see_the_certificate_gets_no_credential(works):
    one = works.ids()[0]
    expect(works.credential(one, client=works.client("TRAINER")).status in (403, 404), "a trainer of nobody reads it")
    works.credential("01900000-0000-7000-8000-000000000000").must(404)
    works.client("COUNSELLOR").get("/v1/jobs/credentials").must(403)
    works.public.get("/v1/credential-status/01900000-0000-7000-8000-000000000000").must(404)
    works.public.get("/v1/issuer/keys/none").must(404)
    works.credential(one, "image/png").must(406)


def main():
    verifier = Verifier()
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder).chmod(0o711)
        with Signing(folder, verifier) as works:
            suite.tests += withdrawing.suite.tests  # last: keys change there
            suite.run(sys.argv[1:], works=works)
    verifier.stop()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
