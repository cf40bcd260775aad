# SPDX-License-Identifier: EUPL-1.2
"""Many who act on one thing at the same moment: every act of those who may is done, and who comes second is told what a late
comer is told. Nobody meets an error, and PostgreSQL no deadlock."""

import time
from contextlib import nullcontext

from bound_stories import copied
from harness.second_server import SecondServer
from keys import quote
from story import Journey, Session, expect, expect_equal, statuses, story, together

HELD = "2026-02-10"


def informed(world, day="2026-01-05", today=HELD):
    world.set_today(today)
    return Journey(world).informed(day)


def deadlocks(world):
    return open(world.instance.database_log).read().count("deadlock detected")


def send_together(client, calls):
    """One connection each, opened before."""
    clients = [client.clone() for _ in calls]
    for each in clients:
        each.get("/v1/me").must(200)
    return together(*[lambda each=each, call=call: call(each) for each, call in zip(clients, calls)])


@story
def twenty_results_at_once_on_one_grid_are_twenty_results(world):
    journey = informed(world).start_prior("2026-01-14")
    codes = journey.missing_codes()[:20]
    body = {code: {"event": "RECORD_RESULTS", "occurred_on": "2026-01-14",
                   "data": {"results": [{"criterion_code": code, "status": "VALIDATED"}]}} for code in codes}
    replies = send_together(journey.client("evaluator"), [
        lambda client, code=code: client.post(f"{journey.path}/events", body[code]) for code in codes])
    expect_equal([reply.status for reply in replies], [201] * 20, "statuses")
    grid = statuses(journey.results_of(journey.open_evaluation()))
    criteria = world.referential.subdomain_of
    expect_equal({code for code in criteria if grid.get(code) == "VALIDATED"}, set(codes), "what is saved")


@story
def of_twenty_who_start_the_prior_evaluation_one_does(world):
    journey = informed(world)
    body = {"event": "START_PRIOR", "occurred_on": "2026-01-14", "data": {"held_on": "2026-01-14"}}
    replies = send_together(journey.client("evaluator"),
                            [lambda client: client.post(f"{journey.path}/events", body) for _ in range(20)])
    expect_equal(sorted(reply.status for reply in replies), [201] + [409] * 19, "statuses")
    late = journey.client("evaluator").post(f"{journey.path}/events", body).must(409)

    def told(reply):
        return {name: value for name, value in reply.body.items() if name != "request_id"}

    for reply in replies:
        if reply.status == 409:
            expect_equal(told(reply), told(late), "what a loser is told")


@story
def twenty_invitations_of_one_person_follow_one_another(world):
    """Each ends the one before; of persons who are invited by two in another order, too."""
    organism, before = world.organism(), deadlocks(world)
    world.flush()
    persons = [organism.referent.post("/v1/persons", {"last_name": "Durand", "first_name": name}).must(201)["id"] for name in ("Lou", "Ana")]
    replies = send_together(organism.referent, [
        lambda client, person=persons[turn % 2]: client.post("/v1/invitations", {"person_id": person}) for turn in range(20)])
    expect_equal([reply.status for reply in replies], [201] * 20, "statuses")
    listed = ", ".join(f"'{person}'" for person in persons)
    expect_equal(world.instance.sql(f"select person_id, count(*) from invitation where person_id in ({listed}) and status = 'OPEN' group by 1 order by 1"),
                 [[person, "1"] for person in sorted(persons)], "open ones")
    expect_equal(deadlocks(world), before, "deadlocks")


@story
def twenty_decisions_at_once_are_twenty_decisions(world):
    world.set_today(HELD)
    journeys = [Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
                .submit("2026-01-20") for _ in range(20)]
    session = Session(world, HELD).put(*journeys).convene("2026-02-01")
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    for journey in journeys:
        session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR")
    replies = send_together(session.juror("EMPLOYER1"), [
        lambda client, journey=journey: session.send_decision(journey, "CERTIFIED", client) for journey in journeys])
    expect_equal([reply.status for reply in replies if reply.status >= 300], [], "refused")
    session.close().sign()
    expect_equal({journey.read()["state"] for journey in journeys}, {"CERTIFIED"}, "states")


def signed_by_both_at_once(world, rounds):
    """The slowest signature in ms, of sessions one after the other."""
    slowest = 0
    world.set_today(HELD)
    for _ in range(rounds):
        session = Session(world, HELD).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open().close()
        clients = [session.juror(label).clone() for label in ("EMPLOYER1", "EMPLOYEE1")]
        for client in clients:
            client.get("/v1/me").must(200)

        def sign(client):
            began = time.monotonic()
            client.post(f"{session.path}/minutes/signatures", {}).must(200, 201)
            return time.monotonic() - began

        slowest = max(slowest, *[1000 * took for took in together(*[lambda each=each: sign(each) for each in clients])])
        expect_equal(session.read().state, "SIGNED", "state")
    return slowest


@story
def chair_and_vice_chair_sign_at_once(world):
    """Two locks in two orders made PostgreSQL wait a second, and then refuse one of the two."""
    before = deadlocks(world)
    slowest = signed_by_both_at_once(world, 50)
    print(f"# the slowest of 100 signatures: {slowest:.0f} ms")
    expect_equal(deadlocks(world), before, "deadlocks")
    # An idle machine answers within 200 ms; a suite shares its own, and its chair sits in hundreds of sessions by now.
    expect(slowest < 5000, f"a signature took {slowest:.0f} ms")


@story
def a_file_leaves_while_its_session_moves(world):
    """A withdrawal locks its candidacy, and the session it is on; the session locks itself, and its candidacies."""
    before = deadlocks(world)
    for _ in range(6):
        world.set_today(HELD)
        journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
        journey.submit("2026-01-20")
        session = Session(world, HELD).put(journey).convene("2026-02-01")
        journey.refresh()
        cancel = {"event": "CANCEL", "occurred_on": HELD, "data": {"reason": "ERROR"}}
        clients = world.certifier.clone(), session.secretary.clone()
        replies = together(
            lambda: clients[0].post(f"{journey.path}/events", cancel),
            lambda: session.send("CANCEL", HELD, clients[1], reason="Salle fermée"))
        expect(all(reply.status < 500 for reply in replies), f"{replies}")
    expect_equal(deadlocks(world), before, "deadlocks")


@story
def what_may_not_overlap_is_given_once_and_nobody_waits_for_a_deadlock(world):
    """Of many at once one is given, whatever kind it is: a habilitation granted or decided, a quality certificate, a function in an
    organism, beside one or in a commission, a membership. An exclusion constraint alone lets each wait for the other."""
    world.set_today(HELD)
    before, month = deadlocks(world), {"valid_from": "2030-01-01", "valid_to": "2030-12-31"}
    network = world.network()
    for round_ in range(6):
        organism, person = world.organism(evaluation=None, training=None), world.person()
        world.flush()
        habilitation = {"activity": "EVALUATION", "referential_code": world.referential.code, "organism_id": organism.id} | month
        asked = organism.referent.post("/v1/habilitations", habilitation | {"state": "REQUESTED"}).must(201)
        grant = {"event": "GRANT", "expected_version": asked["version"]}
        posts = {
            f"/v1/organisms/{organism.id}/quality-certificates": {"number": f"Q{round_}"} | month,
            f"/v1/persons/{person}/affiliations": {"organism_id": organism.id, "role": "COUNSELLOR"} | month,
            f"/v1/persons/{person}/staff-functions": {"role": "CERTIFIER", "reason": "Nommé."} | month,
            f"/v1/commissions/{world.commission.id}/members": {"person_id": person, "college": "EMPLOYEE", "mandate_from": "2030-01-01",
                                                                "mandate_to": "2030-12-31", "reason": "Nommée."},
            f"/v1/networks/{network}/memberships": {"organism_id": organism.id, "reason": "Accord des deux parties."} | month,
        }
        for path, body in posts.items():
            replies = send_together(world.certifier, [lambda client, path=path, body=body: client.post(path, body) for _ in range(8)])
            told = sorted(reply.status for reply in replies)
            expect(told[0] < 300 and told[-1] < 500, f"{path}: {told} {replies[-1]}")
        granted = habilitation | {"state": "GRANTED"}
        replies = send_together(world.certifier, [
            *[lambda client: client.post("/v1/habilitations", granted) for _ in range(6)],
            *[lambda client: client.post(f"/v1/habilitations/{asked['id']}/events", grant) for _ in range(2)]])
        told = sorted(reply.status for reply in replies)
        expect(told.count(201) == 1 and told[-1] < 500, f"{told}: {replies}")
    expect_equal(deadlocks(world), before, "deadlocks")


def counted_acts(world, journey):
    """(what is filled to all but two before, or nothing; the bound; who asks; where; a body for each number)"""
    here, today = journey.organism, HELD
    person = world.person()
    world.affiliate(person, here.id, "COUNSELLOR", "2026-01-01")
    network = world.network()
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    funders = [world.make("/v1/funders", {"name": f"OPCO à la fois {number}"})["id"] for number in range(13)]
    key = {"roles": ["COUNSELLOR"], "label": "Poste"}
    method = {"referential_code": "CLEA-SOCLE", "modality": "ON_SITE", "sitting_count": 1, "network_id": network}
    meeting = {"kind": "OTHER", "duration_minutes": 15, "candidate_id": journey.candidate["id"], "counsellor_id": here.person("COUNSELLOR")}
    kept = f"candidacy_id = {quote(journey.id)}"
    return [
        (None, ("KEYS", 16), here.referent, "/v1/api-keys", lambda number: key | {"person_id": person}),
        (None, ("SYSTEM_KEYS", 64), here.referent, "/v1/api-keys", lambda number: key),
        (("funding", kept, {}), ("FUNDINGS", 64), here.referent, f"{journey.path}/funding",
         lambda number: {"step": "PRIOR", "funder_type": "CPF", "funded_minutes": number}),
        (("funder_consent", kept, {"withdrawn_on": today}), ("FUNDER_CONSENTS", 64), here.referent, f"{journey.path}/funder-consents",
         lambda number: {"funder_id": funders[number], "proof": "Formulaire signé."}),
        (("site", f"organism_id = {quote(here.id)}", {}), ("SITES", 512), here.referent, f"/v1/organisms/{here.id}/sites",
         lambda number: {"name": f"Site à la fois {number}"}),
        (("appointment", f"candidate_id = {quote(journey.candidate['id'])}", {}), ("APPOINTMENTS", 512), here.counsellor, "/v1/appointments",
         lambda number: meeting | {"starts_at": f"2026-03-02T{9 + number // 4:02}:{number % 4 * 15:02}:00+01:00"}),
        (("evaluation_method", f"network_id = {quote(network)}", {}), ("METHODS", 512), manager, "/v1/evaluation-methods",
         lambda number: method | {"name": f"Méthode à la fois {number}"}),
    ]


@story
def bounds_hold_for_those_that_come_at_once(instance, world):
    """On two servers, from all but two that there may be: two are done, and all others are refused with the bound."""
    world.set_today(HELD)
    here = world.organism()
    world.flush()
    journey = Journey(world, here)
    journey.informed("2026-01-05")
    with SecondServer(instance) as server:
        for filled, (bound, most), client, door, body in counted_acts(world, journey):
            client.post(door, body(12)).must(201)
            if not filled:
                for _ in range(most - 3):
                    client.post(door, body(12)).must(201)
            with copied(instance, filled[0], filled[1], most - 3, **filled[2]) if filled else nullcontext():
                clients = [client.clone() for _ in range(6)] + [server.client(client) for _ in range(6)]
                for each in clients:
                    each.get("/v1/me").must(200)
                replies = together(*[lambda each=each, number=number: each.post(door, body(number)) for number, each in enumerate(clients)])
                expect_equal(sorted(reply.status for reply in replies), [201] * 2 + [409] * 10, bound)
                refused = next(reply for reply in replies if reply.status == 409).must_refuse("RECORDS_TOO_MANY", 409)
                expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": bound, "limit": most})


@story
def a_confirmation_and_a_change_of_one_vote_take_the_session_first(instance, world):
    """On two servers: what confirms locks the vote, what takes it back the session and the vote. Nobody waits for one another."""
    world.set_today(HELD)
    before = deadlocks(world)
    journeys = [Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit("2026-01-20")
                for _ in range(12)]
    session = Session(world, HELD).put(*journeys).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    for journey in journeys:
        session.vote(journey, EMPLOYER1="FOR").record(journey, EMPLOYEE1="FOR").decide(journey, "CERTIFIED")
    juror = session.juror("EMPLOYEE1")
    with SecondServer(instance) as server:
        clients = [make() for _ in range(3) for make in (juror.clone, lambda: server.client(juror))]
        for client in clients:
            client.get("/v1/me").must(200)
        for journey in journeys:
            replies = together(*[lambda client=client, number=number: session.send_vote(journey, "EMPLOYEE1", ("FOR", "AGAINST")[number % 2], client=client)
                                 for number, client in enumerate(clients)],
                               lambda: session.send_contest(journey, "EMPLOYEE1", client=juror.clone()))
            expect({reply.status for reply in replies} <= {200, 409}, str(replies))
    expect_equal(deadlocks(world), before, "deadlocks")
