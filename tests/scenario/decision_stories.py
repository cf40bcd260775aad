# SPDX-License-Identifier: EUPL-1.2
"""What the commission decided, and who reads it once it is signed."""

from commission_stories import HELD, opened, submitted
from story import Session, expect, expect_equal, story


@story
def what_was_decided_is_read_by_those_who_must_answer(world):
    """The words of the commission reach the organism and the candidate with the second signature, and never the network."""
    organism = world.organisms[0]
    network = world.network()
    world.join(network, organism)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    outcomes = {
        "REFUSED": ("REFUSE", {"reasons": "Domaines 5 et 2\nnon « démontrés »"}, {"domain_codes": ["5", "2"]}),
        "DEFERRED": ("DEFER", {"request_text": "Joindre le livret", "reasons": "Pièce illisible"}, {}),
        "CERTIFIED": ("CERTIFY", {"reasons": "Très bon dossier"}, {}),
        "NOT_EXAMINED": ("REMOVE_FROM_AGENDA", {"reasons": "Faute de temps"}, {}),
        None: ("CERTIFY", None, {}),
    }
    votes = {"REFUSED": "AGAINST", "DEFERRED": "ABSTAIN"}
    journeys = {outcome: submitted(world, organism=organism) for outcome in outcomes}
    candidates = {outcome: world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
                  for outcome, journey in journeys.items()}
    files = {journey.id: journey.file()["id"] for journey in journeys.values()}
    world.flush()
    session = opened(world, *journeys.values())
    for outcome, journey in journeys.items():
        if outcome != "NOT_EXAMINED":
            session.vote(journey, EMPLOYER1=votes.get(outcome, "FOR"), EMPLOYEE1=votes.get(outcome, "FOR"))
        session.decide(journey, outcome or "CERTIFIED", **(outcomes[outcome][1] or {}), **outcomes[outcome][2])

    def last(journey, client):
        return client.get(f"{journey.path}/history").must(200)["data"][-1]

    def on_file(journey, client):
        file = client.get(f"/v1/files/{files[journey.id]}").must(200)
        return file["outcome"], file["outcome_reasons"], file["request_text"], file["refused_domain_codes"]

    def nothing_is_told():
        for outcome, journey in journeys.items():
            for client in (organism.referent, candidates[outcome], world.certifier, session.secretary):
                event = last(journey, client)
                expect_equal((event["event"], event["texts"]), ("PUT_ON_AGENDA", None))
            for client in (organism.referent, world.certifier, session.secretary):
                expect_equal(on_file(journey, client), (None, None, None, []))

    nothing_is_told()
    session.close()
    session.send_signature("EMPLOYER1").must(201)
    nothing_is_told()
    session.send_signature("EMPLOYEE1").must(201)
    for outcome, journey in journeys.items():
        name, texts, data = outcomes[outcome]
        for client in (organism.referent, candidates[outcome], world.certifier, session.secretary):
            event = last(journey, client)
            expect_equal((event["event"], event["texts"], event["data"].get("domain_codes")), (name, texts, data.get("domain_codes")))
        event = last(journey, manager)
        expect_equal((event["event"], event["texts"]), (name, None), "the network sees that it happened, not the words")
        expect(not texts or not any(text in str(event) for text in texts.values()), f"the network reads {event}")
        said = texts or {}
        for client in (organism.referent, world.certifier, session.secretary):
            expect_equal(on_file(journey, client), (outcome or "CERTIFIED", said.get("reasons"), said.get("request_text"),
                                                    data.get("domain_codes", [])))
        manager.get(f"/v1/files/{files[journey.id]}").must(403)
        world.organisms[1].referent.get(f"{journey.path}/history").must(404)


@story
def a_file_tells_its_last_decision(world):
    """A deferred file that was answered and is refused later says so, and only when that too is signed."""
    journey = submitted(world)
    Session(world, HELD).held(journey, "DEFERRED", request_text="Joindre le livret")
    journey.refresh().event("ANSWER_COMPLEMENT", HELD, {"answer": "Livret joint"}, to="SUBMITTED")
    file_id = journey.file()["id"]
    session = opened(world, journey).vote(journey, EMPLOYER1="AGAINST", EMPLOYEE1="AGAINST")
    session.decide(journey, "REFUSED", reasons="Livret vide", domain_codes=["3"]).close()

    def told():
        file = journey.organism.referent.get(f"/v1/files/{file_id}").must(200)
        return file["outcome"], file["outcome_reasons"], file["request_text"], file["refused_domain_codes"]

    expect_equal(told(), ("DEFERRED", None, "Joindre le livret", []))
    session.sign()
    expect_equal(told(), ("REFUSED", "Livret vide", None, ["3"]))
