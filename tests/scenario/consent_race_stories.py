"""Races about the consent of both sides (decision 34): one answer wins, whoever gives it."""

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
