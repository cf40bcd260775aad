# SPDX-License-Identifier: EUPL-1.2
"""What is misspelt is corrected by whom it concerns, and kept as it was; what is signed keeps its words, and papers show what is signed."""

import json

from certificate_stories import issue
from commission_stories import HELD, submitted
from harness.world import siret, siret_of
from rectification_stories import send_draft, sign
from story import Session, expect, expect_equal, story


def rename(client, person, version=1, **members):
    return client.patch(f"/v1/persons/{person}", members, version=version)


@story
def a_name_is_corrected_by_whom_it_concerns(world):
    """Who recorded the person, as long as nobody else has to do with them, and the certifier; nobody else."""
    here, there = world.organisms[:2]
    made = here.referent.post("/v1/persons", {"last_name": "Lefevre", "first_name": "Anais"}).must(201)
    path = f"/v1/persons/{made['id']}"
    expect_equal(here.referent.patch(path, {"last_name": "Lefèvre"}).status, 428, "without a version")
    here.referent.patch(path, {"last_name": "Lefèvre"}, version=7).must_refuse("VERSION_MISMATCH", 412)
    expect_equal(rename(here.referent, made["id"], last_name="x1").must(422).errors, {"/last_name": "NAME_INVALID"})
    expect_equal(rename(here.referent, made["id"], human_id=made["id"]).must(422).errors, {"/human_id": "READ_ONLY_FIELD"})
    for stranger in (there.referent, world.commission.secretary):
        refused = rename(stranger, made["id"], last_name="Autre").must_refuse("ACT_OF_ANOTHER", 403)
        expect_equal(refused.details("ACT_OF_ANOTHER")["whose"], "NAMED_PERSON")
    for other in (here.counsellor, world.auditor):
        expect_equal(rename(other, made["id"], last_name="Autre").status, 403, "who has no part in it")
    now = rename(here.referent, made["id"], last_name="Lefèvre").must(200)
    expect_equal((now["last_name"], now["first_name"], now["version"], now["former_names"]), ("Lefèvre", "Anais", 2, None))
    world.affiliate(made["id"], there.id, "TRAINER")
    rename(here.referent, made["id"], 2, first_name="Anaïs").must_refuse("ACT_OF_ANOTHER", 403)
    now = rename(world.certifier, made["id"], 2, first_name="Anaïs").must(200)
    expect_equal([(one["last_name"], one["first_name"]) for one in now["former_names"]], [("Lefèvre", "Anais"), ("Lefevre", "Anais")])
    expect_equal(there.referent.get(path).must(200)["first_name"], "Anaïs")
    [[count]] = world.instance.sql(f"select count(*) from audit where action = 'changePerson' and outcome = 'ACCEPTED' and object_id = '{made['id']}'")
    expect_equal(int(count), 2, "who corrected it is in the audit")


@story
def who_was_convened_is_renamed_by_no_secretary(world):
    """Minutes are written with the name of the record: before the first session the secretary mends it, from then on not, nor afterwards."""
    world.set_today(HELD)
    commission = world.other_commission()
    world.flush()
    made = commission.secretary.post("/v1/persons", {"last_name": "Lefevre", "first_name": "Anais"}).must(201)
    world.member(commission, "EMPLOYER3", "EMPLOYER", made["id"])
    rename(commission.secretary, made["id"], last_name="Lefèvre").must(200)
    session = Session(world, HELD, commission=commission).convene(HELD)
    refused = rename(commission.secretary, made["id"], 2, first_name="Anaïs").must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal(refused.details("ACT_OF_ANOTHER")["whose"], "NAMED_PERSON")
    session.event("CANCEL", HELD, reason="Remise.")
    [[version]] = world.instance.sql(f"select version from commission_member where id = '{commission.members['EMPLOYER3']['id']}'")
    world.certifier.patch(f"/v1/members/{commission.members['EMPLOYER3']['id']}", {"mandate_to": HELD}, version=int(version)).must(200)
    rename(commission.secretary, made["id"], 2, first_name="Anaïs").must_refuse("ACT_OF_ANOTHER", 403)
    rename(world.certifier, made["id"], 2, first_name="Anaïs").must(200)


@story
def no_organism_takes_the_name_of_another(world):
    """But establishments of one company, which have its SIREN, and whom the certifier lets; a closed one leaves its name."""
    here = world.organism(name="Maison Lefèvre")
    network = world.network()
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    twin = siret(next(world.numbers))
    there = world.organism()
    world.flush()
    for client, send, body in ((there.referent, "patch", {"name": "MAISON  LEFEVRE"}), (manager, "post", {"name": "maison-lefèvre", "siret": twin})):
        path = f"/v1/organisms/{there.id}" if send == "patch" else "/v1/organisms"
        options = {"version": 1} if send == "patch" else {}
        refused = getattr(client, send)(path, body, **options).must_refuse("ALREADY_RECORDED", 409)
        expect_equal(refused.details("ALREADY_RECORDED"), {"id": here.id, "pointer": "/name"})
    whole = world.certifier.get(f"/v1/organisms/{here.id}").must(200)
    here.referent.patch(f"/v1/organisms/{here.id}", {"name": "Maison Lefèvre", "city": "Lens"}, version=whole["version"]).must(200)
    manager.post("/v1/organisms", {"name": "Maison Lefèvre", "siret": siret_of(whole["siret"][:9], 999)}).must(201)
    world.certifier.patch(f"/v1/organisms/{there.id}?dry_run=true", {"name": "Maison Lefèvre"}, version=1).must(200)


@story
def siret_and_hours_of_an_organism_are_the_certifiers(world):
    """Its habilitations were given to the one, its deadlines are counted in the others: a referent sends them back as they are, and no more."""
    organism = world.organism()
    world.flush()
    path = f"/v1/organisms/{organism.id}"
    now = world.certifier.get(path).must(200)
    for member, value in (("time_zone", "Pacific/Tahiti"), ("siret", siret(next(world.numbers)))):
        refused = organism.referent.patch(path, {member: value, "city": "Lens"}, version=now["version"]).must_refuse("ROLE_NOT_ALLOWED", 403)
        expect_equal(refused.details("ROLE_NOT_ALLOWED")["pointer"], f"/{member}")
        world.certifier.patch(f"{path}?dry_run=true", {member: value}, version=now["version"]).must(200)
    same = {member: now[member] for member in ("siret", "time_zone")}
    expect_equal(organism.referent.patch(path, same | {"city": "Lens"}, version=now["version"]).must(200)["city"], "Lens")


@story
def a_network_is_corrected_by_its_manager(world):
    network, other = world.network(), world.network()
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    path = f"/v1/networks/{network}"
    taken = world.certifier.get(f"/v1/networks/{other}").must(200)["name"]
    manager.patch(f"/v1/networks/{other}", {"name": "Autre réseau"}, version=1).must_refuse("ACT_OF_ANOTHER", 403)
    manager.patch(path, {"name": taken}, version=1).must_refuse("ALREADY_RECORDED", 409)
    manager.patch(path, {"status": "CLOSED"}, version=1).must_refuse("ROLE_NOT_ALLOWED", 403)
    before = manager.get(path).must(200)["name"]
    expect_equal(manager.patch(path, {"name": f"{before} bis"}, version=1).must(200)["name"], f"{before} bis")
    expect_equal([one["name"] for one in world.certifier.get(path).must(200)["former_names"]], [before])


@story
def a_commission_is_corrected_and_stays_what_it_is_competent_for(world):
    certifier = world.certifier
    made = world.make("/v1/commissions", {"kind": "REGIONAL", "name": "Commission de Bretange", "region": "Corse", "referential_code": "CLEA-SOCLE"})
    path = f"/v1/commissions/{made['reference']}"
    undrawn = certifier.patch(path, {"name": "Commission 🎈"}, version=1).must(422)
    expect_equal((undrawn.errors, undrawn["errors"][0]["params"]["character"]), ({"/name": "CHARACTER_NOT_DRAWN"}, "U+1F388"))
    world.commission.secretary.patch(path, {"name": "x"}, version=1).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(certifier.patch(path, {"kind": "BRANCH"}, version=1).must(422).errors, {"/kind": "READ_ONLY_FIELD"})
    expect_equal(certifier.patch(path, {"region": None}, version=1).must(422).errors, {"/region": "REQUIRED"})
    expect_equal(certifier.patch(path, {"idcc": "1486"}, version=1).must(422).errors, {"/idcc": "FIELD_NOT_APPLICABLE"})
    there = certifier.get(f"/v1/commissions/{world.commission.id}").must(200)
    taken = certifier.patch(path, {"region": there["region"]}, version=1).must_refuse("ALREADY_RECORDED", 409)
    expect_equal(taken.details("ALREADY_RECORDED"), {"id": world.commission.id, "pointer": "/region"})
    expect("région" in taken["detail"], taken["detail"])
    now = certifier.patch(path, {"name": "Commission de Mayotte", "region": "Mayotte", "time_zone": "Indian/Mayotte"}, version=1).must(200)
    expect_equal((now["region"], now["time_zone"], [one["name"] for one in now["former_names"]]), ("Mayotte", "Indian/Mayotte", ["Commission de Bretange"]))
    secretary = world.key("COMMISSION", made["id"], ["SECRETARY"], world.person())
    world.flush()
    secretary.post(f"/v1/commissions/{made['id']}/sessions", {"held_on": "2027-03-17"}).must(201)
    for member, value in (("region", "Corse"), ("time_zone", "Europe/Paris")):
        refused = certifier.patch(path, {member: value, "name": "Autre"}, version=2).must_refuse("COMMISSION_IN_USE", 409)
        expect_equal(refused.details("COMMISSION_IN_USE"), {"pointer": f"/{member}"})
    expect_equal(certifier.patch(path, {"name": "Commission de Mayotte bis", "region": "Mayotte"}, version=2).must(200)["version"], 3)


@story
def papers_name_who_signed_as_the_minutes_do(world):
    """A person who is called otherwise since changes nothing of what was signed; rectifying minutes do, before the paper is drawn."""
    world.set_today(HELD)
    journey = submitted(world)
    session = Session(world, HELD).held(journey)
    member = world.commission.members["EMPLOYER1"]
    before = world.certifier.get(f"/v1/persons/{member['person_id']}").must(200)

    def signatories():
        certificate = issue(world, journey).must(200, 201)
        [[told]] = world.instance.sql(f"select certificate_told('{certificate['id']}')")
        return [one["name"] for one in json.loads(told)["signatories"]]

    was = f"{before['first_name']} {before['last_name']}"
    expect_equal(signatories()[0], was)
    version = rename(world.certifier, member["person_id"], before["version"], last_name="Autrement").must(200)["version"]
    expect_equal(signatories()[0], was, "the name of whoever signed, after a correction of the record")
    draft = send_draft(session, jurors=[{"member_id": session.member_id("EMPLOYER1"), "last_name": "Vasseur-Rectifié"}]).must(201)
    expect_equal(signatories()[0], was, "while the rectification is a draft")
    sign(session, draft)
    expect_equal(signatories()[0], f"{before['first_name']} Vasseur-Rectifié")
    rename(world.certifier, member["person_id"], version, last_name=before["last_name"]).must(200)


@story
def a_signature_that_no_font_has_is_mended_by_rectifying_minutes(world):
    """From before such names were refused: the certificate is not lost."""
    world.set_today(HELD)
    member = world.commission.members["EMPLOYER1"]["person_id"]
    kept = world.certifier.get(f"/v1/persons/{member}").must(200)
    world.instance.sql(f"update person set last_name = 'Ꝡꞛ' where id = '{member}'")
    try:
        journey = submitted(world)
        session = Session(world, HELD).held(journey)
        refused = issue(world, journey).must(422)
        expect_equal((refused.errors, refused["errors"][0]["params"]["member"]), ({"/candidacy_id": "CHARACTER_NOT_DRAWN"}, "signatories"))
        again = send_draft(session, jurors=[{"member_id": session.member_id("EMPLOYER1"), "last_name": "Ꝡꞛa"}]).must(422)
        expect_equal(again.errors, {"/jurors/0/last_name": "CHARACTER_NOT_DRAWN"})
        draft = send_draft(session, jurors=[{"member_id": session.member_id("EMPLOYER1"), "last_name": kept["last_name"]}]).must(201)
        sign(session, draft)
        issue(world, journey).must(201)
    finally:
        now = world.certifier.get(f"/v1/persons/{member}").must(200)
        rename(world.certifier, member, now["version"], last_name=kept["last_name"]).must(200)
    expect(world.certifier.get(f"/v1/persons/{member}").must(200)["last_name"] == kept["last_name"], "the name is back")
