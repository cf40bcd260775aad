# SPDX-License-Identifier: EUPL-1.2
"""Whose hands a credential comes from: acts that need two persons or two sides are not done by one who holds or handed out both, what
belongs to who watches over the certifier comes from the operator, and everybody sees what is bound to the own person."""

from certificate_stories import certified, issue
from commission_stories import HELD, submitted
from harness.client import Client
from harness.event import event_body
from story import Journey, Session, expect, expect_equal, story

DAY = "2026-03-02"
OVERSEERS = {"AUDITOR": "AUDITOR", "ADMINISTRATOR": "SYSTEM"}


def me(client):
    return client.get("/v1/me").must(200)["person"]["id"]


def keys_of(world, scope, scope_id, roles, *givers):
    """A client for each: a new person whose key that one made (None: the operator)."""
    made = [world.key(scope, scope_id, roles, world.person(), created_by=giver) for giver in givers]
    world.flush()
    return made


def certifiers(world, *givers):
    return keys_of(world, "CERTIFIER", None, ["CERTIFIER"], *givers)


@story
def two_who_have_their_access_of_one_person_are_one_pair_of_eyes(world):
    """In either direction, and however far up: nobody annuls a certificate with an accomplice of his own making."""
    certificate = issue(world, certified(world)).must(201)
    head, other = world.eyes()
    first, second = certifiers(world, me(head), me(head))
    [third] = certifiers(world, me(first))
    own = {"head": head, "first": first, "second": second, "third": third}
    for asking, asker in own.items():
        asked = world.ask_annulment(certificate, client=asker).must(201)
        for answering, client in own.items():
            refused = world.answer_annulment(asked, client=client)
            expect((refused.status, refused.code) == (409, "CONFIRMER_IS_ASKER"), f"{asking} asks, {answering} confirms: {refused}")
            allowed = client.get(f"/v1/annulment-requests/{asked['id']}/allowed-events").must(200)
            expect_equal({row["event"]: row["is_allowed"] for row in allowed["data"]}, {"CONFIRM": False, "REFUSE": True})
        dry = other.post(f"/v1/annulment-requests/{asked['id']}/events?dry_run=true", {"event": "CONFIRM", "expected_version": asked["version"]})
        dry.must(201)  # whose key is the operator's
        world.answer_annulment(asked, "REFUSE", asker, reason="Essai.").must(201)
    row = world.instance.sql(f"select count(*) from annulment_request where certificate_id = '{certificate['id']}' and requested_with is null")
    expect_equal(row[0][0], "0", "with which credential somebody asked is kept")


@story
def who_binds_an_access_of_a_colleague_to_himself_stays_one(world):
    """The colleague has a key of the operator's, and another one that somebody else has made and holds."""
    certificate = issue(world, certified(world)).must(201)
    head, other = world.eyes()
    in_her_name = world.key("CERTIFIER", None, ["CERTIFIER"], me(other), created_by=me(head))
    world.flush()
    asked = world.ask_annulment(certificate, client=in_her_name).must(201)
    world.answer_annulment(asked, client=head).must_refuse("CONFIRMER_IS_ASKER", 409)
    world.answer_annulment(asked, "REFUSE", head, reason="Essai.").must(201)
    asked = world.ask_annulment(certificate, client=head).must(201)
    world.answer_annulment(asked, client=in_her_name).must_refuse("CONFIRMER_IS_ASKER", 409)
    world.answer_annulment(asked, client=other).must(201)  # what the head has made of her takes nothing from her own


@story
def a_merge_makes_no_two_who_confirmed_one(world):
    """Nor of who handed out what they came with."""
    certificate = issue(world, certified(world)).must(201)
    head, other = certifiers(world, None, None)
    [first] = certifiers(world, me(head))
    world.answer_annulment(world.ask_annulment(certificate, client=first).must(201), client=other).must(201)
    refused = world.end("persons", me(head), {"duplicate_id": me(other)}).must_refuse("MERGE_BREAKS_SEPARATION", 409)
    expect("ASKER_AND_CONFIRMER" in str(refused.body), refused)


@story
def nobody_stands_on_both_sides_of_a_transfer(world):
    """The same person with a function in each organism; or two whose keys came from one person of one of them."""
    world.set_today("2026-01-14")
    here, there = world.organisms[0], world.organisms[1]
    both = world.person()
    world.affiliate(both, here.id, "REFERENT"), world.affiliate(both, there.id, "REFERENT")
    mine, yours = (world.key("ORGANISM", organism.id, ["REFERENT"], both) for organism in (here, there))
    other = world.person()
    world.affiliate(other, there.id, "REFERENT")
    given = world.key("ORGANISM", there.id, ["REFERENT"], other, created_by=both)
    world.flush()
    journey = Journey(world, here).informed("2026-01-05")
    offer = mine.post(f"{journey.path}/transfer-offers", {"to_org_id": there.id, "consent_on": "2026-01-14"}).must(201)
    events = f"/v1/transfer-requests/{offer['id']}/events"
    for client in (yours, given):
        client.post(events, event_body("ACCEPT", expected_version=offer["version"])).must_refuse("ANSWERER_IS_ASKER", 409)
        allowed = client.get(f"/v1/transfer-requests/{offer['id']}/allowed-events").must(200)
        expect_equal([row["is_allowed"] for row in allowed["data"] if row["event"] == "ACCEPT"], [False])
    there.referent.post(events, event_body("ACCEPT", expected_version=offer["version"])).must(201)


@story
def nobody_hands_over_what_he_asked_for(world):
    """A request of the other organism is agreed to by the very transfer: by somebody else than who asked."""
    world.set_today("2026-01-14")
    here, there = world.organisms[0], world.organisms[1]
    both = world.person()
    world.affiliate(both, here.id, "REFERENT"), world.affiliate(both, there.id, "REFERENT")
    mine, yours = (world.key("ORGANISM", organism.id, ["REFERENT"], both) for organism in (here, there))
    world.flush()
    held = Journey(world, here).informed("2026-01-05")
    contact = Journey(world, there, candidate=held.candidate).open("2026-01-14")
    world.certifier.post(f"{contact.path}/sights", {"reason": "Accord écrit."}).must(201)
    yours.post(f"{contact.path}/transfer-requests", {"consent_on": "2026-01-14"}).must(201)
    held.refresh().refused("TRANSFER_NOT_AGREED", "TRANSFER", "2026-01-14", {"to_org_id": there.id, "consent_on": "2026-01-14"}, who=mine)
    held.event("TRANSFER", "2026-01-14", {"to_org_id": there.id, "consent_on": "2026-01-14"})


@story
def nobody_stands_on_both_sides_of_a_membership(world):
    world.set_today(DAY)
    organism, network, both = world.organism(), world.network(), world.person()
    world.affiliate(both, organism.id, "REFERENT")
    manager, referent = world.key("NETWORK", network, ["NETWORK_MANAGER"], both), world.key("ORGANISM", organism.id, ["REFERENT"], both)
    world.flush()
    asked = manager.post(f"/v1/networks/{network}/memberships", {"organism_id": organism.id, "valid_from": DAY}).must(202)
    path = f"/v1/link-requests/{asked['id']}/events"
    referent.post(path, event_body("ACCEPT", expected_version=asked["version"])).must_refuse("ANSWERER_IS_ASKER", 409)
    organism.referent.post(path, event_body("ACCEPT", expected_version=asked["version"])).must(201)


def closed_session(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene(HELD).attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close()
    return session


def second_key(world, label, made_by):
    """Another key of that juror, as a certifier could once make it."""
    made = world.key("COMMISSION", world.commission.id, ["JUROR", "CHAIR"], world.commission.members[label]["person_id"], created_by=me(made_by))
    world.flush()
    return made


@story
def whoever_made_the_keys_of_both_colleges_signs_for_none(world):
    """Minutes and rectifying minutes: one hand decides nothing alone; with a key of the operator's, or of a certifier apart, they are signed."""
    session = closed_session(world)
    head, other = certifiers(world, None, None)
    chair, vice = (second_key(world, label, head) for label in ("EMPLOYER1", "EMPLOYEE1"))
    [under] = certifiers(world, me(head))
    elsewhere, apart = second_key(world, "EMPLOYEE1", under), second_key(world, "EMPLOYEE1", other)

    def sign_both(path, first, then):
        first.post(path, {}).must(201)
        before = world.instance.sql(f"select version, state from session where id = '{session.id}'")
        for client in (vice, elsewhere):
            client.post(f"{path}?dry_run=true", {}).must_refuse("SIGNED_BY_ONE_HAND", 409)
            client.post(path, {}).must_refuse("SIGNED_BY_ONE_HAND", 409)
        expect_equal(world.instance.sql(f"select version, state from session where id = '{session.id}'"), before)
        then.post(path, {}).must(201)

    sign_both(f"{session.path}/minutes/signatures", chair, session.juror("EMPLOYEE1"))
    draft = session.secretary.post(f"{session.path}/rectifications", {"reason": "Faute de frappe.", "place": "Lens"}).must(201)
    sign_both(f"{session.path}/rectifications/{draft['id']}/signatures", chair, apart)
    expect_equal(session.read().state, "SIGNED")


@story
def no_certifier_comes_with_the_key_of_a_juror(world):
    """Whoever makes or rotates a key has seen it: with those of a few jurors one certifier would open, vote and close alone. He may end it,
    and invite the juror, whose login is the juror's own; the operator's command makes and rotates it."""
    juror = world.commission.members["EMPLOYER1"]
    key, version = world.instance.sql(f"select id, version from api_key where person_id = '{juror['person_id']}' and roles && '{{JUROR}}'"
                                      f" and status = 'ACTIVE' order by id limit 1")[0]
    count = lambda: world.instance.sql("select count(*) from api_key where roles && '{JUROR,CHAIR}'")
    before = count()
    for client in (world.certifier, world.commission.secretary):
        for roles in (["JUROR"], ["CHAIR"], ["JUROR", "CHAIR"], ["SECRETARY", "JUROR"]):
            body = {"scope": "COMMISSION", "scope_id": world.commission.id, "roles": roles, "person_id": juror["person_id"], "label": "x"}
            expect_equal(client.post("/v1/api-keys", body).status, 403, f"{client.roles} {roles}")
        rotated = client.post(f"/v1/api-keys/{key}/events", {"event": "ROTATE", "expected_version": int(version)})
        expect_equal(rotated.must_refuse("ACT_OF_ANOTHER", 403).details("ACT_OF_ANOTHER")["whose"], "OPERATOR")
        allowed = client.get(f"/v1/api-keys/{key}/allowed-events").must(200)
        expect_equal([row["event"] for row in allowed["data"] if row["is_allowed"]], ["REVOKE"])
    expect_equal(count(), before)


# Who watches over the certifier


@story
def auditors_and_administrators_are_the_operators_alone(world):
    """One certifier alone neither makes one of them, nor comes in their name, nor shuts them out."""
    world.set_today(DAY)
    for role, scope in OVERSEERS.items():
        person, apart = world.person(), world.person()
        client = world.key(scope, None, [role], person)
        world.flush()
        [[function, key]] = world.instance.sql(f"select f.id, k.id from staff_function f join api_key k on k.person_id = f.person_id"
                                               f" where f.person_id = '{person}'")
        give = {"role": role, "valid_from": DAY, "reason": "Lettre de mission."}
        refused = [
            world.certifier.post(f"/v1/persons/{apart}/staff-functions", give),
            world.certifier.post("/v1/invitations", {"person_id": person}),
            world.certifier.patch(f"/v1/staff-functions/{function}", {"valid_to": DAY}, version=1),
            world.certifier.post(f"/v1/api-keys/{key}/events", {"event": "REVOKE", "expected_version": 1}),
            world.end("persons", person, {}, "closures"),
            world.end("persons", person, {"duplicate_id": apart}),
            world.end("persons", apart, {"duplicate_id": person}),
            world.certifier.patch(f"/v1/persons/{person}", {"last_name": "Autre"}, version=1),
            world.certifier.post("/v1/persons", {"last_name": "Autre", "first_name": "Fiche", "human_id": person}),
        ]
        for reply in refused:
            reply.must_refuse("ACT_OF_ANOTHER", 403)
        expect_equal(client.get("/v1/me").must(200)["roles"], [role])


def of_person(world, person):
    [[function, key]] = world.instance.sql(f"select f.id, k.id from staff_function f join api_key k on k.person_id = f.person_id"
                                           f" where f.person_id = '{person}' order by k.id limit 1")
    return f"/v1/staff-functions/{function}", f"/v1/api-keys/{key}/events"


@story
def no_certifier_shuts_another_one_out(world):
    """Function, key, login and record of one who comes in are his own to end, or the operator's; a merge would make them another's."""
    world.set_today(DAY)
    mine, hers = certifiers(world, None, None)
    her, apart = me(hers), world.person()
    function, key = of_person(world, her)
    revoke = {"event": "REVOKE", "expected_version": 1}
    attempts = {
        "function": mine.patch(function, {"valid_to": DAY}, version=1),
        "key": mine.post(key, revoke),
        "login": mine.post("/v1/invitations", {"person_id": her}),
        "record": world.end("persons", her, {}, "closures", client=mine),
        "duplicate": world.end("persons", apart, {"duplicate_id": her}, client=mine),
        "survivor": world.end("persons", her, {"duplicate_id": apart}, client=mine),
        "name": mine.patch(f"/v1/persons/{her}", {"last_name": "Autre"}, version=1),
        "another record": mine.post("/v1/persons", {"last_name": "Autre", "first_name": "Fiche", "human_id": her}),
    }
    for what, reply in attempts.items():
        refused = reply.must_refuse("ACT_OF_ANOTHER", 403)
        expect_equal(refused.details("ACT_OF_ANOTHER")["whose"], "COLLEAGUE", what)
    allowed = mine.get(key.replace("/events", "/allowed-events")).must(200)
    expect_equal([row["is_allowed"] for row in allowed["data"] if row["event"] == "REVOKE"], [False])
    hers.get("/v1/me").must(200)
    # An account that was merged into hers is hers; what she has herself she ends.
    version = hers.get(f"/v1/persons/{her}").must(200)["version"]
    hers.patch(f"/v1/persons/{her}?dry_run=true", {"last_name": "Autre"}, version=version).must(200)
    mine.patch(f"/v1/persons/{apart}?dry_run=true", {"last_name": "Autre"}, version=1).must(200)
    world.end("persons", her, {"duplicate_id": apart}, client=hers).must(201)
    mine.patch(f"{function}?dry_run=true", {"valid_to": "2030-12-31"}, version=1).must_refuse("ACT_OF_ANOTHER", 403)  # no longer than without an end
    hers.patch(f"{function}?dry_run=true", {"valid_to": DAY}, version=1).must(200)
    hers.post(f"{key}?dry_run=true", revoke).must(201)
    hers.post(key, revoke).must(201)
    # Who has nothing to come with was appointed by mistake, as far as anybody knows.
    made = mine.post(f"/v1/persons/{world.person()}/staff-functions", {"role": "CERTIFIER", "valid_from": DAY}).must(201)
    mine.patch(f"/v1/staff-functions/{made['id']}", {"valid_to": DAY}, version=made["version"]).must(200)


# What is bound to oneself


@story
def everybody_sees_what_is_bound_to_the_own_person(world):
    """Whatever he may do: who made it and when, in every scope; and nothing of anybody else."""
    juror = world.commission.members["EMPLOYER1"]
    person = me(juror["client"])
    world.key("COMMISSION", world.commission.id, ["JUROR"], person, created_by=me(world.certifier))
    world.flush()
    [[made]] = world.instance.sql(f"update api_key set label = 'À son insu' where person_id = '{person}' and roles = '{{JUROR}}'"
                                  f" and created_by_id = '{me(world.certifier)}' returning id")
    listed = juror["client"].get("/v1/me/credentials").must(200)["data"]
    [found] = [row for row in listed if row["id"] == made]
    expect_equal((found["credential"], found["label"], found["given_by_id"], found["status"], found["is_this"], found["scope_id"]),
                 ("KEY", "À son insu", me(world.certifier), "ACTIVE", False, world.commission.id))
    expect_equal([row["is_this"] for row in listed].count(True), 1)
    expect_equal({row["person_id"] for row in listed}, {person})
    clients = list(world.organisms[0].clients.values()) + [world.commission.secretary, world.certifier, world.auditor]
    for client in clients:
        mine = client.get("/v1/me/credentials").must(200)["data"]
        expect(made not in [row["id"] for row in mine], "of another person")


# What is sent to be handed over


@story
def the_credential_of_a_certificate_is_for_who_hands_it_over(world):
    journey = certified(world)
    certificate = issue(world, journey).must(201)
    path = f"/v1/certificates/{certificate['id']}/credential"
    juror = world.commission.members["EMPLOYER1"]["client"]
    for client in (journey.client("counsellor"), journey.client("evaluator"), world.commission.secretary, juror):
        client.get(path, headers={"Accept": "application/vc+jwt"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect(journey.client("referent").get(path).status in (200, 503), "signed or about to be")


@story
def who_asks_is_told_by_more_than_a_name(world):
    """Names are taken by whomever they please: reference, SIRET and town beside them."""
    world.set_today(DAY)
    organism, person = world.organism(), world.person()
    elsewhere = world.organism()
    world.affiliate(person, elsewhere.id, "COUNSELLOR")
    client = world.key("ORGANISM", elsewhere.id, ["COUNSELLOR"], person)
    world.flush()
    asked = organism.referent.post(f"/v1/persons/{person}/affiliations", {"organism_id": organism.id, "role": "TRAINER", "valid_from": DAY}).must(202)
    whole = world.certifier.get(f"/v1/organisms/{organism.id}").must(200)
    told = client.get(f"/v1/link-requests/{asked['id']}").must(200)["asked_by"]
    expect_equal(told, {"scope": "ORGANISM", "id": organism.id, "name": whole["name"], "reference": whole["reference"], "siret": whole["siret"],
                        "city": whole["city"]})
