# SPDX-License-Identifier: EUPL-1.2
"""What people hold besides a certificate: which act awaits it, who reads it, and how what still changes gets another edition. No worker runs
here, so whoever may read a paper is told that it is not drawn yet; what is drawn is tests/documents/papers.py."""

import json

from harness.journey import Journey
from harness.runner import expect, expect_equal
from harness.session import Session
from story import story

DAY, HELD = "2026-01-14", "2026-02-10"


def not_due(client, path, missing):
    expect_equal(client.get(path).must_refuse("DOCUMENT_NOT_DUE", 409).details("DOCUMENT_NOT_DUE"), {"missing": missing})


def awaited(client, path):
    reply = client.get(path).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    expect_equal((reply.headers["Retry-After"], reply.details("DOCUMENT_NOT_DRAWN")["attempts"]), ("1", 0))


def partial(world):
    return Journey(world).informed("2026-01-05").prior(DAY, fails=("2", "3"))


def decided(world, outcome="CERTIFIED", choice="FOR", **members):
    journey = Journey(world).informed("2026-01-05").prior(DAY).restitution(DAY, to="JURY_READY").submit("2026-01-20")
    session = Session(world, HELD).put(journey).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1=choice, EMPLOYEE1=choice).decide(journey, outcome, **members)
    return journey, session.close()


def decision_of(world, journey):
    [[decision]] = world.instance.sql(f"select id from decision where candidacy_id = '{journey.id}'")
    return f"{journey.path}/decisions/{decision}/document"


def told(world, kind, subject, edition=1):
    [[text]] = world.instance.sql(f"select document_told('{kind}', '{subject}', {edition})")
    return json.loads(text)


@story
def results_that_are_given_back_are_attested(world):
    world.set_today(HELD)
    journey = partial(world)
    [evaluation] = journey.evaluations()
    path = f"/v1/evaluations/{evaluation['id']}/attestation/document"
    not_due(journey.organism.referent, path, "RECORD_RESTITUTION")
    journey.restitution(DAY, to="PARTIAL")
    awaited(journey.organism.referent, path)
    said = told(world, "RESTITUTION", evaluation["id"])
    attested = journey.organism.referent.get(f"/v1/evaluations/{evaluation['id']}/attestation").must(200)
    expect_equal([(domain["code"], domain["status"], [(part["code"], part["status"]) for part in domain["subdomains"]]) for domain in said["domains"]],
                 [(domain["code"], domain["status"], [(part["code"], part["status"]) for part in domain["subdomains"]]) for domain in attested["domains"]])
    expect_equal([domain["code"] for domain in said["missing_domains"]], journey.missing_domains())
    # Nobody is given what no longer holds.
    world.certifier.post(f"{journey.path}/events", {"event": "ANNUL_EVALUATION", "occurred_on": DAY, "expected_version": journey.refresh().version,
                                                    "data": {"evaluation_id": evaluation["id"], "reason": "ERROR"}}).must(201)
    for client in (journey.organism.referent, world.certifier):
        client.get(path).must_refuse("EVALUATION_ANNULLED", 409)


@story
def a_final_evaluation_attests_what_it_took_up(world):
    """Sub-domains that were validated before are not listed, and count."""
    world.set_today("2026-07-03")
    journey = partial(world).restitution(DAY, to="PARTIAL").trained("2026-01-20", ("2", "3"), "2026-02-02", "2026-06-30")
    journey.final("2026-07-02", fails=("3.4",)).restitution("2026-07-03", to="PARTIAL")
    evaluation = journey.evaluations()[-1]
    said = told(world, "RESTITUTION", evaluation["id"])
    attested = journey.organism.referent.get(f"/v1/evaluations/{evaluation['id']}/attestation").must(200)
    shape = [(domain["code"], domain["status"], [(part["code"], part["status"]) for part in domain["subdomains"]]) for domain in said["domains"]]
    expect_equal(shape, [(domain["code"], domain["status"], [(part["code"], part["status"]) for part in domain["subdomains"]])
                         for domain in attested["domains"]])
    expect_equal([domain["code"] for domain in said["missing_domains"]], ["3"])


@story
def papers_of_a_file_are_read_by_whom_results_are_told_to(world):
    """6.4: the organism, the commission of the file, the certifier and the candidate; no network, no other organism."""
    world.set_today(HELD)
    network = world.network()
    journey = partial(world).restitution(DAY, to="PARTIAL").propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30")
    world.join(network, journey.organism)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    another = world.key("CANDIDATE", world.candidate(journey.organism)["id"], ["CANDIDATE"], None)
    world.flush()
    [evaluation] = journey.evaluations()
    referent = journey.organism.referent
    portfolio = referent.post(f"{journey.path}/portfolios", {"issued_on": "2026-01-20"}).must(201)
    [path] = referent.get(f"{journey.path}/paths").must(200)["data"]
    expect_equal(portfolio["issued_by"], journey.organism.person("REFERENT"), "who handed it over is written down")
    papers = (f"/v1/evaluations/{evaluation['id']}/attestation/document", f"/v1/portfolios/{portfolio['id']}/document", f"/v1/paths/{path['id']}/document")
    for paper in papers:
        for client in (referent, journey.organism.counsellor, journey.organism.evaluator, himself, world.certifier, world.auditor):
            awaited(client, paper)
        for client in (world.organisms[1].referent, journey.organism.trainer, another, world.commission.secretary, world.commission.members["EMPLOYER1"]["client"]):
            client.get(paper).must_refuse("NOT_FOUND", 404)
        manager.get(paper).must_refuse("ROLE_NOT_ALLOWED", 403)
    for kind, subject in (("PORTFOLIO", portfolio["id"]), ("PATH_PROPOSAL", path["id"])):
        said = told(world, kind, subject)
        expect_equal((said["candidacy_reference"], said["candidate"]["birth_name"]), (journey.reference, journey.candidate["birth_name"]))
    content = told(world, "PORTFOLIO", portfolio["id"])["content"]["domains"]
    expect_equal([(domain["code"], domain["is_validated"], [part["code"] for part in domain["subdomains"]]) for domain in content],
                 [(domain["code"], domain["is_validated"], domain["subdomain_codes"]) for domain in portfolio["content"]["domains"]])


@story
def a_portfolio_holds_a_validated_domain(world):
    world.set_today(HELD)
    journey = Journey(world).informed("2026-01-05").prior(DAY, fails=("1", "2", "3", "4", "5", "6", "7")).restitution(DAY, to="PARTIAL")
    journey.organism.referent.post(f"{journey.path}/portfolios", {"issued_on": DAY}).must_refuse("DOMAINS_MISSING", 409)
    expect_equal(world.instance.sql(f"select count(*) from portfolio where candidacy_id = '{journey.id}'"), [["0"]])


@story
def a_former_owner_reads_what_there_was(world):
    world.set_today(HELD)
    journey = partial(world).restitution(DAY, to="PARTIAL")
    here, there = journey.organism, world.organisms[1]
    [evaluation] = journey.evaluations()
    journey.offered(there, "2026-01-20").event("TRANSFER", "2026-01-20", {"to_org_id": there.id, "consent_on": "2026-01-20"})
    paper = f"/v1/evaluations/{evaluation['id']}/attestation/document"
    for client in (here.referent, there.referent):
        awaited(client, paper)
    later = there.referent.post(f"{journey.path}/portfolios", {"issued_on": "2026-01-21"}).must(201)
    awaited(there.referent, f"/v1/portfolios/{later['id']}/document")
    here.referent.get(f"/v1/portfolios/{later['id']}/document").must(404)


@story
def a_decision_and_its_minutes_are_papers_from_the_second_signature_on(world):
    world.set_today(HELD)
    journey, session = decided(world, "REFUSED", "AGAINST", reasons="Domaine 3 non démontré", domain_codes=["3"])
    letter, minutes = decision_of(world, journey), f"{session.path}/minutes/document"
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    for label in ("EMPLOYER1", "EMPLOYEE1"):
        not_due(session.secretary, minutes, "SIGN")
        not_due(session.secretary, letter, "SIGN")
        himself.get(letter).must(404)
        session.sign(label)
    referent = journey.organism.referent
    for client in (session.secretary, session.juror("EMPLOYEE1"), world.certifier, world.auditor):
        awaited(client, minutes)
        awaited(client, letter)
    for client in (referent, himself):
        awaited(client, letter)
        client.get(minutes).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.organisms[1].referent.get(letter).must(404)
    stranger = world.other_commission()
    world.flush()
    for paper in (letter, minutes):
        stranger.secretary.get(paper).must(404)
    other, _ = decided(world)
    himself.get(letter.replace(journey.id, other.id)).must(404)
    referent.get(letter.replace(journey.id, other.id)).must(404)
    said = told(world, "DECISION", letter.split("/")[-2])
    expect_equal((said["decision"]["outcome"], said["decision"]["reasons"], said["decision"]["domain_codes"]), ("REFUSED", "Domaine 3 non démontré", ["3"]))
    written = session.minutes()
    said = told(world, "MINUTES", written["id"])
    expect_equal((said["sha256"], [signature["college"] for signature in said["signatures"]]), (written["sha256"], ["EMPLOYER", "EMPLOYEE"]))
    # What is mended beside them is another paper.
    mends = {"reason": "Lieu", "place": "Arras"}
    draft = session.secretary.post(f"{session.path}/rectifications", mends).must(201)
    paper = f"{session.path}/rectifications/{draft['id']}/document"
    not_due(session.secretary, paper, "SIGN")
    for label in ("EMPLOYER1", "EMPLOYEE1"):
        session.juror(label).post(f"{session.path}/rectifications/{draft['id']}/signatures", {}).must(201)
    awaited(session.secretary, paper)
    stranger.secretary.get(paper).must(404)
    expect_equal(told(world, "RECTIFYING_MINUTES", draft["id"])["mends"], [{"pointer": "/place", "was": session.place, "becomes": "Arras"}])


@story
def a_file_that_was_not_examined_has_no_letter(world):
    world.set_today(HELD)
    journey = Journey(world).informed("2026-01-05").prior(DAY).restitution(DAY, to="JURY_READY").submit("2026-01-20")
    session = Session(world, HELD).put(journey).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.decide(journey, "NOT_EXAMINED", reasons="Pièce manquante").close().sign()
    session.secretary.get(decision_of(world, journey)).must(404)


def editions(world, session, kind="AGENDA"):
    subjects = (f"'{session.id}'" if kind == "AGENDA" else
                f"select id from convocation where session_id = '{session.id}' and member_id = '{session.member_id('EMPLOYER2')}'")
    return [(int(edition), json.loads(said)) for edition, said in world.instance.sql(
        f"select edition, told from document where kind = '{kind}' and subject_id in ({subjects}) order by created_at, edition")]


@story
def an_agenda_that_changes_is_another_paper(world):
    """From the convening until the session opens, by every act that changes what it says, and by no other one."""
    world.set_today(HELD)
    first, second = (Journey(world).informed("2026-01-05").prior(DAY).restitution(DAY, to="JURY_READY").submit("2026-01-20") for _ in range(2))
    session = Session(world, HELD, starts_at=f"{HELD}T13:00:00Z", file_minutes=20).put(first)
    secretary, agenda = session.secretary, f"{session.path}/agenda/document"
    convocation = f"{session.path}/convocations/{session.member_id('EMPLOYER2')}/document"
    for paper in (agenda, convocation):
        not_due(secretary, paper, "CONVENE")
    session.convene("2026-02-01")
    for paper in (agenda, convocation):
        for client in (secretary, session.juror("EMPLOYEE2"), world.certifier):
            awaited(client, paper)
        first.organism.referent.get(paper).must_refuse("ROLE_NOT_ALLOWED", 403)
    secretary.get(f"{session.path}/convocations/{world.other_commission().members['EMPLOYER1']['id']}/document").must(404)

    def counted():
        return len(editions(world, session)), len(editions(world, session, "CONVOCATION"))

    expect_equal(counted(), (1, 1))
    session.put(second)
    expect_equal(counted(), (2, 1), "another file: another agenda, to the same people on the same day")

    def order(ids):
        secretary.put(f"{session.path}/agenda-order", {"agenda_item_ids": ids}, headers={"If-Match": f'"{session.read().version}"'}).must(200)

    session.attend(EMPLOYER1="PRESENT")
    order(list(session.items.values()))
    expect_equal(counted(), (2, 1), "what says the same is the same paper")
    order(list(session.items.values())[::-1])
    session.remove(second).must(200, 201)
    secretary.patch(session.path, {"place": "Arras"}, version=session.read().version).must(200)
    expect_equal(counted(), (5, 1), "nobody is told a second time before the session is convened again")
    secretary.get(convocation).must_refuse("CONVOCATION_OUTDATED", 409)
    session.convene("2026-02-02")
    expect_equal(counted(), (5, 2))
    said = [said for _, said in editions(world, session)]
    listed = [[item["candidacy_reference"] for item in one["items"]] for one in said]
    expect_equal(listed, [[first.reference], [first.reference, second.reference], [second.reference, first.reference], [first.reference], [first.reference]])
    expect_equal([(one["session"]["place"], one["session"]["starts_at_local"], one["session"]["ends_at_local"]) for one in (said[0], said[1], said[-1])],
                 [("Lille", "14:00", "14:20"), ("Lille", "14:00", "14:40"), ("Arras", "14:00", "14:20")])
    # A file that is cancelled leaves the agenda by itself.
    session.put(second)
    second.refresh().event("CANCEL", HELD, {"reason": "ERROR"}, who=world.certifier, to="CANCELLED")
    expect_equal(counted(), (7, 2))
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(first, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(first, "CERTIFIED").close().sign()
    expect_equal(counted(), (7, 2), "an open session has the agenda that it was opened with")
    expect(not any("birth_name" in json.dumps(one) for one in said), "an agenda names a candidate")


@story
def a_paper_that_was_told_stays_as_it_was(world):
    """What an edition says was written when it was made, and nobody changes it."""
    world.set_today(HELD)
    session = Session(world, HELD).convene("2026-02-01")
    for statement in (f"update document set told = '{{}}' where subject_id = '{session.id}'",
                      f"update document set edition = 2 where subject_id = '{session.id}'"):
        try:
            world.instance.sql(statement)
        except Exception as refused:  # noqa: BLE001  whatever the driver says
            expect("a sealed document never changes" in str(refused), str(refused))
        else:
            raise AssertionError(f"{statement} was done")
