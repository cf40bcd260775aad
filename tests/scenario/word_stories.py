# SPDX-License-Identifier: EUPL-1.2
"""Whose word it is, and whose credential: nobody makes a juror but the certifier, takes a juror's word out, hands on more than he has, or
answers for somebody else."""

import datetime
import itertools

from consent_stories import ask_function, send, somebody
from giving_stories import House, answered
from harness.client import Client
from opening_stories import DAY, LATER, answer, asked, unknown
from story import Journey, expect, expect_equal, story
from vote_stories import opened, submitted

MAKE = "/v1/api-keys"
SECRETS = {"key", "invitation_code", "answer_code"}


# Jurors


@story
def nobody_but_the_certifier_makes_a_juror(world):
    """Every role, of whomever there is: people of the own making, of the certifier's, of each function, and itself."""
    world.set_today("2026-03-02")
    house = House(world)
    path = f"/v1/commissions/{house.commission.id}/members"
    given = {role: house.holder(role) for role in house.givers if role not in ("CANDIDATE", "CHAIR")}
    before = sorted(member["id"] for member in world.certifier.get(path).must(200)["data"])
    asked_for = 0
    for giver, client in house.givers.items():
        if giver == "CERTIFIER":
            continue
        me = client.get("/v1/me").must(200)["person"]
        made = client.post("/v1/persons", {"last_name": "Leroy", "first_name": "Claude"})
        whom = given | {"nobody": world.person()} | ({"of the own making": made["id"]} if made.status == 201 else {}) | ({"itself": me["id"]} if me else {})
        for role, person in whom.items():
            reply = client.post(path, {"person_id": person, "college": "EMPLOYER", "mandate_from": world.today})
            expect(answered(reply) != 201, f"{giver} makes a juror of {role}: {reply}")
            if reply.status != 202:
                continue
            asked_for += 1
            for event in ("ACCEPT", "GRANT"):
                end = send(client, reply, event, reason="x")
                expect(end.status in (403, 404, 409), f"{giver} answers for {role}: {end}")
            expect(client.post(f"/v1/link-requests/{reply['id']}/codes").status in (403, 404), f"{giver} hands out the answer of {role}")
    expect(asked_for > 5, "the secretary asks")
    expect_equal(sorted(member["id"] for member in world.certifier.get(path).must(200)["data"]), before)


@story
def a_secretary_is_no_juror_of_the_commission(world):
    """3.2, both ways, under any account, whoever gives it; on other days, and in other commissions, he may be."""
    world.set_today("2026-03-02")
    commission, other = world.other_commission(per_college=0), world.other_commission(per_college=0)
    world.flush()

    def secretary(person, client=world.certifier, where=commission, **more):
        return client.post(f"/v1/persons/{person}/staff-functions", {"role": "SECRETARY", "scope_id": where.id, "valid_from": "2026-03-02", "reason": "x"} | more)

    def juror(person, client=world.certifier, where=commission, **more):
        return client.post(f"/v1/commissions/{where.id}/members", {"person_id": person, "college": "EMPLOYER", "mandate_from": "2026-03-02", "reason": "x"} | more)

    for first, second in ((secretary, juror), (juror, secretary)):
        person = world.person()
        account = world.person(human_id=person)
        stranger = world.person()
        day, last = ("valid_from", "valid_to") if first is secretary else ("mandate_from", "mandate_to")
        day2 = "mandate_from" if first is secretary else "valid_from"
        made = first(person, **{last: "2026-06-30"}).must(201)
        for who, client in itertools.product((person, account), (world.certifier, commission.secretary)):
            second(who, client).must_refuse("JUROR_IS_SECRETARY", 409)
        second(account, **{day2: "2026-06-30"}).must_refuse("JUROR_IS_SECRETARY", 409)
        second(account, **{day2: "2026-07-01"}).must(201)
        # Nor by a later last day, nor by two accounts that become one human.
        address = f"/v1/staff-functions/{made['id']}" if first is secretary else f"/v1/members/{made['id']}"
        world.certifier.patch(address, {last: "2026-07-01"}, version=1).must_refuse("JUROR_IS_SECRETARY", 409)
        second(person, where=other).must(201)
        second(stranger).must(201)
        refused = world.end("persons", person, {"duplicate_id": stranger}).must_refuse("MERGE_BREAKS_SEPARATION", 409)
        expect("SECRETARY_AND_JUROR" in str(refused.body) and "secrétariat et juré" in refused["detail"]
               and "Évaluateur" not in refused["detail"], str(refused))
    # Asked for before he was the secretary, and answered after.
    person, client = somebody(world, world.organisms[0])
    wanted = juror(person, commission.secretary).must(202)
    secretary(person).must(201)
    send(client, wanted, "ACCEPT").must_refuse("JUROR_IS_SECRETARY", 409)
    send(world.certifier, wanted, "GRANT", reason="x").must_refuse("JUROR_IS_SECRETARY", 409)


@story
def nobody_else_takes_a_word_of_a_juror_out(world):
    """By whichever standing: what the juror said stays in the count until the juror steps down."""
    journey = submitted(world)
    session = opened(world, journey, EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYER2="PRESENT", EMPLOYEE2="PRESENT")
    session.vote(journey, EMPLOYER1="AGAINST").record(journey, EMPLOYEE1="FOR", EMPLOYER2="FOR", EMPLOYEE2="FOR")
    session.vote(journey, EMPLOYEE1="FOR")  # confirmed
    session.send_contest(journey, "EMPLOYER2").must(200)
    path = f"{session.item(journey)}/step-downs"

    def step_down(label, client):
        return client.post(path, {"member_id": session.member_id(label), "reason": "x"})

    for label in ("EMPLOYER1", "EMPLOYEE1", "EMPLOYER2"):
        own = session.juror(label)
        step_down(label, session.secretary).must_refuse("VOTE_IS_OWN", 409)
        session.send_decision(journey, "CERTIFIED").must(409)
        step_down(label, own).must(201)
        session.secretary.delete(f"{path}/{session.member_id(label)}").must_refuse("VOTE_IS_OWN", 409)
        own.delete(f"{path}/{session.member_id(label)}").must(204)
    step_down("EMPLOYEE2", session.secretary).must(201)  # said nothing yet
    session.secretary.delete(f"{path}/{session.member_id('EMPLOYEE2')}").must(204)


# Credentials


@story
def a_system_hands_out_no_credential_of_a_person(world):
    """Every operation whose answer shows a secret once."""
    held, contact, codes = asked(world)
    here = held.organism
    system = world.key("ORGANISM", here.id, ["REFERENT"], None)
    world.flush()
    person = here.referent.post("/v1/persons", {"last_name": "Morel", "first_name": "Camille"}).must(201)["id"]
    here.referent.post(f"/v1/persons/{person}/affiliations", {"role": "REFERENT", "valid_from": "2026-02-01"}).must(201)
    key = here.referent.post(MAKE, {"person_id": person, "roles": ["REFERENT"], "label": "x"}).must(201)
    wanted = contact.organism.referent.post(f"/v1/persons/{person}/affiliations", {"role": "TRAINER", "valid_from": LATER}).must(202)
    tried = {
        "createApiKey": [(MAKE, {"person_id": person, "roles": ["REFERENT"], "permissions": ["READ", "WRITE", "KEYS"], "label": "x"})],
        "recordApiKeyEvent": [(f"{MAKE}/{key['id']}/events", {"event": "ROTATE"})],
        "createInvitation": [("/v1/invitations", guest) for guest in (
            {"person_id": person}, {"candidate_id": held.candidate["id"]},
            {"partner_scope": "ORGANISM", "roles": ["REFERENT"], "label": "x"})],
        "giveLinkCode": [(f"/v1/link-requests/{wanted['id']}/codes", None)],
        "giveSightCode": [(codes, None)],
    }
    shown = {operation["operationId"] for operation in Client.contract.operations.values()
             for schema in [str(operation["responses"].get("201"))] if any(f"'{name}'" in deep(schema) for name in SECRETS)}
    expect_equal(sorted(shown), sorted(tried), "operations that show a secret")
    for name, requests in tried.items():
        for path, body in requests:
            reply = system.post(path, body) if body else system.post(path)
            expect(reply.status == 403 and "PERSON_REQUIRED" in (reply.code, *reply.reasons), f"{name} {body}: {reply}")
    # What stands for nobody it may hand on, and a person hands on the rest.
    system.post(MAKE, {"roles": ["REFERENT"], "label": "x"}).must(201)
    here.referent.post(f"{MAKE}/{key['id']}/events", {"event": "ROTATE"}).must(201)


def deep(schema):
    """The text of a schema and of the schemas that it names."""
    seen, todo = set(), [schema]
    while todo:
        text = todo.pop()
        for name, found in Client.contract.document["components"]["schemas"].items():
            if f"schemas/{name}'" in text and name not in seen:
                seen.add(name)
                todo.append(str(found))
    return schema + "".join(str(Client.contract.document["components"]["schemas"][name]) for name in seen)


@story
def a_key_makes_none_that_is_wider_than_itself(world):
    """Each attribute, of a key that is made and of one that is rotated, for a person, for oneself and for a system."""
    here = world.organism()
    world.flush()
    now = datetime.datetime.now(datetime.timezone.utc)
    instants = [(now + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z") for days in (1, 2, 3)]
    colleague = here.person("COUNSELLOR")
    me = here.person("REFERENT")
    world.affiliate(me, here.id, "COUNSELLOR")
    narrow = {"allowed_from": ["127.0.0.0/8", "2001:db8::/32"], "expires_at": instants[1], "roles": ["REFERENT"], "permissions": ["READ", "KEYS"]}
    wider = {
        "allowed_from": [None, ["0.0.0.0/0"], ["126.0.0.0/7"], ["127.0.0.1/32", "192.0.2.0/24"], ["::/0"]],
        "expires_at": [None, instants[2]], "permissions": [["READ", "WRITE"], ["WRITE"]],
        "roles": [["COUNSELLOR", "REFERENT"], ["EVALUATOR"], ["COUNSELLOR"]],
    }
    within = {"allowed_from": [["127.0.0.1/32"], ["127.4.0.0/16", "2001:db8:1::/48"]], "expires_at": [instants[0], instants[1]],
              "permissions": [["READ"]], "roles": [["REFERENT"]]}
    for holder in ({"person_id": me}, {}):
        made = here.referent.post(MAKE, narrow | holder | {"label": "étroite", "permissions": ["READ", "WRITE", "KEYS"]}).must(201)
        maker = Client(world.instance.base_url, made["key"])
        fit = {name: values[0] for name, values in within.items()} | {"label": "x"}
        for target in ({"person_id": me}, {}) if holder else ({},):
            for name, values in wider.items():
                for value in values:
                    if name == "permissions" or (name == "roles" and (holder and not target or "EVALUATOR" in value)):
                        continue
                    reply = maker.post(MAKE, fit | target | {name: value})
                    expect(reply.status == 403 and "KEY_EXCEEDS_YOURS" in (reply.code, *reply.reasons), f"{holder} {target} {name} {value}: {reply}")
                    expect_equal(reply.details("KEY_EXCEEDS_YOURS")["pointer"], f"/{name}")
            for name, values in within.items():
                for value in values:
                    maker.post(MAKE, fit | target | {name: value}).must(201)
        # Of others, a referent gives the roles that the table says; no more of the rest.
        if holder:
            maker.post(MAKE, fit | {"person_id": colleague, "roles": ["COUNSELLOR"]}).must(201)
            maker.post(MAKE, fit | {"person_id": colleague, "roles": ["COUNSELLOR"], "allowed_from": None}).must_refuse("KEY_EXCEEDS_YOURS", 403)
            for guest in ({"person_id": me}, {"partner_scope": "ORGANISM", "roles": ["REFERENT"], "label": "x"}):
                refused = maker.post("/v1/invitations", guest).must_refuse("KEY_EXCEEDS_YOURS", 403)
                expect_equal(refused.details("KEY_EXCEEDS_YOURS"), {"member": "allowed_from"}, "an invitation has no such member to point at")
        # A key in the place of another: of its own, and of one that is wider.
        wide = here.referent.post(MAKE, {"roles": ["REFERENT"], "label": "large"}).must(201)
        refused = maker.post(f"{MAKE}/{wide['id']}/events", {"event": "ROTATE", "data": {"expires_at": instants[0]}}).must_refuse("KEY_EXCEEDS_YOURS", 403)
        expect_equal(refused.details("KEY_EXCEEDS_YOURS"), {"member": "allowed_from"})
        own = f"{MAKE}/{made['id']}/events"
        for end in (None, instants[2]):
            refused = maker.post(own, {"event": "ROTATE", "data": {"expires_at": end, "overlap_hours": 168}}).must_refuse("KEY_EXCEEDS_YOURS", 403)
            expect_equal(refused.details("KEY_EXCEEDS_YOURS"), {"pointer": "/data/expires_at"})
        turned = maker.post(own, {"event": "ROTATE"}).must(201)["resource"]
        expect_equal((turned["expires_at"], turned["allowed_from"], turned["roles"]), (made["expires_at"], made["allowed_from"], made["roles"]))
        lacking = here.referent.post(MAKE, narrow | holder | {"label": "liste"}).must(201)
        reader = Client(world.instance.base_url, lacking["key"])
        for permissions in wider["permissions"]:
            reader.post(MAKE, fit | {"permissions": permissions}).must_refuse("PERMISSION_MISSING", 403)


@story
def no_other_employer_answers_for_a_person(world):
    """By a key that it made: not what others ask him, nor the reading of it. By one of who recorded him, or of the certifier's, he does."""
    world.set_today(LATER)
    here, there, asker = (world.organism() for _ in range(3))
    world.flush()
    person = here.referent.post("/v1/persons", {"last_name": "Morel", "first_name": "Camille"}).must(201)["id"]
    here.referent.post(f"/v1/persons/{person}/affiliations", {"role": "COUNSELLOR", "valid_from": LATER}).must(201)
    world.affiliate(person, there.id, "COUNSELLOR", LATER)
    body = {"person_id": person, "roles": ["COUNSELLOR"], "label": "x"}

    def made(by, organism):
        key = by.post(MAKE, body | {"scope": "ORGANISM", "scope_id": organism.id}).must(201)["key"]
        return Client(world.instance.base_url, key)

    theirs, recorder, granted = made(there.referent, there), made(here.referent, here), made(world.certifier, there)
    wanted = ask_function(asker.referent, person, role="TRAINER", valid_from=LATER).must(202)
    address = f"/v1/link-requests/{wanted['id']}"
    for event in ("ACCEPT", "DECLINE"):
        send(theirs, wanted, event).must(404)
    theirs.get(address).must(404)
    theirs.get(f"{address}/allowed-events").must(404)
    expect_equal(theirs.get("/v1/link-requests").must(200)["data"], [])
    for client in (recorder, granted):
        expect_equal([item["id"] for item in client.get("/v1/link-requests?state=PENDING").must(200)["data"]], [wanted["id"]])
    send(recorder, wanted, "DECLINE", reason="Non.").must(201)
    again = ask_function(asker.referent, person, role="TRAINER", valid_from=LATER).must(202)
    send(granted, again, "ACCEPT").must(201)


@story
def a_code_for_a_person_does_not_move_what_is_asked(world):
    """Whoever has read the request answers it, codes or not; and nobody hands one out who acts for the side that asks."""
    world.set_today(LATER)
    here, asker = world.organism(), world.organism()
    world.flush()
    person = here.referent.post("/v1/persons", {"last_name": "Morel", "first_name": "Camille"}).must(201)["id"]
    here.referent.post(f"/v1/persons/{person}/affiliations", {"role": "COUNSELLOR", "valid_from": LATER}).must(201)
    client = Client(world.instance.base_url, here.referent.post(MAKE, {"person_id": person, "roles": ["COUNSELLOR"], "label": "x"}).must(201)["key"])
    wanted = ask_function(asker.referent, person, role="TRAINER", valid_from=LATER).must(202)
    address = f"/v1/link-requests/{wanted['id']}"
    read = client.get(address).must(200)
    both = world.person()
    for organism in (here, asker):
        world.affiliate(both, organism.id, "REFERENT", LATER)
    agent = world.key("ORGANISM", here.id, ["REFERENT"], both)
    world.flush()
    agent.post(f"{address}/codes").must_refuse("ACT_OF_ANOTHER", 403)
    for _ in range(2):
        here.referent.post(f"{address}/codes").must(201)
    expect_equal(client.get(address).must(200).headers["ETag"], read.headers["ETag"])
    send(client, read, "ACCEPT").must(201)


# What is told


@story
def a_candidacy_elsewhere_is_not_named(world):
    """By the one that comes after it: in the answer, the dry run, the list and the past, to who does not see it."""
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    candidate = world.candidate(here)
    gone = Journey(world, here, candidate=candidate).informed(DAY).event("WITHDRAW", DAY, {"requested_on": DAY}, to="WITHDRAWN")
    body = {"candidate_id": candidate["id"]}
    dry = there.counsellor.post("/v1/candidacies?dry_run=true", body).must(201)
    contact = Journey(world, there, candidate=candidate).open(LATER)
    himself = world.key("CANDIDATE", candidate["id"], ["CANDIDATE"], None)
    world.flush()
    told = {
        "dry run": dry, "again": there.counsellor.post("/v1/candidacies", body).must(200),
        "read": there.referent.get(contact.path).must(200), "list": there.referent.get("/v1/candidacies?limit=200").must(200),
        "past": there.referent.get(f"{contact.path}?at={LATER}"), "history": there.referent.get(f"{contact.path}/history").must(200),
        "events": there.referent.get(f"{contact.path}/events").must(200), "diff": there.referent.get(f"{contact.path}/diff").must(200),
    }
    for what, reply in told.items():
        expect(gone.id not in reply.raw.decode(), f"{what}: {reply}")
    for client in (himself, world.certifier):
        expect_equal(client.get(contact.path).must(200)["previous_candidacy_id"], gone.id)
    expect_equal(here.counsellor.post("/v1/candidacies?dry_run=true", body).must(201)["previous_candidacy_id"], gone.id)


@story
def who_holds_a_record_learns_not_who_asks(world):
    """A code of its own, tried with one reference after the other: five times, dry or not, and whatever the next code."""
    held, contact, path = asked(world)
    here = held.organism.referent
    others = [Journey(world, world.organisms[0]).informed(DAY).reference for _ in range(3)]

    def tries(codes, count):
        for number in range(count):
            is_dry = number % 2 or Client.rehearsal  # which would try a second time
            unknown(answer(world, codes[number % len(codes)], others[number % 3], query="?dry_run=true" if is_dry else ""), "/candidacy_reference")

    codes = [here.post(path).must(201)["answer_code"]]
    tries(codes, 3)
    codes = [here.post(path).must(201)["answer_code"]]
    tries(codes, 2)
    unknown(answer(world, codes[0], contact, query="?dry_run=true"))
    unknown(answer(world, codes[0], contact))
    here.post(path).must_refuse("CODES_SPENT", 409)
    # The candidate has a way all the same; and a week later the organism may hand one out again.
    certified = world.certifier.post(path).must(201)["answer_code"]
    answer(world, certified, contact, query="?dry_run=true").must(201)
    expect_equal(world.instance.sql(f"select count(*) from sight_code where candidate_id = '{held.candidate['id']}'"), [["1"]])
    code = here.post(path).must(201)["answer_code"]
    tries([code], 5)
    here.post(path).must_refuse("CODES_SPENT", 409)
    world.instance.sql(f"update sight_code set wrong_at = wrong_at - interval '7 days' where candidate_id = '{held.candidate['id']}'")
    code = here.post(path).must(201)["answer_code"]
    answer(world, code, contact).must(201)
    # What it has opened it tells; where else the record is open, it does not.
    answer(world, code, contact).must_refuse("ALREADY_RECORDED", 409)
    unknown(answer(world, code, held.reference))


# Where the thing is read that an id names; what stands for a person or an organism is everybody's to read.
READ_AT = {"candidacy_id": "candidacies", "previous_candidacy_id": "candidacies", "contact_candidacy_id": "candidacies", "candidate_id": "candidates",
           "merged_into_id": "candidates", "evaluation_id": "evaluations", "path_id": "paths", "file_id": "files", "certificate_id": "certificates",
           "replaced_by_id": "certificates", "appeal_id": "appeals"}
LISTS = ("candidacies", "candidates", "files", "certificates", "transfer-requests", "link-requests", "appointments", "deadlines")


def named_in(value):
    """(member, id) of everything in an answer that names something else."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and READ_AT.get(key):
                yield key, inner
            yield from named_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from named_in(inner)


@story
def no_id_names_what_its_reader_does_not_see(world):
    """Of all that the stories have left: whatever an answer names, its reader may read."""
    world.set_today(LATER)
    here, there = world.organisms[:2]
    candidate = world.candidate(here)
    Journey(world, here, candidate=candidate).informed(DAY).event("WITHDRAW", DAY, {"requested_on": DAY}, to="WITHDRAWN")
    Journey(world, there, candidate=candidate).open(LATER)
    Journey(world, there).informed(DAY)
    asked_of = 0
    for client in (here.referent, there.referent, there.counsellor, there.evaluator):
        known = {}
        for name in LISTS:
            page = client.get(f"/v1/{name}?limit=100")
            for member, id_ in (set(named_in(page.body["data"])) if page.status == 200 else ()):
                path = f"/v1/{READ_AT[member]}/{id_}"
                if path not in known:
                    known[path] = client.get(path).status
                expect(known[path] != 404, f"{name} names {member} {id_}, which is not there to who reads it")
        asked_of += len(known)
    expect(asked_of > 5, "something is named")
