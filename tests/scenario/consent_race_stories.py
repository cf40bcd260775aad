# SPDX-License-Identifier: EUPL-1.2
"""Races about the consent of both sides (decision 34): one answer wins, whoever gives it."""

import collections

from consent_stories import TODAY, ask_function, ask_membership, manager_of, memberships, read, send
from commission_stories import submitted
from harness.session import Session
from story import expect, expect_equal, story, together


@story
def one_answer_wins(world):
    """Accept against retract, decline and grant, twice, and against the sweep: one end, and a link exactly when it was accepted."""
    world.set_today(TODAY)
    organism = world.organism()
    world.flush()
    for rival in ("RETRACT", "DECLINE", "GRANT", "ACCEPT", "LAPSE"):
        for _ in range(4):
            network = world.network()
            manager = manager_of(world, network)
            asked = ask_membership(manager, network, organism).must(202)
            first = organism.referent.clone()
            second = {"RETRACT": manager, "GRANT": world.certifier}.get(rival, organism.referent).clone()
            if rival == "LAPSE":
                world.certifier.put("/v1/sandbox/clock", {"today": "2026-03-13"}).must(200)
                second = world.certifier.clone()
                replies = together(lambda: send(first, asked, "ACCEPT"), lambda: second.post("/v1/jobs/expiry/runs"))
                expect(replies[0].status in (201, 409, 412) and replies[1].status == 200, str(replies))
                world.certifier.put("/v1/sandbox/clock", {"today": TODAY}).must(200)
            else:
                replies = together(lambda: send(first, asked, "ACCEPT"), lambda: send(second, asked, rival, reason="Course"))
                expect_equal(sorted(reply.status for reply in replies)[0], 201, str(replies))
                expect(sorted(reply.status for reply in replies)[1] in (409, 412), str(replies))
            ended = read(manager, asked).must(200)
            expect_equal(len(memberships(world, network)), 1 if ended["state"] in ("ACCEPTED", "GRANTED") else 0, ended["state"])
            first.close()
            second.close()


LEFT = """
    select 'affiliation' from affiliation where person_id = '{0}' and coalesce(valid_to, 'infinity') > greatest(valid_from, '2026-02-10')
    union all select 'mandate' from commission_member where person_id = '{0}' and coalesce(mandate_to, 'infinity') > greatest(mandate_from, '2026-02-10')
    union all select 'staff function' from staff_function where person_id = '{0}' and coalesce(valid_to, 'infinity') > greatest(valid_from, '2026-02-10')
    union all select 'request' from link_request where person_id = '{0}' and state = 'PENDING'
    union all select 'invitation' from invitation where person_id = '{0}' and status = 'OPEN'
    union all select 'login' from login where person_id = '{0}' and ended_at is null
    union all select 'another record' from person p join person q on q.human_id = p.human_id where p.id = '{0}' and q.status <> p.status"""


@story
def a_closure_races_with_whatever_is_given(world):
    """The record of a person is closed, and nothing stays open of it: what came first is ended, what came later is refused."""
    here, there = world.organism(), world.organism()
    world.flush()
    world.set_today(TODAY)
    given = collections.Counter()
    for number in range(6):
        person, other = (here.referent.post("/v1/persons", {"last_name": "Parti", "first_name": "Jean"}).must(201)["id"] for _ in range(2))
        path, function = f"/v1/persons/{person}", {"role": "TRAINER", "valid_from": TODAY, "reason": "Course"}
        kept = here.referent.post(f"{path}/affiliations", function | {"valid_to": "2026-12-31"}).must(201)
        asked = there.referent.post(f"{path}/affiliations", function).must(202)
        acts = {
            "closure": lambda who: world.end("persons", person, {"reason": "Course"}, "closures", who),
            "affiliation": lambda who: who.post(f"{path}/affiliations", function | {"role": "EVALUATOR", "organism_id": here.id}),
            "longer": lambda who: who.patch(f"/v1/affiliations/{kept['id']}", {"valid_to": "2027-12-31"}, version=kept["version"]),
            "mandate": lambda who: who.post(f"/v1/commissions/{world.commission.id}/members", {
                "person_id": person, "college": "EMPLOYER", "mandate_from": TODAY, "reason": "Course"}),
            "staff function": lambda who: who.post(f"{path}/staff-functions", {
                "role": "SECRETARY", "scope_id": world.commission.id, "valid_from": TODAY, "reason": "Course"}),
            "granted": lambda who: send(who, asked, "GRANT", reason="Course"),
            "invitation": lambda who: who.post("/v1/invitations", {"person_id": person}),
            "merge": lambda who: world.end("persons", person, {"duplicate_id": other}, client=who),
        }
        clients = [world.certifier.clone() for _ in acts]
        order = list(acts) if number % 2 else list(acts)[::-1]
        replies = together(*(lambda act=acts[name], who=who: act(who) for name, who in zip(order, clients)))
        for name, reply in zip(order, replies):
            given[name] += reply.status == 201 or reply.status == 200
            expect(reply.status in (200, 201, 409, 412, 422), f"{name}: {reply}")
        if dict(zip(order, replies))["closure"].status == 412:  # the merge came first, and makes a new version
            acts["closure"](world.certifier).must(201)
            given["closure"] += 1
        expect_equal(world.instance.sql(LEFT.format(person)), [], str(list(zip(order, replies))))
        for client in clients:
            client.close()
    print(f"# won: {dict(given)}")
    expect_equal(given["closure"], 6, "closures")


@story
def a_function_races_with_a_vote(world):
    """He votes as a stranger, or he is of the organism: never both, whichever comes first."""
    organism = world.organism()
    world.flush()
    for _ in range(4):
        journey = submitted(world, organism=organism)
        world.set_today(TODAY)
        label = f"EMPLOYER{next(world.numbers)}"
        juror = world.member(world.commission, label, "EMPLOYER")
        world.flush()
        session = Session(world, TODAY, chair=label).put(journey).convene("2026-02-01")
        session.attend(**{label: "PRESENT", "EMPLOYEE1": "PRESENT"})
        asked = ask_function(organism.referent, juror["person_id"]).must(202)
        himself, voter = juror["client"].clone(), juror["client"].clone()
        accepted, started = together(lambda: send(himself, asked, "ACCEPT"), lambda: session.send("OPEN"))
        expect(accepted.status in (201, 409) and started.status in (201, 409), f"{accepted}, {started}")
        if started.status == 201:
            session.send_vote(journey, label, "FOR", voter)
        both = world.instance.sql(
            "select count(*) from vote v join commission_member m on m.id = v.member_id join agenda_item i on i.id = v.agenda_item_id"
            " join session s on s.id = i.session_id join affiliation a on a.person_id = m.person_id and a.valid_from <= s.held_on"
            f" join candidacy c on c.id = i.candidacy_id and c.owner_org_id = a.organism_id where m.person_id = '{juror['person_id']}'")
        expect_equal(both, [["0"]])
        himself.close()
        voter.close()
        del world.commission.members[label]
