# SPDX-License-Identifier: EUPL-1.2
"""A subject of the provider becomes a person here: by the code of an invitation, once, and by nothing else."""

import itertools
import re
import threading
import time

from harness.world import World
from support import Client, expect, expect_equal, suite

numbers = itertools.count(1)


class House:
    """People of two organisms on the instance of these tests; made once."""

    made = None

    @classmethod
    def of(cls, instance):
        if cls.made is None:
            cls.made = world = World(instance)  # the demonstration has its commission
            world.certifier = world.key("CERTIFIER", None, ["CERTIFIER"], None)
            world.flush()
            for _ in range(2):
                world.organism()
            world.flush()
        return cls.made


def newcomer(instance, identities):
    """A client whose subject nobody knows."""
    return Client(instance.base_url, identities.token(sub=f"subject-{next(numbers)}"))


def person(world, *functions):
    """(id, {role: affiliation id}) with functions (organism, role)."""
    id_ = world.person()
    return id_, {role: world.affiliate(id_, organism.id, role)["id"] for organism, role in functions}


def invite(who, query="", **guest):
    return who.post(f"/v1/invitations{query}", guest)


def accept(client, code, key=None):
    """Whoever was a stranger a moment ago is known on every loop within a second."""
    reply = client.post("/v1/invitations/acceptances", {"invitation_code": code}, key=key)
    end = time.monotonic() + 1
    while reply.status == 201 and client.get("/v1/me").code == "LOGIN_UNBOUND":
        expect(time.monotonic() < end, "bound, and still a stranger a second later")
    return reply


def bound(instance, identities, world, *functions):
    id_, held = person(world, *functions)
    client = newcomer(instance, identities)
    return client, id_, held, accept(client, invite(world.certifier, person_id=id_).must(201)["invitation_code"]).must(201)


def act_as(client, function_id):
    """The same caller, who says in which function."""
    acting = client.clone()
    send = acting.send
    acting.send = lambda method, path, *rest, headers=None, **others: send(
        method, path, *rest, headers={"Clea-Function": function_id} | (headers or {}), **others)
    return acting


@suite.test
def a_login_is_bound_by_a_code_and_acts_in_one_function_at_a_time(instance, identities):
    world = House.of(instance)
    here, there = world.organisms
    id_, held = person(world, (here, "COUNSELLOR"), (there, "TRAINER"))
    client = newcomer(instance, identities)
    client.get("/v1/me").must_refuse("LOGIN_UNBOUND", 403)
    invitation = invite(world.certifier, person_id=id_).must(201).body
    accept(client, "0" * 26).must_refuse("INVITATION_INVALID", 409)
    login = accept(client, invitation["invitation_code"].lower()).must(201).body
    expect_equal((login["person_id"], login["issuer"], login["ended_at"]), (id_, identities.issuer, None))
    expect("subject" not in str(login), "the subject is told to nobody")
    me = client.get("/v1/me").must(200).body
    expect_equal((me["credential"], me["credential_id"], me["person"]["id"], me["scope"]), ("LOGIN", login["id"], id_, None))
    expect_equal({f["id"]: f["roles"] for f in me["functions"]}, {held["COUNSELLOR"]: ["COUNSELLOR"], held["TRAINER"]: ["TRAINER"]})
    refused = client.get("/v1/candidates").must_refuse("FUNCTION_REQUIRED", 403)
    expect_equal({f["id"] for f in refused.details("FUNCTION_REQUIRED")["functions"]}, set(held.values()))
    counsellor, trainer = act_as(client, held["COUNSELLOR"]), act_as(client, held["TRAINER"])
    made = counsellor.post("/v1/candidates", world.identity()).must(201)
    trainer.post("/v1/candidates", world.identity()).must_refuse("ROLE_NOT_ALLOWED", 403)
    trainer.get(f"/v1/candidates/{made['id']}").must(404)
    expect_equal([act.get("/v1/me").must(200)["scope_id"] for act in (counsellor, trainer)], [here.id, there.id])
    strange = person(world, (here, "REFERENT"))[1]["REFERENT"]
    act_as(client, strange).get("/v1/candidates").must_refuse("FUNCTION_NOT_YOURS", 403)
    act_as(client, "nonsense").get("/v1/candidates").must_refuse("HEADER_INVALID", 400)
    # A key of idempotency is one of its function.
    body = world.identity()
    counsellor.post("/v1/candidates", body, key="the-same").must(201)
    expect_equal(counsellor.post("/v1/candidates", body, key="the-same").headers["Idempotency-Replayed"], "true")
    trainer.post("/v1/candidates", body, key="the-same").must_refuse("ROLE_NOT_ALLOWED", 403)


@suite.test
def a_code_binds_one_subject_whoever_is_faster(instance, identities):
    world = House.of(instance)
    id_, _ = person(world, (world.organisms[0], "COUNSELLOR"))
    code = invite(world.certifier, person_id=id_).must(201)["invitation_code"]
    clients, replies = [newcomer(instance, identities) for _ in range(6)], []
    barrier = threading.Barrier(len(clients))

    def race(client):
        barrier.wait()
        replies.append(accept(client, code))

    racers = [threading.Thread(target=race, args=(client,)) for client in clients]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    expect_equal(sorted(reply.status for reply in replies), [201] + [409] * (len(clients) - 1), [str(r) for r in replies])
    expect_equal(sum(client.get("/v1/me").status == 200 for client in clients), 1)
    expect_equal(len(world.certifier.get(f"/v1/logins?person_id={id_}").must(200)["data"]), 1)


@suite.test
def one_subject_is_one_person(instance, identities):
    world = House.of(instance)
    client, first, _, login = bound(instance, identities, world, (world.organisms[0], "COUNSELLOR"))
    invite(world.certifier, person_id=first).must_refuse("LOGIN_BOUND", 409)
    second, _ = person(world, (world.organisms[1], "REFERENT"))
    code = invite(world.certifier, person_id=second).must(201)["invitation_code"]
    accept(client, code).must_refuse("LOGIN_BOUND", 409)
    expect_equal(client.get("/v1/me").must(200)["person"]["id"], first)
    row = f"select * from login where id = '{login['id']}'"
    before = instance.sql(row)
    world.certifier.delete(f"/v1/logins/{login['id']}?dry_run=true", version=login["version"]).must(204)
    expect_equal(instance.sql(row), before, "after the dry run")
    world.certifier.delete(f"/v1/logins/{login['id']}", version=login["version"]).must(204)
    world.certifier.delete(f"/v1/logins/{login['id']}", version=2).must_refuse("LOGIN_ENDED", 409)
    accept(client, code).must(201)
    expect_equal(client.get("/v1/me").must(200)["person"]["id"], second)
    told = world.instance.sql(f"select action, outcome from audit where object_id = '{login['id']}' order by id")
    expect(["endLogin", "ACCEPTED"] in told, f"the audit tells of the end: {told}")


def within_a_second(call, code):
    end = time.monotonic() + 1
    while (reply := call()).code != code and code not in reply.reasons:
        expect(time.monotonic() < end, f"{reply} a second later")


@suite.test
def an_ended_function_and_an_unbound_login_open_nothing_within_a_second(instance, identities):
    world = House.of(instance)
    client, _, held, login = bound(instance, identities, world, (world.organisms[0], "COUNSELLOR"), (world.organisms[0], "TRAINER"))
    acting = act_as(client, held["TRAINER"])
    acting.get("/v1/candidacies").must(200)
    client.get("/v1/candidacies").must_refuse("FUNCTION_REQUIRED", 403)
    world.certifier.patch(f"/v1/affiliations/{held['TRAINER']}", {"valid_to": "2020-01-01"}, version=1).must(200)
    within_a_second(lambda: acting.get("/v1/candidacies"), "FUNCTION_NOT_YOURS")
    client.get("/v1/candidacies").must(200)  # with one function, it is meant
    world.certifier.delete(f"/v1/logins/{login['id']}", version=login["version"]).must(204)
    within_a_second(lambda: client.get("/v1/me"), "LOGIN_UNBOUND")


def operator(instance, *arguments):
    return instance.command("keys", *arguments, environment={"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}, check=False)


@suite.test
def who_watches_over_the_certifier_comes_by_the_operators_invitation(instance, identities):
    """And by no other: not by one of before the function was given; the command dismisses whom it invited."""
    world = House.of(instance)
    id_ = world.person()
    early = newcomer(instance, identities)
    accept(early, invite(world.certifier, person_id=id_).must(201)["invitation_code"]).must(201)
    expect("login already" in operator(instance, "invite", "--person-id", id_).stderr, "one login at a time")
    expect_equal(operator(instance, "create", "--scope", "AUDITOR", "--person-id", id_).returncode, 0)
    expect_equal(early.get("/v1/me").must(200)["functions"], [], "what the certifier invited to opens nothing of an auditor's")
    early.delete("/v1/me/login").must(204)
    invite(world.certifier, person_id=id_).must_refuse("ACT_OF_ANOTHER", 403)
    invited = operator(instance, "invite", "--person-id", id_)
    expect_equal(invited.returncode, 0, invited.stderr)
    client = newcomer(instance, identities)
    accept(client, invited.stdout.strip()).must(201)
    expect_equal([function["scope"] for function in client.get("/v1/me").must(200)["functions"]], ["AUDITOR"])
    client.get("/v1/candidacies").must(200)
    mine = client.get("/v1/me/credentials").must(200)["data"]
    expect_equal([(row["credential"], row["given_by_id"], row["status"]) for row in mine if row["is_this"]], [("LOGIN", None, "ACTIVE")])
    expect_equal(len(mine), 3, "the key of the operator's and both logins")
    expect_equal(operator(instance, "end", "--person-id", id_).returncode, 0)
    within_a_second(lambda: client.get("/v1/me"), "LOGIN_UNBOUND")
    for arguments in (("invite",), ("end",), ("invite", "--person-id", "x"), ("end", "--person-id", world.person())):
        expect_equal(operator(instance, *arguments).returncode, 1)


@suite.test
def ones_own_name_is_corrected_with_the_own_login(instance, identities):
    """In whatever function; with a key, which others made, not, and not the name of anybody else."""
    world = House.of(instance)
    client, id_, _, login = bound(instance, identities, world, (world.organisms[0], "COUNSELLOR"))
    key = world.key("ORGANISM", world.organisms[0].id, ["COUNSELLOR"], id_)
    world.flush()
    now = client.get(f"/v1/persons/{id_}").must(200)
    key.patch(f"/v1/persons/{id_}", {"last_name": "Autre"}, version=now["version"]).must_refuse("ACT_OF_ANOTHER", 403)
    client.patch(f"/v1/persons/{world.person()}", {"last_name": "Autre"}, version=1).must_refuse("ACT_OF_ANOTHER", 403)
    changed = client.patch(f"/v1/persons/{id_}", {"last_name": "Lefèvre-Kaya"}, version=now["version"]).must(200)
    expect_equal((changed["last_name"], changed["first_name"]), ("Lefèvre-Kaya", now["first_name"]))
    kept = world.certifier.get(f"/v1/persons/{id_}").must(200)["former_names"]
    expect_equal([one["last_name"] for one in kept], [now["last_name"]])
    world.certifier.delete(f"/v1/logins/{login['id']}", version=login["version"]).must(204)


@suite.test
def whoever_lost_every_function_signs_in_and_leaves(instance, identities):
    """Without a function a person may ask who he is here, and unbind himself."""
    world = House.of(instance)
    client, id_, held, login = bound(instance, identities, world, (world.organisms[0], "COUNSELLOR"))
    world.certifier.patch(f"/v1/affiliations/{held['COUNSELLOR']}", {"valid_to": "2020-01-01"}, version=1).must(200)
    within_a_second(lambda: client.get("/v1/candidacies"), "NO_FUNCTION")
    expect_equal(client.get("/v1/me").must(200)["functions"], [])
    row = f"select * from login where id = '{login['id']}'"
    before = instance.sql(row)
    client.delete("/v1/me/login?dry_run=true").must(204)
    expect_equal(instance.sql(row), before, "after the dry run")
    client.delete("/v1/me/login").must(204)
    within_a_second(lambda: client.get("/v1/me"), "LOGIN_UNBOUND")
    expect(world.certifier.get(f"/v1/logins/{login['id']}").must(200)["ended_at"], "it is not ended")
    told = instance.sql(f"select action, outcome from audit where object_id = '{login['id']}'")
    expect(["leaveLogin", "ACCEPTED"] in told, f"the audit tells of the end: {told}")
    world.organisms[0].counsellor.delete("/v1/me/login").must(404)  # who comes with a key
    accept(client, invite(world.certifier, person_id=id_).must(201)["invitation_code"]).must(201)  # and comes back


@suite.test
def invitations_end_and_are_shown_once(instance, identities):
    world = House.of(instance)
    id_, _ = person(world, (world.organisms[0], "COUNSELLOR"))
    first = world.certifier.post("/v1/invitations", {"person_id": id_}, key=f"once-{id_}").must(201).body
    again = world.certifier.post("/v1/invitations", {"person_id": id_}, key=f"once-{id_}").must(201).body
    expect_equal((again["id"], again["invitation_code"]), (first["id"], None), "a replay shows no code")
    expect_equal(world.certifier.get(f"/v1/invitations/{first['id']}").must(200)["invitation_code"], None)
    second = invite(world.certifier, person_id=id_).must(201).body
    client = newcomer(instance, identities)
    accept(client, first["invitation_code"]).must_refuse("INVITATION_INVALID", 409)
    expect_equal(world.certifier.get(f"/v1/invitations/{first['id']}").must(200)["status"], "REVOKED")
    world.certifier.delete(f"/v1/invitations/{second['id']}", version=second["version"]).must(204)
    world.certifier.delete(f"/v1/invitations/{second['id']}", version=2).must_refuse("INVITATION_OVER", 409)
    accept(client, second["invitation_code"]).must_refuse("INVITATION_INVALID", 409)
    third = invite(world.certifier, person_id=id_).must(201).body
    instance.sql(f"update invitation set expires_at = clock_timestamp() where id = '{third['id']}'")
    accept(client, third["invitation_code"]).must_refuse("INVITATION_INVALID", 409)
    listed = world.certifier.get(f"/v1/invitations?person_id={id_}").must(200)["data"]
    expect_equal([item["status"] for item in listed], ["EXPIRED", "REVOKED", "REVOKED"])
    stored = instance.sql("select count(*) from idempotency_record where body like '%" + first["invitation_code"] + "%'")
    expect_equal(stored, [["0"]], "no code is kept")


@suite.test
def who_tries_codes_is_slowed(instance, identities):
    client = newcomer(instance, identities)
    statuses = [accept(client, f"{number:026d}").status for number in range(40)]
    expect(429 in statuses and statuses[0] == 409, f"never slowed: {statuses}")
    expect_equal(set(statuses), {409, 429})


@suite.test
def an_organism_invites_its_own_people_and_no_others(instance, identities):
    """Or the login of somebody who works elsewhere too would be the organism's to give."""
    world = House.of(instance)
    here, there = world.organisms
    own, _ = person(world, (here, "COUNSELLOR"))
    made = invite(here.referent, person_id=own).must(201).body
    there.referent.get(f"/v1/invitations/{made['id']}").must(404)
    there.referent.delete(f"/v1/invitations/{made['id']}", version=1).must(404)
    invite(there.referent, person_id=own).must_refuse("PERSON_OF_OTHERS", 409)
    both, _ = person(world, (here, "COUNSELLOR"), (there, "TRAINER"))
    invite(here.referent, person_id=both).must_refuse("PERSON_OF_OTHERS", 409)
    # Of whom others have charge nothing is told, whatever they do for them: one answer for all.
    strangers = [person_id for [person_id] in instance.sql("select distinct on (k.roles) k.person_id from api_key k where k.person_id is not null"
                                                           " and k.scope <> 'CANDIDATE' order by k.roles, k.person_id")]
    told = {str({key: value for key, value in invite(here.referent, "?dry_run=true", person_id=stranger.strip()).body.items() if key != "request_id"}) for stranger in strangers
            if stranger.strip() not in here.people.values()}
    expect_equal((len(strangers) > 5, len(told)), (True, 1), told)
    invite(here.counsellor, person_id=own).must_refuse("ROLE_NOT_ALLOWED", 403)
    invite(here.trainer, person_id=own).must_refuse("ROLE_NOT_ALLOWED", 403)
    invite(here.referent).must_refuse("ONE_REQUIRED", 422)
    invite(here.referent, person_id="01900000-0000-7000-8000-000000000001").must_refuse("REFERENCE_UNKNOWN", 422)
    client = newcomer(instance, identities)
    accept(client, made["invitation_code"]).must(201)
    expect_equal(client.get("/v1/me").must(200)["roles"], ["COUNSELLOR"])
    # A stranger is told no more now that there is a login.
    for stranger in (there.referent, here.counsellor):
        refused = invite(stranger, person_id=own)
        expect(refused.reasons in (["PERSON_OF_OTHERS"], ["ROLE_NOT_ALLOWED"]), f"{refused}")
    expect_equal(invite(here.referent, person_id=own).must(409).reasons, ["LOGIN_BOUND"])


@suite.test
def a_candidate_signs_in_and_sees_the_own_file(instance, identities):
    world = House.of(instance)
    here, there = world.organisms
    candidate = world.candidate(here)
    invite(here.counsellor, candidate_id=candidate["id"]).must_refuse("PERSON_OF_OTHERS", 409)  # no candidacy yet
    file = here.counsellor.post("/v1/candidacies", {"candidate_id": candidate["id"]}).must(201).body
    invite(there.counsellor, candidate_id=candidate["id"]).must_refuse("REFERENCE_UNKNOWN", 422)
    code = invite(here.counsellor, candidate_id=candidate["id"]).must(201)["invitation_code"]
    client = newcomer(instance, identities)
    accept(client, code).must(201)
    me = client.get("/v1/me").must(200).body
    expect_equal((me["scope"], me["scope_id"], me["roles"]), ("CANDIDATE", candidate["id"], ["CANDIDATE"]))
    client.get(f"/v1/candidacies/{file['id']}").must(200)
    act_as(client, candidate["id"]).get(f"/v1/candidacies/{file['id']}").must(200)
    other = here.counsellor.post("/v1/candidacies", {"candidate_id": world.candidate(here)["id"]}).must(201)
    client.get(f"/v1/candidacies/{other['id']}").must(404)


@suite.test
def a_system_is_nobody_to_bind(instance, identities):
    world = House.of(instance)
    id_, _ = person(world, (world.organisms[0], "COUNSELLOR"))
    code = invite(world.certifier, person_id=id_).must(201)["invitation_code"]
    system = Client(instance.base_url, identities.token(sub="back-end", client_id="back-end"))
    accept(system, code).must_refuse("INVITATION_INVALID", 409)
    accept(Client(instance.base_url, identities.token(sub="somebody")), code).must(201)
    Client(instance.base_url, identities.token(sub="somebody")).get("/v1/me").must(200)
    Client(instance.base_url, identities.token(sub="somebody", client_id="somebody")).get("/v1/me").must_refuse("LOGIN_UNBOUND", 403)
    shouting = Client(instance.base_url, identities.token(sub="somebody", scope="CLEA:READ"))
    shouting.get("/v1/candidacies").must_refuse("PERMISSION_MISSING", 403)


@suite.test
def who_invites_does_not_accept(instance, identities):
    """The code is in the inviter's hands: no login that is or was that of the inviter's people takes it."""
    world = House.of(instance)
    here, there = world.organisms
    counsellor, person_id, _, login = bound(instance, identities, world, (here, "COUNSELLOR"))
    candidate = world.candidate(here)["id"]
    here.counsellor.post("/v1/candidacies", {"candidate_id": candidate}).must(201)
    code = invite(here.counsellor, candidate_id=candidate).must(201)["invitation_code"]
    accept(counsellor, code).must_refuse("LOGIN_OF_INVITER", 409)
    here.referent.delete(f"/v1/logins/{login['id']}", version=login["version"]).must(404)  # bound by the certifier
    world.certifier.delete(f"/v1/logins/{login['id']}", version=login["version"]).must(204)
    accept(counsellor, code).must_refuse("LOGIN_OF_INVITER", 409)  # nor once it is unbound
    other, _ = person(world, (here, "TRAINER"))
    code = invite(here.referent, person_id=other).must(201)["invitation_code"]
    accept(counsellor, code).must_refuse("LOGIN_OF_INVITER", 409)
    accept(counsellor, invite(here.referent, person_id=person_id).must(201)["invitation_code"]).must(201)  # the own person's
    accept(newcomer(instance, identities), code).must(201)


@suite.test
def a_login_opens_what_its_inviter_could_give_a_key_for(instance, identities):
    """A secretary invites somebody before the mandate: the login votes for nobody, and the juror's is not the secretary's to end."""
    world = House.of(instance)
    commission = world.new_commission("Guadeloupe", per_college=0)
    world.flush()
    juror = commission.secretary.post("/v1/persons", {"last_name": "Inventé", "first_name": "Dominique"}).must(201)["id"]
    held_by_secretary = newcomer(instance, identities)
    login = accept(held_by_secretary, invite(commission.secretary, person_id=juror).must(201)["invitation_code"]).must(201).body
    mandate = world.member(commission, "EMPLOYER1", "EMPLOYER", juror)
    world.flush()
    expect_equal(held_by_secretary.get("/v1/me").must(200)["functions"], [])
    act_as(held_by_secretary, mandate["id"]).get("/v1/files").must_refuse("FUNCTION_NOT_YOURS", 403)
    # The juror learns of it with a key that is the juror's own, and ends it.
    shown, = mandate["client"].get("/v1/logins").must(200)["data"]
    expect_equal((shown["id"], shown["person_id"]), (login["id"], juror))
    commission.secretary.delete(f"/v1/logins/{login['id']}", version=login["version"]).must_refuse("ROLE_NOT_ALLOWED", 403)
    mandate["client"].delete(f"/v1/logins/{login['id']}", version=login["version"]).must(204)
    own = newcomer(instance, identities)
    accept(own, invite(world.certifier, person_id=juror).must(201)["invitation_code"]).must(201)
    expect_equal([f["id"] for f in own.get("/v1/me").must(200)["functions"]], [mandate["id"]])


@suite.test
def a_mere_contact_of_another_organism_stops_no_invitation(instance, identities):
    """Decision 36: what another tenant writes never counts against mine."""
    world = House.of(instance)
    here, there = world.organisms
    candidate = world.candidate(here)["id"]
    own = here.counsellor.post("/v1/candidacies", {"candidate_id": candidate}).must(201)["id"]
    contact = there.counsellor.post("/v1/candidacies", {"candidate_id": candidate}).must(201)
    invite(there.counsellor, candidate_id=candidate).must_refuse("REFERENCE_UNKNOWN", 422)
    code = invite(here.counsellor, candidate_id=candidate).must(201)["invitation_code"]
    client = newcomer(instance, identities)
    accept(client, code).must(201)
    # What a funder reads is no more the candidate's word by a login of the organism that holds the file, which writes it down with a proof.
    funder = world.make("/v1/funders", {"name": f"OPCO {next(numbers)}"})["id"]
    client.post(f"/v1/candidacies/{own}/funder-consents", {"funder_id": funder}).must_refuse("LOGIN_OF_ASKER", 409)
    instance.sql(f"update invitation set scope = 'CERTIFIER', scope_id = null, invited_by_id = null where candidate_id = '{candidate}'")
    expect_equal(client.post(f"/v1/candidacies/{own}/funder-consents", {"funder_id": funder}).must(201)["is_own"], True)
    instance.sql(f"update invitation set scope = 'ORGANISM', scope_id = '{here.id}' where candidate_id = '{candidate}'")
    # The candidate's word opens the record to the other organism; not so a login that that organism gave.
    refused = there.counsellor.post(f"/v1/candidacies/{contact['id']}/events", {"event": "RECORD_INFORMATION", "data": {"has_consent": True}})
    refused.must_refuse("SIGHT_NOT_ACCEPTED", 409)
    instance.sql(f"update invitation set scope_id = '{there.id}' where candidate_id = '{candidate}'")
    client.post(f"/v1/candidacies/{contact['id']}/sights", {}).must_refuse("LOGIN_OF_ASKER", 409)
    instance.sql(f"update invitation set scope_id = '{here.id}' where candidate_id = '{candidate}'")
    client.post(f"/v1/candidacies/{contact['id']}/sights", {}).must(201)
    there.counsellor.post(f"/v1/candidacies/{contact['id']}/events", {"event": "RECORD_INFORMATION", "data": {"has_consent": True}}).must(201)


@suite.test
def a_token_that_may_only_read_writes_nothing(instance, identities):
    """Every write of the contract, in whatever function: also the acceptance of an invitation, which asks for nobody known."""
    world = House.of(instance)
    subject = f"subject-{next(numbers)}"
    reading = Client(instance.base_url, identities.token(sub=subject, scope="clea:read"))
    id_, held = person(world, (world.organisms[0], "REFERENT"))
    code = invite(world.certifier, person_id=id_).must(201)["invitation_code"]
    expect_equal(accept(reading, code).must_refuse("PERMISSION_MISSING", 403).details("PERMISSION_MISSING"), {"permission": "WRITE"})
    writing = Client(instance.base_url, identities.token(sub=subject))
    accept(writing, code).must(201)
    reading.get("/v1/organisms").must(200)
    asked = 0
    for path, item in sorted(Client.contract.document["paths"].items()):
        for method, operation in item.items():
            is_command = {"$ref": "#/components/parameters/DryRun"} in operation.get("parameters", [])
            if not is_command or "REFERENT" not in operation.get("x-roles", ["REFERENT"]) or operation.get("security") == []:
                continue
            where = path
            for name in re.findall(r"{(\w+)}", path):
                where = where.replace("{" + name + "}", id_)
            content = operation.get("requestBody", {}).get("content", {})
            body = {"body": next((media.get("example", {}) for media in content.values()), {})} if content else {}
            headers = {"If-Match": '"1"', "Idempotency-Key": f"read-only-{asked}"}
            if content:
                headers["Content-Type"] = next(iter(content))
            reply = reading.send(method.upper(), where, **body, headers=headers)
            expect("PERMISSION_MISSING" in (reply.code, *reply.reasons), f"{reply}")
            asked += 1
    expect(asked > 30, f"{asked} writes: the walk has lost its way")
