# SPDX-License-Identifier: EUPL-1.2
"""Who a candidate is takes two of the certifier to say: what one states, another acts on."""

import uuid

from candidate_stories import TODAY, active
from certificate_stories import certified, issue
from hands_stories import me
from story import expect, expect_equal, story


@story
def nobody_else_is_certified_than_whom_the_commission_decided_on(world):
    """An identity that was exchanged since is told, member by member; the certifier says by what it is right, and that is kept."""
    journey, other = certified(world, birth_name="Zzavant"), certified(world)
    path = f"/v1/candidates/{journey.candidate['id']}"
    version = world.certifier.get(path).must(200)["version"]
    changed = {"birth_name": "Zzaprès", "first_name_1": "Noé", "birth_year": 1971, "phone": "+33612345678"}
    journey.organism.counsellor.patch(path, changed, version=version).must(200)
    refused = issue(world, journey).must_refuse("IDENTITY_CHANGED", 409)
    expect_equal(refused.details("IDENTITY_CHANGED"), {"names": ["birth_name", "birth_year", "first_name_1"], "pointer": "/note"})
    both = {"candidacy_ids": [journey.id, other.id]}
    whole = world.certifier.post("/v1/certificate-batches", both | {"is_atomic": True}).must_refuse("IDENTITY_CHANGED", 409)
    expect_equal(whole.details("IDENTITY_CHANGED")["pointer"], "/candidacy_ids/0")
    each = world.certifier.post("/v1/certificate-batches", both).must(200)["data"]
    expect_equal([(row["problem"] or {}).get("code") for row in each], ["IDENTITY_CHANGED", None])
    note = "Jugement du 3 février 2026, tribunal de Lille"
    asked = {"candidacy_id": journey.id, "note": note}
    # Nobody says alone whose certificate it is: somebody else has stated it, of the very identity that is printed.
    refused = world.certifier.post("/v1/certificates", asked).must_refuse("IDENTITY_UNCONFIRMED", 409)
    expect_equal(refused.details("IDENTITY_UNCONFIRMED"), {"names": ["birth_name", "birth_year", "first_name_1"]})
    way = refused.body["reasons"][0]["resolve_with"]
    expect_equal((way["method"], way["href"]), ("POST", f"{path}/identity-statements"))
    world.certifier.post(way["href"], {"note": note}).must(201)
    world.certifier.post("/v1/certificates", asked).must_refuse("CONFIRMER_IS_ASKER", 409)
    world.state_identity(journey.candidate["id"]).must(201)
    version = world.certifier.get(path).must(200)["version"]
    journey.organism.counsellor.patch(path, {"birth_name": "Zzencore"}, version=version).must(200)
    world.certifier.post("/v1/certificates", asked).must_refuse("IDENTITY_UNCONFIRMED", 409)
    journey.organism.counsellor.patch(path, {"birth_name": "Zzaprès"}, version=version + 1).must(200)
    made = world.certifier.post("/v1/certificates", asked).must(201)
    expect_equal((made["holder"]["birth_name"], made["note"]), ("Zzaprès", note))
    told = world.certifier.get(f"{path}/identity-statements").must(200)["data"]
    expect_equal([row["stated_by"] for row in told], [me(world.eyes()[0]), me(world.certifier)])
    expect_equal((made["statement_id"], told[0]["holder"]), (told[0]["id"], made["holder"]))
    expect_equal(world.auditor.get(f"{path}/identity-statements").must(200)["data"], told)
    journey.organism.referent.get(f"{path}/identity-statements").must(403)
    expect_equal(world.certifier.get(f"/v1/certificates/{each[1]['certificate_id']}").must(200)["note"], None)


@story
def nobody_makes_a_certificate_another_persons_alone(world):
    """Neither with a correction of the record, nor with a merge; and only the last identity is that of the holder."""
    certificate = issue(world, certified(world, birth_name="Zzseul")).must(201)
    path, holder = f"/v1/candidates/{certificate['candidate_id']}", certificate["holder"]
    rogue, other = world.eyes()
    changed = {"birth_name": "Zzvoleur", "first_name_1": "Noé", "birth_year": 1971, "sex": "M"}
    rogue.patch(path, changed, version=rogue.get(path).must(200)["version"]).must(200)
    corrected = {"reason": "IDENTITY_CORRECTED", "note": "acte"}
    duplicates = f"/v1/certificates/{certificate['number']}/duplicates"
    refused = rogue.post(duplicates, corrected).must_refuse("IDENTITY_UNCONFIRMED", 409)
    expect_equal(refused.details("IDENTITY_UNCONFIRMED"), {"names": ["birth_name", "birth_year", "first_name_1"]})
    world.state_identity(certificate["candidate_id"], rogue).must(201)
    rogue.post(duplicates, corrected).must_refuse("CONFIRMER_IS_ASKER", 409)
    [accomplice] = [world.key("CERTIFIER", None, ["CERTIFIER"], world.person(), created_by=me(rogue))]
    world.flush()
    accomplice.post(duplicates, corrected).must_refuse("CONFIRMER_IS_ASKER", 409)
    expect_equal(rogue.get(f"/v1/certificates/{certificate['id']}").must(200)["duplicates"], [])
    verified = lambda code, name: world.public.post("/v1/verifications", {"code": code, "birth_name": name}).must(200)  # noqa: E731
    expect_equal(verified(certificate["verification_code"], holder["birth_name"])["is_match"], True)
    # Another one who has seen the judgment issues it: from then on the paper before it is superseded.
    made = other.post(duplicates, corrected).must(201)
    before = verified(certificate["verification_code"], holder["birth_name"])
    expect_equal((before["status"], before["is_match"], before["matches"]["birth_name"]), ("SUPERSEDED", False, True))
    after = verified(made["verification_code"], "Zzvoleur")
    expect_equal((after["status"], after["is_match"]), ("VALID", True))
    shown = world.public.get(f"/v1/verifications/{certificate['verification_code']}").must(200)
    expect_equal((shown["status"], shown["annulled_on"]), ("SUPERSEDED", None))
    page = world.public.get(f"/v1/verifications/{certificate['verification_code']}", headers={"Accept": "text/html"}, checks=False)
    expect("Document remplacé".encode() in page.raw, page)
    world.end("persons", me(other), {"duplicate_id": me(rogue)}, client=other).must_refuse("MERGE_BREAKS_SEPARATION", 409)
    [mark] = other.get(f"/v1/certificates/{certificate['id']}").must(200)["duplicates"]
    expect_equal(mark["statement_id"], rogue.get(f"{path}/identity-statements").must(200)["data"][0]["id"])


@story
def two_who_are_not_alike_are_one_when_two_say_so(world):
    """Told by the members that contradict each other; nor does whoever merges make them alike before."""
    world.set_today(TODAY)
    one = world.candidate(birth_name="Zzun", first_name_1="Ana", birth_year=1980)
    two = world.candidate(birth_name="Zzdeux", first_name_1="Ana", birth_year=1990)
    rogue, other = world.eyes()
    at_once = lambda client: client.post(f"/v1/candidates/{one['id']}/merges", {"duplicate_id": two["id"], "reason": "Doublon"},  # noqa: E731
                                         headers={"If-Match": f'"{rogue.get("/v1/candidates/" + one["id"]).must(200)["version"]}"'})
    refused = at_once(rogue).must_refuse("IDENTITY_UNCONFIRMED", 409)
    names = refused.details("IDENTITY_UNCONFIRMED")["names"]
    expect({"birth_name", "birth_year"} <= set(names) and "first_name_1" not in names, names)
    path = f"/v1/candidates/{one['id']}/identity-statements"
    for body, errors in (({"note": "x", "other_id": one["id"]}, {"/other_id": "SAME_RECORD"}), ({"other_id": two["id"]}, {"/note": "REQUIRED"}),
                         ({"note": "x", "other_id": str(uuid.uuid4())}, {"/other_id": "REFERENCE_UNKNOWN"})):
        expect_equal(rogue.post(path, body).must(422).errors, errors)
    world.state_identity(two["id"], rogue, other_id=one["id"]).must(201)
    at_once(rogue).must_refuse("CONFIRMER_IS_ASKER", 409)
    active(world, one, two)
    at_once(other).must(200)
    told = world.certifier.get(path).must(200)["data"]
    expect_equal([(row["candidate_id"], row["other_id"]) for row in told], [(two["id"], one["id"])])
    world.state_identity(two["id"]).must_refuse("CANDIDATE_NOT_ACTIVE", 409)
    # Made alike by the very hand that merges: the same.
    three, four = (world.candidate(birth_name=name, birth_commune_insee=None, birth_country_code=None) for name in ("Zztrois", "Zzquatre"))
    whole = {name: three[name] for name in ("birth_name", "first_name_1", "sex", "birth_year", "birth_month", "birth_day")}
    rogue.patch(f"/v1/candidates/{four['id']}", whole | {"is_distinct": True}, version=four["version"]).must(200)
    merge = lambda client: client.post(f"/v1/candidates/{three['id']}/merges", {"duplicate_id": four["id"], "reason": "Doublon"},  # noqa: E731
                                       headers={"If-Match": f'"{three["version"]}"'})
    merge(rogue).must_refuse("IDENTITY_UNCONFIRMED", 409)
    merge(other).must(200)
