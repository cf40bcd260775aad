# SPDX-License-Identifier: EUPL-1.2
"""Consent of both (decision 34): a link that binds two is asked for by one side and accepted by the other."""


from commission_stories import submitted
from harness.session import Session
from story import Journey, expect, expect_equal, story

TODAY = "2026-02-10"
LATER = "2026-02-20"


def manager_of(world, network):
    client = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    return client


def ask_membership(client, network, organism, **members):
    return client.post(f"/v1/networks/{network}/memberships", {"organism_id": organism.id, "valid_from": TODAY} | members)


def ask_function(client, person, **members):
    return client.post(f"/v1/persons/{person}/affiliations", {"role": "EMPLOYEE", "valid_from": TODAY} | members)


def send(client, asked, event, **data):
    return client.post(f"/v1/link-requests/{asked['id']}/events", {"event": event, "expected_version": asked["version"], "data": data})


def read(client, asked):
    return client.get(f"/v1/link-requests/{asked['id']}")


def waiting(client):
    return [item["id"] for item in client.get("/v1/link-requests?direction=RECEIVED&state=PENDING").must(200)["data"]]


def functions(world, person):
    return world.certifier.get(f"/v1/persons/{person}/affiliations").must(200)["data"]


def memberships(world, network):
    return world.certifier.get(f"/v1/networks/{network}/memberships").must(200)["data"]


def somebody(world, organism, role="EVALUATOR"):
    """A person with a function in an organism, and the key by which he acts there."""
    person = world.person()
    world.affiliate(person, organism.id, role)
    client = world.key("ORGANISM", organism.id, [role], person)
    world.flush()
    return person, client


# Memberships


@story
def a_network_takes_no_organism_that_did_not_accept(world):
    """C9: it sees none of its candidacies, opens no site in it and makes nobody its evaluator, until the organism accepts."""
    world.set_today(TODAY)
    network, organism = world.network(), world.organism()
    manager = manager_of(world, network)
    journey = Journey(world, organism).informed(TODAY)
    asked = ask_membership(manager, network, organism, reason="Convention à signer").must(202)
    expect_equal(asked.headers["Location"], f"/v1/link-requests/{asked['id']}")
    expect_equal({name: asked[name] for name in ("kind", "direction", "state", "message", "link_id", "asked_on", "answer_until")},
                 {"kind": "MEMBERSHIP", "direction": "SENT", "state": "PENDING", "message": "Convention à signer", "link_id": None,
                  "asked_on": TODAY, "answer_until": "2026-03-12"})
    takeover = (
        manager.get(journey.path), manager.post(f"/v1/organisms/{organism.id}/sites", {"name": "Centre"}),
        ask_function(manager, world.person(), organism_id=organism.id, role="EVALUATOR", valid_from="2020-01-01"),
        send(manager, asked, "ACCEPT"), send(world.organisms[0].referent, asked, "ACCEPT"), send(manager, asked, "GRANT", reason="Moi"),
    )
    expect_equal([reply.status for reply in takeover], [404, 403, 403, 403, 404, 403])
    expect_equal((memberships(world, network), manager.get("/v1/candidacies").must(200)["data"]), ([], []))
    # The organism reads who asks, and accepts: from that day on.
    expect_equal(waiting(organism.referent), [asked["id"]])
    expect_equal(read(organism.referent, asked).must(200)["asked_by"]["id"], network)
    read(organism.evaluator, asked).must(404)  # who does not act for the organism
    send(organism.counsellor, asked, "ACCEPT").must(404)
    world.set_today(LATER)
    accepted = send(organism.referent, asked, "ACCEPT").must(201)["resource"]
    expect_equal((accepted["state"], accepted["settled_on"], waiting(organism.referent)), ("ACCEPTED", LATER, []))
    made = world.certifier.get(f"/v1/memberships/{accepted['link_id']}").must(200)
    expect_equal((made["organism"]["id"], made["valid_from"]), (organism.id, LATER))
    manager.get(journey.path).must(200)


@story
def an_organism_asks_a_network_too(world):
    world.set_today(TODAY)
    network, organism = world.network(), world.organism()
    manager = manager_of(world, network)
    asked = ask_membership(organism.referent, network, organism, valid_from=LATER).must(202)
    ask_membership(organism.referent, network, world.organisms[0]).must_refuse("ACT_OF_ANOTHER", 403)
    ask_membership(organism.referent, network, organism, valid_from=LATER).must_refuse("LINK_ALREADY_REQUESTED", 409)
    ask_membership(manager, network, organism, valid_from=LATER).must_refuse("LINK_ALREADY_REQUESTED", 409)
    send(organism.referent, asked, "ACCEPT").must_refuse("ACT_OF_ANOTHER", 403)
    accepted = send(manager, asked, "ACCEPT").must(201)["resource"]
    made = organism.referent.get(f"/v1/memberships/{accepted['link_id']}").must(200)
    expect_equal(made["valid_from"], LATER)  # later than the acceptance
    # Either side ends it alone; nobody makes it longer alone.
    path = f"/v1/memberships/{made['id']}"
    world.organisms[0].referent.patch(path, {"valid_to": "2026-12-31"}, version=1).must_refuse("ACT_OF_ANOTHER", 403)
    organism.referent.patch(path, {"valid_to": "2026-06-30"}, version=1).must(200)
    for client in (manager, organism.referent, world.certifier):
        client.patch(path, {"valid_to": "2026-07-01"}, version=2).must_refuse("LINK_LONGER", 409)


@story
def no_membership_begins_before_its_acceptance(world):
    world.set_today(TODAY)
    network, organism = world.network(), world.organism()
    manager = manager_of(world, network)
    for client in (manager, organism.referent, world.certifier):
        refused = ask_membership(client, network, organism, valid_from="2026-02-09", reason="x").must_refuse("LINK_BEFORE_CONSENT", 409)
        expect_equal(refused.details("LINK_BEFORE_CONSENT")["limit_date"], TODAY)
    # The certifier grants it in the place of the other side, and says why.
    ask_membership(world.certifier, network, organism).must_refuse("REASON_REQUIRED", 409)
    granted = ask_membership(world.certifier, network, organism, reason="Accord écrit reçu").must(201)
    trace, = (item for item in world.certifier.get("/v1/link-requests?kind=MEMBERSHIP&state=GRANTED").must(200)["data"]
              if item["link_id"] == granted["id"])
    expect_equal((trace["reason"], trace["settled_on"], trace["direction"]), ("Accord écrit reçu", TODAY, None))
    ask_membership(world.certifier, network, organism, reason="x").must_refuse("PERIOD_OVERLAP", 409)
    other = world.network()
    asked = ask_membership(manager_of(world, other), other, organism).must(202)
    send(world.certifier, asked, "GRANT").must_refuse("REASON_REQUIRED", 409)
    expect_equal(send(world.certifier, asked, "GRANT", reason="Référent absent").must(201)["resource"]["state"], "GRANTED")
    expect_equal(len(memberships(world, other)), 1)


@story
def a_request_is_declined_taken_back_or_lapses(world):
    world.set_today(TODAY)
    organism = world.organism()
    ends = {}
    for event in ("DECLINE", "RETRACT", "LAPSE"):
        network = world.network()
        manager = manager_of(world, network)
        asked = ask_membership(manager, network, organism, valid_to="2026-12-31").must(202)
        if event == "LAPSE":
            world.set_today("2026-03-12")  # the last day
            run = world.certifier.post("/v1/jobs/expiry/runs").must(200)
            expect_equal(read(manager, asked).must(200)["state"], "PENDING", f"after {run}")
            world.set_today("2026-03-13")
            allowed = {item["event"]: item for item in organism.referent.get(f"/v1/link-requests/{asked['id']}/allowed-events").must(200)["data"]}
            if read(manager, asked).must(200)["state"] == "PENDING":  # the sweep also runs by itself
                expect_equal((allowed["ACCEPT"]["is_allowed"], allowed["DECLINE"]["is_allowed"]), (False, True))
                send(organism.referent, asked, "ACCEPT").must(409)
            world.certifier.post("/v1/jobs/expiry/runs").must(200)
        else:
            send(manager if event == "RETRACT" else organism.referent, asked, event, reason="Non.").must(201)
        ended = read(manager, asked).must(200)
        ends[event] = ended["state"]
        send(organism.referent, ended, "ACCEPT").must_refuse("INVALID_STATE", 409)
        expect_equal((ended["link_id"], memberships(world, network)), (None, []))
        world.set_today(TODAY)
        ask_membership(manager, network, organism).must(202)  # and may be asked again
    expect_equal(ends, {"DECLINE": "DECLINED", "RETRACT": "RETRACTED", "LAPSE": "LAPSED"})


@story
def what_is_asked_may_have_ended_before_it_is_answered(world):
    world.set_today(TODAY)
    network, organism = world.network(), world.organism()
    asked = ask_membership(manager_of(world, network), network, organism, valid_to="2026-02-15").must(202)
    world.set_today(LATER)
    refused = send(organism.referent, asked, "ACCEPT").must_refuse("LINK_PERIOD_OVER", 409)
    expect_equal(refused.details("LINK_PERIOD_OVER")["limit_date"], "2026-02-15")
    world.set_today("2026-03-13")
    send(organism.referent, asked, "ACCEPT").must(409)
    world.set_today(TODAY)


# Functions


@story
def a_person_belongs_to_nobody_who_only_says_so(world):
    """C3: a referent attaches a person of the country to his organism, dated back: no function, until the person accepts."""
    world.set_today(TODAY)
    here, there = world.organism(), world.organism()
    person, himself = somebody(world, here)
    ask_function(there.referent, person, valid_from="2020-01-01").must_refuse("LINK_BEFORE_CONSENT", 409)
    asked = ask_function(there.referent, person).must(202)
    ask_function(world.certifier, person, organism_id=there.id).must_refuse("REASON_REQUIRED", 409)
    # The side that asks makes no key for him before: it would rest on a function that is not there. Nor answers anybody else.
    there.referent.post("/v1/api-keys", {"label": "x", "roles": ["EVALUATOR"], "person_id": person}).must_refuse("FUNCTION_NOT_HELD", 409)
    send(there.referent, asked, "ACCEPT").must_refuse("ACT_OF_ANOTHER", 403)
    for client in (here.referent, here.evaluator, world.commission.secretary):
        send(client, asked, "ACCEPT").must(404)
    expect_equal([item["organism_id"] for item in functions(world, person)], [here.id])
    expect_equal(waiting(himself), [asked["id"]])
    accepted = send(himself, asked, "ACCEPT").must(201)["resource"]
    made = world.certifier.get(f"/v1/affiliations/{accepted['link_id']}").must(200)
    expect_equal((made["person_id"], made["organism_id"], made["role"], made["valid_from"]), (person, there.id, "EMPLOYEE", TODAY))
    # What was agreed on gets no longer alone.
    ended = there.referent.patch(f"/v1/affiliations/{made['id']}", {"valid_to": "2026-06-30"}, version=1).must(200)
    there.referent.patch(f"/v1/affiliations/{made['id']}", {"valid_to": None}, version=ended["version"]).must_refuse("LINK_LONGER", 409)


@story
def people_of_ones_own_need_nobody(world):
    """Whom an organism recorded and who works nowhere else: at once, and back when it harms nobody."""
    world.set_today(TODAY)
    here, there = world.organism(), world.organism()
    world.flush()
    person = here.referent.post("/v1/persons", {"last_name": "Moreau", "first_name": "Camille"}).must(201)["id"]
    made = ask_function(here.referent, person, role="TRAINER", valid_from="2024-09-01", reason="Embauche").must(201)
    expect_equal(made["valid_from"], "2024-09-01")
    trace, = here.referent.get(f"/v1/link-requests?person_id={person}").must(200)["data"]
    expect_equal((trace["state"], trace["link_id"], trace["reason"]), ("ACCEPTED", made["id"], "Embauche"))
    for last in ("2025-12-31", None):
        version = functions(world, person)[0]["version"]
        here.referent.patch(f"/v1/affiliations/{made['id']}", {"valid_to": last}, version=version).must(200)
    # Of another he is asked, and of the first one too once he works elsewhere.
    asked = ask_function(there.referent, person).must(202)
    himself = world.key("ORGANISM", here.id, ["TRAINER"], person)
    world.flush()
    send(himself, asked, "ACCEPT").must(201)
    ask_function(here.referent, person, role="EVALUATOR").must(202)
    # Whoever only knows his number cannot make him his own.
    ask_function(world.organisms[0].referent, person).must(202)


@story
def a_person_without_a_login_answers_by_a_code(world):
    """Handed over by the certifier, or by who recorded him and has him, never by the side that asks; it answers once."""
    world.set_today(TODAY)
    here, there = world.organism(), world.organism()
    world.flush()
    person = here.referent.post("/v1/persons", {"last_name": "Moreau", "first_name": "Camille"}).must(201)["id"]
    ask_function(here.referent, person, role="EMPLOYEE").must(201)
    asked = ask_function(there.referent, person, role="TRAINER", valid_from=LATER).must(202)
    path = f"/v1/link-requests/{asked['id']}/codes"
    there.referent.post(path).must_refuse("ACT_OF_ANOTHER", 403)
    here.counsellor.post(path).must(403)
    world.organisms[0].referent.post(path).must(404)
    old = world.certifier.post(path).must(201)["answer_code"]
    new = here.referent.post(path).must(201)["answer_code"]
    expect(len(new) == 26 and new != old, new)
    stored = world.instance.sql("select count(*) from link_request q where q::text like " + f"'%{new}%'")
    expect_equal(stored, [["0"]])
    send(here.referent, read(here.referent, asked), "ACCEPT").must_refuse("ACT_OF_ANOTHER", 403)  # whoever hands it over is not he
    answer = lambda code, event="ACCEPT", query="", **more: world.public.post(  # noqa: E731
        f"/v1/link-answers{query}", {"answer_code": code, "event": event} | more)
    for wrong, why in ((old, "REFERENCE_UNKNOWN"), ("0" * 26, "REFERENCE_UNKNOWN"), ("x", "CODE_INVALID"), (new[:-1], "CODE_INVALID")):
        expect_equal(answer(wrong).must(422).errors, {"/answer_code": why})
    told = answer(f" {new[:13].lower()}-{new[13:]} ", query="?dry_run=true").must(201)
    expect_equal((told["role"], told["begins_on"], told["state"]), ("TRAINER", LATER, "ACCEPTED"))
    expect_equal(len(functions(world, person)), 1)
    answer(new, reason="Entendu").must(201)
    expect_equal(sorted(item["organism_id"] for item in functions(world, person)), sorted((here.id, there.id)))
    for event in ("ACCEPT", "DECLINE"):
        answer(new, event).must_refuse("LINK_REQUEST_SETTLED", 409)
    world.certifier.post(path).must_refuse("LINK_REQUEST_SETTLED", 409)
    # Not to be asked about a person of whom one knows the number only.
    world.organisms[0].referent.get(f"/v1/link-requests/{asked['id']}").must(404)


@story
def a_mandate_is_accepted_by_its_juror(world):
    world.set_today(TODAY)
    here, commission = world.organism(), world.other_commission(per_college=0)
    person, himself = somebody(world, here, "TRAINER")
    path = f"/v1/commissions/{commission.id}/members"
    mandate = {"person_id": person, "college": "EMPLOYER", "mandate_from": TODAY}
    asked = commission.secretary.post(path, mandate | {"is_alternate": True}).must(202)
    expect_equal((asked["role"], asked["college"], asked["is_alternate"]), ("JUROR", "EMPLOYER", True))
    expect_equal(commission.secretary.get(path).must(200)["data"], [])
    commission.secretary.post(path, mandate).must_refuse("LINK_ALREADY_REQUESTED", 409)
    world.certifier.post(path, mandate).must_refuse("REASON_REQUIRED", 409)
    accepted = send(himself, asked, "ACCEPT").must(201)["resource"]
    member, = commission.secretary.get(path).must(200)["data"]
    expect_equal((member["id"], member["person_id"], member["is_alternate"]), (accepted["link_id"], person, True))
    ended = commission.secretary.patch(f"/v1/members/{member['id']}", {"mandate_to": "2026-12-31"}, version=1).must(200)
    commission.secretary.patch(f"/v1/members/{member['id']}", {"mandate_to": None}, version=ended["version"]).must_refuse("LINK_LONGER", 409)
    own = commission.secretary.post("/v1/persons", {"last_name": "Morel", "first_name": "Camille"}).must(201)["id"]
    commission.secretary.post(path, mandate | {"person_id": own, "mandate_from": "2020-01-01"}).must_refuse("LINK_BEFORE_CONSENT", 409)
    commission.secretary.post(path, mandate | {"person_id": own}).must(202)  # of the own people too: nobody appoints alone


@story
def what_another_organism_writes_stops_no_evaluator(world):
    """C9: 270 functions of a day each, in another organism, for an evaluator of this one: his acts go on as before."""
    world.set_today(TODAY)
    here, there = world.organism(), world.organism()
    person, himself = somebody(world, here)
    statuses = set()
    for number in range(270):
        day = f"2027-{1 + number // 28:02d}-{1 + number % 28:02d}"
        statuses.add(ask_function(there.referent, person, valid_from=day, valid_to=day).status)
    expect_equal(statuses, {202, 409})  # one request waits at a time
    expect_equal(len(functions(world, person)), 1)
    journey = Journey(world, here).informed(TODAY)
    started = himself.post(f"{journey.path}/events", {"event": "START_PRIOR", "occurred_on": TODAY,
                                                      "data": {"held_on": TODAY, "evaluator_id": person}})
    started.must(201)


# Sessions


def opened(world, organism, session_day=TODAY):
    journey = submitted(world, organism=organism)
    world.set_today(session_day)
    session = Session(world, session_day).put(journey).convene("2026-02-01")
    return session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open(), journey


@story
def the_chair_is_nobodys_employee_before_he_accepts(world):
    """C9, C3: employed by the organism of the file during the session, he goes on; and he cannot accept into it."""
    organism = world.organism()
    world.flush()
    session, journey = opened(world, organism)
    chair = world.commission.members["EMPLOYER1"]
    asked = ask_function(organism.referent, chair["person_id"]).must(202)
    refused = send(chair["client"], asked, "ACCEPT").must_refuse("LINK_MEETS_SESSION", 409)
    expect_equal(refused["allowed_events"], ["DECLINE"])
    send(world.certifier, asked, "GRANT", reason="x").must_refuse("LINK_MEETS_SESSION", 409)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()
    # Settled: nothing reaches back over it, through no door.
    send(chair["client"], asked, "ACCEPT").must_refuse("LINK_MEETS_SESSION", 409)
    ask_function(world.certifier, chair["person_id"], organism_id=organism.id, reason="x").must_refuse("LINK_MEETS_SESSION", 409)
    world.set_today("2026-02-11")
    accepted = send(chair["client"], asked, "ACCEPT").must(201)["resource"]
    expect_equal(world.certifier.get(f"/v1/affiliations/{accepted['link_id']}").must(200)["valid_from"], "2026-02-11")


@story
def own_people_are_not_dated_back_over_a_session(world):
    """A juror whom the organism itself recorded, and who works nowhere else once his mandate is over."""
    organism = world.organism()
    world.flush()
    session, journey = opened(world, organism)
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()
    chair = world.commission.members["EMPLOYER1"]["person_id"]
    own = organism.referent.post("/v1/persons", {"last_name": "Second", "first_name": "Compte"}).must(201)["id"]
    world.end("persons", chair, {"duplicate_id": own}).must(201)
    ask_function(organism.referent, own, valid_from="2026-01-01").must(409)
    made = world.instance.sql(f"select count(*) from affiliation where person_id = '{own}'")
    expect_equal(made, [["0"]])


# Every table that binds two

TENANTS = """
select t.relname, string_agg(distinct a.attname, ' ' order by a.attname)
from pg_class t
join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
where t.relnamespace = 'public'::regnamespace and t.relkind = 'r'
  and (a.attname ~ 'scope_id$' or exists (
      select from pg_constraint f where f.conrelid = t.oid and f.contype = 'f' and a.attnum = any (f.conkey)
        and f.confrelid::regclass::text in ('organism', 'network', 'commission', 'person', 'candidate', 'funder')))
group by t.relname having count(distinct a.attname) > 1 order by t.relname"""

# What such a row is where it binds nobody who did not say so, in a word or two.
BINDS_NOBODY = {
    "affiliation": None, "network_membership": None, "commission_member": None, "staff_function": None, "link_request": None,  # below
    "identity_statement": "a statement of one person of the certifier, on which another acts",
    "annulment_request": "asked by one person of the certifier, confirmed by another",
    "evidence": "put there by the candidate or the organism in charge, by its people",
    "certificate_handover": "told by the organism in charge, the commission or the certifier",
    "site": "of the organism, by itself, or by a network that it belongs to",
    "adjustment": "of the organism in charge, by its people", "api_key": "of the organism, network or commission, for its own people",
    "commission_override": "named by the certifier", "convocation": "of the commission, to its members", "rectification": "of the commission, by its people",
    "decision_notification": "told by the commission, or the organism in charge", "appeal": "filed by the candidate or the organism in charge, settled by the certifier",
    "appointment": "a counsellor of the organism; the candidate comes to it",
    "candidacy": "the candidate comes to the organism; what it sees before his consent is another rule's",
    "candidacy_event": "who acted", "candidate": "who recorded it", "candidate_distinct": "a statement on two records",
    "candidate_access": "follows the candidacies", "candidate_known": "follows the candidacies",
    "candidate_sight": "opened by the candidate or the certifier, never by the organism that asked",
    "sight_code": "handed over by who holds the record, or the certifier; opens it to whom its candidate names",
    "invitation": "accepted by who has the code", "login": "by who has the code and a token",
    "certificate": "by the certifier, on a signed decision", "evaluation": "of the organism in charge, by its people",
    "file": "sent by the organism in charge to the commission that is competent", "funding": "of the organism in charge, by its people",
    "funder_consent": "of the candidate; the organism in charge says what shows it",
    "habilitation": "one holder, granted by the certifier", "path": "of the organism in charge",
    "path_module": "a trainer who has the function", "person": "who recorded it", "portfolio": "of the organism in charge, by its people",
    "restitution": "of the organism in charge, by its people", "sitting": "an evaluator who has the function",
    "transfer_request": "asked, and accepted by the transfer", "vote": "the word of its juror, and who wrote it down",
}


def binding_acts(world):
    """For each table of links: who would profit asks for the link, alone, through every operation that makes one."""
    here, there = world.organism(), world.organism()
    network, commission = world.network(), world.other_commission(per_college=0)
    manager = manager_of(world, network)
    person, _ = somebody(world, here)
    own = commission.secretary.post("/v1/persons", {"last_name": "Morel", "first_name": "Camille"}).must(201)["id"]
    mandate = {"college": "EMPLOYER", "mandate_from": TODAY}
    member = ask_membership(manager, network, here)
    return {
        "network_membership": [member, ask_membership(there.referent, network, there), send(manager, member, "ACCEPT"),
                               send(manager, member, "GRANT", reason="x")],
        "affiliation": [reply for role in ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT", "EMPLOYEE")
                        for asked in [ask_function(there.referent, person, role=role)]
                        for reply in (asked, send(there.referent, asked, "ACCEPT"), send(there.referent, asked, "GRANT", reason="x"))],
        "commission_member": [reply for juror in (person, own)
                              for asked in [commission.secretary.post(f"/v1/commissions/{commission.id}/members", mandate | {"person_id": juror})]
                              for reply in (asked, send(commission.secretary, asked, "ACCEPT"))],
        "staff_function": [reply for who, role in ((manager, "NETWORK_MANAGER"), (commission.secretary, "SECRETARY"))
                           for asked in [who.post(f"/v1/persons/{person}/staff-functions", {"role": role, "valid_from": TODAY})]
                           for reply in (asked, send(who, asked, "ACCEPT"))],
    }


@story
def who_profits_makes_no_link_alone(world):
    """Every table with two tenant columns is known: its operations are asked here by who would profit, or it binds nobody."""
    world.set_today(TODAY)
    tables = {row[0]: row[1] for row in world.instance.sql(TENANTS)}
    expect_equal(sorted(tables), sorted(BINDS_NOBODY), f"tables that bind two, and how each does: {tables}")
    links = world.instance.sql("select link_id from link_request where link_id is not null")
    acts = binding_acts(world)
    made = world.instance.sql("select link_id from link_request where link_id is not null and asked_scope <> 'CERTIFIER'")
    expect(not [row for row in made if row not in links], "a link was made by who profits from it")
    for table, replies in acts.items():
        expect(all(reply.status in (202, 403, 409) for reply in replies), f"{table}: {[str(reply) for reply in replies]}")
    expect_equal({table for table, why in BINDS_NOBODY.items() if why is None} - acts.keys(), {"link_request"})
    # As for the database: no such row without its request, whoever writes it.
    expect_equal(world.instance.sql(
        "select count(*) from network_membership m where not exists (select from link_request q where q.link_id = m.id)"), [["0"]])
