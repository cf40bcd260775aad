# SPDX-License-Identifier: EUPL-1.2
"""Keys that somebody else may have: withdrawn, and what they signed signed anew."""

import re
import time

from instance import BUILD
from paper import Suite, expect, expect_equal, program
from signing import TOKEN, make_key, part
import working

suite = Suite("withdrawing")


def withdraw(works, key):
    plain = {name: value for name, value in works.settings.items() if name != "CLEA_PROCESS_USER"}
    return program(works.folder, "withdraw-credential-key", "--key", key, binary=BUILD / "clea-server", **plain | working.MIGRATOR)


@suite.test
def what_a_withdrawn_key_signed_is_trusted_no_more(works):
    """Somebody else has the private keys: what they signed verifies nowhere, and what is valid is signed anew, under its own number."""
    works.work()
    one = works.ids()[0]
    old_token, (old, old_documents) = works.credential(one, TOKEN).must(200).raw.decode(), works.signed(one)
    for number, (bad, name) in enumerate(((part(old_token, 0)["kid"].rpartition("/")[2], "rsa3.key"),
                                          (old["proof"][0]["verificationMethod"].rpartition("#")[2], "eddsa3.key"))):
        by_it = f"where '{bad}' = any (credential_signers(with_proof, token))"
        [[count]] = works.instance.sql(f"select count(*) from credential k join certificate c on c.id = k.certificate_id and c.status = 'ISSUED' {by_it}")
        [[status]] = works.instance.sql(f"select count(*) from credential_list {by_it}")
        done = withdraw(works, bad)
        expect_equal((done.returncode, done.stdout.decode()),
                     (0, f"withdrawn: {bad}\nto be signed anew: {count} credentials and {status} status lists\n"), done.stderr.decode())
        expect(bad not in {key["kid"].rpartition("/")[2] for key in works.jwks()["keys"]}, "it is published")
        works.public.get(f"/v1/issuer/keys/{bad}").must(404)
        expect(bad not in works.public_text(old["issuer"]["id"], "application/ld+json").raw.decode(), "the profile names it")
        works.credential(one).must_refuse("DOCUMENT_NOT_DRAWN", 503)
        works.public_text(old["credentialStatus"]["statusListCredential"]).must_refuse("DOCUMENT_NOT_DRAWN", 503)
        queue = works.certifier.get("/v1/jobs/credentials").must(200)
        expect_equal((queue["waiting_count"], queue["waiting_list_count"]), (int(count), int(status)))
        plain = {setting: value for setting, value in works.settings.items() if setting != "CLEA_PROCESS_USER"}
        told = program(works.folder, "doctor", binary=BUILD / "clea-server", **plain).stdout.decode()
        expect(re.search(rf"waiting to be signed +{count} credentials and {status} status lists, of which 0 could not", told), told[-3000:])
        expect("no key that is published" in withdraw(works, bad).stderr.decode(), "withdrawn twice")
        # Who still has it signs nothing, and says why.
        done = program(works.folder, "work", "--until-empty", **works.settings)
        expect(done.returncode == 1 and b"a key of credentials was withdrawn" in done.stderr, done.stderr.decode()[-2000:])
        expect_equal(works.certifier.get("/v1/jobs/credentials").must(200)["waiting_count"], int(count))
        made = make_key(works.folder, name, ("RS256", "EdDSA")[number])
        works.rsa, works.eddsa = (works.rsa, made) if number else (made, works.eddsa)
        works.keys(works.rsa, works.eddsa)
        works.work()
        queue = works.certifier.get("/v1/jobs/credentials").must(200)
        expect_equal((queue["waiting_count"], queue["waiting_list_count"], queue["failing"]), (0, 0, []))
        [[left]] = works.instance.sql(f"select count(*) from credential k join certificate c on c.id = k.certificate_id"
                                      f" where '{bad}' = any (credential_signers(k.with_proof, k.token)) and c.status = 'ISSUED'")
        expect_equal(left, "0", "signed by it")
    fresh, documents = works.signed(one)
    expect_equal((fresh["id"], fresh["credentialStatus"]), (old["id"], old["credentialStatus"]), "another place")
    told = works.proves(fresh, documents)
    expect_equal((told["verified"], told["errors"]), (True, []))
    expect("error" not in works.verifier.ask("token", token=works.credential(one, TOKEN).must(200).raw.decode(), keys=works.jwks()), "the new token")
    expect("error" in works.verifier.ask("token", token=old_token, keys=works.jwks()), "the old token is trusted")
    expect(not works.proves(old, documents)["verified"], "the old proof is trusted")
    expect(works.proves(old, old_documents)["verified"], "the old proof was one, by the keys of then")
    expect_equal(withdraw(works, "none").returncode, 1)


@suite.test
def a_worker_that_has_a_withdrawn_key_in_hand_ends(works):
    works.work()
    one = works.ids()[0]
    bad = part(works.credential(one, TOKEN).must(200).raw.decode(), 0)["kid"].rpartition("/")[2]
    with works.worker() as process:
        while not works.is_connected("credentials"):
            time.sleep(0.05)
        expect_equal(withdraw(works, bad).returncode, 0)
        expect_equal(process.wait(timeout=60), 1)
    expect(b"a key of credentials was withdrawn" in (works.folder / "worker.log").read_bytes(), "nobody is told")
    works.credential(one).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    works.rsa = make_key(works.folder, "rsa4.key", "RS256")
    works.keys(works.rsa, works.eddsa)
    # What that worker had taken up is given up with its lease: what time would do.
    works.instance.sql("update credential set due_at = clock_timestamp() where signed_at is null; update credential_list set due_at = clock_timestamp()")
    works.work()
    works.credential(one).must(200)
