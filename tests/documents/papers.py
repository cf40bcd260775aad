# SPDX-License-Identifier: EUPL-1.2
"""The papers of a file and of a session, all the way: an act makes one, the worker draws it, the server gives it to whoever may have it and to
nobody else."""

import base64
import hashlib
import re
import sys
import urllib.parse

from harness.journey import Journey
from harness.session import Session
from harness.world import World
from instance import Instance
from paper import Suite, expect, expect_equal, tell
from working import Works, is_whole

suite = Suite("papers")
PRIOR, DAY, HELD = "2026-01-14", "2026-01-20", "2026-02-10"
HIMSELF = {"birth_name": "Kowaļska-Ğül", "usage_name": "D’Œuvre", "first_name_1": "Zoë"}
PLACE = "Maison des métiers, Lille"


class Papers(Works):
    """A served sandbox with the people of the stories, who make one paper of each kind."""

    def __init__(self, folder):
        super().__init__(folder, Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"}))

    def people(self):
        self.world = World(self.instance).bootstrap()
        self.certifier = self.world.certifier
        self.papers = [*self.of_a_path(), *self.of_a_session()]

    def alone(self, journey):
        """(who reads what is told to the candidate, who does not)."""
        world, network = self.world, self.world.network()
        world.join(network, journey.organism)
        manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
        himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
        another = world.key("CANDIDATE", world.candidate(journey.organism)["id"], ["CANDIDATE"], None)
        stranger = world.other_commission()
        world.flush()
        return [journey.organism.referent, journey.organism.counsellor, himself, world.certifier, world.auditor], \
               [manager, another, world.organisms[1].referent, stranger.secretary, world.public]

    def of_a_path(self):
        world = self.world
        journey = Journey(world, **HIMSELF).informed("2026-01-05").prior(PRIOR, fails=("2", "3")).restitution(PRIOR, to="PARTIAL")
        journey.propose(DAY, ["2", "3"], "2026-02-02", "2026-06-30")
        [evaluation], referent = journey.evaluations(), journey.organism.referent
        portfolio = referent.post(f"{journey.path}/portfolios", {"issued_on": DAY}).must(201)
        [path] = referent.get(f"{journey.path}/paths").must(200)["data"]
        readers, others = self.alone(journey)
        others += [journey.organism.trainer, world.commission.secretary, world.commission.members["EMPLOYER1"]["client"]]
        words = [journey.reference, HIMSELF["birth_name"], HIMSELF["first_name_1"]]
        self.journey = journey
        yield "RESTITUTION", f"/v1/evaluations/{evaluation['id']}/attestation/document", readers, others, words
        yield "PORTFOLIO", f"/v1/portfolios/{portfolio['id']}/document", readers, others, words
        yield "PATH_PROPOSAL", f"/v1/paths/{path['id']}/document", readers, others, [*words, self.name("TRAINER", journey.organism)]

    def of_a_session(self):
        world = self.world
        journey = Journey(world, birth_name="Łęcki", first_name_1="Ninon").informed("2026-01-05").prior(PRIOR).restitution(PRIOR, to="JURY_READY")
        session = Session(world, HELD, starts_at=f"{HELD}T13:00:00Z", place=PLACE).put(journey.submit(DAY)).convene("2026-02-01")
        session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
        session.vote(journey, EMPLOYER1="AGAINST", EMPLOYEE1="AGAINST").decide(journey, "REFUSED", reasons="Domaine 3 non démontré", domain_codes=["3"])
        session.close().sign()
        draft = session.secretary.post(f"{session.path}/rectifications", {"reason": "La séance s’est tenue ailleurs.", "place": "Arras"}).must(201)
        for label in ("EMPLOYER1", "EMPLOYEE1"):
            session.juror(label).post(f"{session.path}/rectifications/{draft['id']}/signatures", {}).must(201)
        [[decision]] = self.instance.sql(f"select id from decision where candidacy_id = '{journey.id}'")
        readers, others = self.alone(journey)
        jury = [session.secretary, session.juror("EMPLOYER1"), session.juror("EMPLOYEE1")]
        yield "DECISION", f"{journey.path}/decisions/{decision}/document", readers + jury, others, \
            [journey.reference, "Łęcki", "Ninon", "Domaine 3 non démontré"]
        commission, nobody = jury + readers[3:], readers[:3] + others
        [[reference]] = self.instance.sql(f"select reference from session where id = '{session.id}'")
        yield "AGENDA", f"{session.path}/agenda/document", commission, nobody, [reference, journey.reference, PLACE]
        yield "CONVOCATION", f"{session.path}/convocations/{session.member_id('EMPLOYEE1')}/document", commission, nobody, \
            [reference, PLACE, self.name("EMPLOYEE1")]
        minutes = session.minutes()
        signed = [self.name("EMPLOYER1"), self.name("EMPLOYEE1")]
        yield "MINUTES", f"{session.path}/minutes/document", commission, nobody, [minutes["reference"], minutes["sha256"], journey.reference, *signed]
        rectified = session.secretary.get(f"{session.path}/rectifications/{draft['id']}").must(200)
        yield "RECTIFYING_MINUTES", f"{session.path}/rectifications/{draft['id']}/document", commission, nobody, \
            [rectified["reference"], minutes["reference"], PLACE, "Arras", *signed]

    def name(self, label, organism=None):
        person = organism.person(label) if organism else self.world.commission.members[label]["person_id"]
        return self.instance.sql(f"select last_name from person where id = '{person}'")[0][0]


def squeezed(text):
    """Whoever reads a text takes the hyphen at the end of a line for ours."""
    return re.sub(r"[\s-]", "", text)


@suite.test
def every_paper_is_awaited_drawn_and_read_by_whom_it_is_for(papers):
    """One after the other, by both ways: through the queue, and to everybody who may and who may not."""
    terms = papers.certifier.get("/v1/vocabularies/document-kinds").must(200)["terms"]
    expect_equal({kind for kind, *_ in papers.papers}, {term["code"] for term in terms} - {"CERTIFICATE", "DUPLICATE", "ANNULMENT"}, "the kinds that there are")
    for kind, path, readers, others, _ in papers.papers:
        waits = readers[0].get(path).must_refuse("DOCUMENT_NOT_DRAWN", 503)
        expect_equal(waits.headers["Retry-After"], "1", kind)
    told = papers.work()
    expect("not drawn" not in told, told)
    expect_equal(papers.counted()[0], papers.counted()[1])
    for kind, path, readers, others, words in papers.papers:
        reply = readers[0].get(path, headers={"Accept": "application/pdf"}).must(200)
        expect_equal(reply.headers["Content-Type"], "application/pdf", kind)
        digest = base64.b64encode(hashlib.sha256(reply.raw).digest()).decode()
        expect_equal(reply.headers["Repr-Digest"], f"sha-256=:{digest}:", kind)
        file = papers.saved(f"{kind.lower()}.pdf", reply.raw)
        is_whole(file)
        text = squeezed(tell("pdftotext", file, "-"))
        missing = [word for word in words if squeezed(word) not in text]
        expect(not missing, f"{kind} does not say {missing}: {text}")
        for client in readers:
            again = client.get(path).must(200)
            expect(again.raw == reply.raw, f"{kind} is not the same to everybody")
            same = client.get(path, headers={"If-None-Match": again.headers["ETag"]}).must(304)
            expect_equal((same.raw, same.headers["Repr-Digest"]), (b"", reply.headers["Repr-Digest"]), kind)
        for client in others:
            expect(client.get(path, checks=False).status in (401, 403, 404), f"{kind} is read by {client.roles if hasattr(client, 'roles') else 'anybody'}")
        name = urllib.parse.unquote(reply.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
        expect(not any(said in name for said in (HIMSELF["birth_name"], "Łęcki")), f"{kind}: its name tells whose it is: {name}")


@suite.test
def a_blind_juror_reads_no_name(papers):
    papers.work()
    for kind, path, readers, _, _ in papers.papers:
        if kind in ("AGENDA", "CONVOCATION", "MINUTES", "RECTIFYING_MINUTES"):
            text = tell("pdftotext", papers.saved("blind.pdf", readers[0].get(path).must(200).raw), "-")
            expect("Łęcki" not in text and "Ninon" not in text, f"{kind} names the candidate")


@suite.test
def what_was_read_is_written_down(papers):
    """6.4: every read of a file by staff; of a paper of a session, by whose files it tells of."""
    papers.work()
    for kind, path, readers, _, _ in papers.papers:
        reply = readers[0].get(path).must(200)
        [[candidates]] = papers.instance.sql(f"select cardinality(candidate_ids) from access_log where request_id = '{reply.headers['X-Request-Id']}'")
        expect_equal(candidates, "1", kind)


@suite.test
def another_edition_is_another_paper(papers):
    """Drawn anew when it changes; what was drawn before stays, and a worker that is late draws each as it was."""
    world = papers.world
    session = Session(world, HELD, place=PLACE).convene("2026-02-01")
    agenda, convocation = f"{session.path}/agenda/document", f"{session.path}/convocations/{session.member_id('EMPLOYER1')}/document"
    papers.work()
    first = session.secretary.get(agenda).must(200)
    session.secretary.get(convocation).must(200)
    for place in ("Arras", "Dunkerque"):
        session.secretary.patch(session.path, {"place": place}, version=session.read().version).must(200)
    session.secretary.get(convocation).must_refuse("CONVOCATION_OUTDATED", 409)
    session.convene("2026-02-02")
    for path in (agenda, convocation):
        session.secretary.get(path, headers={"If-None-Match": first.headers["ETag"]}).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    papers.work()
    last = session.secretary.get(agenda, headers={"If-None-Match": first.headers["ETag"]}).must(200)
    expect(last.headers["ETag"] != first.headers["ETag"] and "ordre-du-jour-3-" in last.headers["Content-Disposition"], str(last.headers))
    rows = papers.instance.sql(f"select encode(content, 'hex') from document where subject_id = '{session.id}' order by edition")
    texts = [tell("pdftotext", papers.saved("edition.pdf", bytes.fromhex(content)), "-") for [content] in rows]
    expect_equal([next(place for place in (PLACE, "Arras", "Dunkerque") if squeezed(place) in squeezed(text)) for text in texts], [PLACE, "Arras", "Dunkerque"])
    expect(rows[0][0] == first.raw.hex(), "what was drawn first was drawn again")
    expect("Dunkerque" in tell("pdftotext", papers.saved("convocation.pdf", session.secretary.get(convocation).must(200).raw), "-"), "the convocation")


@suite.test
def what_could_not_be_drawn_is_told_by_what_it_is_of(papers):
    papers.work()
    portfolio = next(path for kind, path, *_ in papers.papers if kind == "PORTFOLIO").split("/")[3]
    papers.again(f"subject_id = '{portfolio}'")
    papers.instance.sql(f"set session_replication_role = replica; update candidate set birth_name = '山' where id = '{papers.journey.candidate['id']}'")
    try:
        papers.work()
        queue = papers.certifier.get("/v1/jobs/documents").must(200)
        [failing] = queue["failing"]
        expect_equal((failing["kind"], failing["subject_id"], failing["edition"], failing["certificate_id"]), ("PORTFOLIO", portfolio, 1, None))
        expect_equal(failing["fault"], "no font has the character U+5C71")
    finally:
        papers.instance.sql("set session_replication_role = replica; update candidate set birth_name ="
                            f" '{HIMSELF['birth_name']}' where id = '{papers.journey.candidate['id']}'")
    papers.due()
    papers.work()
    expect_equal(papers.certifier.get("/v1/jobs/documents").must(200)["waiting_count"], 0)


if __name__ == "__main__":
    sys.exit("tests/documents/run.py runs these")
