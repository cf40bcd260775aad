# SPDX-License-Identifier: EUPL-1.2
"""Sight of a candidate whom others entered: asked by a contact, opened by the candidate or the certifier, taken by nobody (decision 34)."""

from harness.second_server import SecondServer
from story import Journey, expect, expect_equal, story, together

DAY = "2026-01-14"
LATER = "2026-02-10"


@story
def nobody_takes_the_sight_of_a_candidate_alone(world):
    """Decision 34: who posts a known identity learns a number; a contact and one's own word open nothing."""
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    known = {"email": "soline@soline.example", "phone": "+33 6 39 98 11 22", "city": "Villesoline"}
    identity = world.identity(birth_name="Soline")
    first = here.counsellor.post("/v1/candidates", identity | known).must(201)
    told = there.counsellor.post("/v1/candidates", identity).must_refuse("DUPLICATE_CANDIDATE", 409)
    expect(first["id"] in told.raw.decode(), "the number is the way to a contact")
    contact = Journey(world, there, candidate={"id": first["id"]}).open(LATER)
    refused = contact.refused("SIGHT_NOT_ACCEPTED", "RECORD_INFORMATION", LATER, {"has_consent": True})
    # Whose way out it is stands in the text: the call is for the candidate and the certifier, and told to nobody else.
    expect_equal([reason["resolve_with"] for reason in refused.body["reasons"]], [None])
    way = f"{contact.path}/sights"
    for client in (there.counsellor, there.referent, here.referent):
        expect(client.post(way, {"reason": "x"}).status in (403, 404), "opened by an organism")
    seen = there.referent.get(f"/v1/candidates/{first['id']}").must(200)
    expect_equal((seen["email"], seen["birth_name"]), (None, None))
    corrected = there.referent.patch(f"/v1/candidates/{first['id']}", {"city": "Ailleurs"}, version=1)
    expect(corrected.status in (403, 404, 409), str(corrected))
    Journey(world, here, candidate={"id": first["id"]}).informed(LATER)  # who entered him is stopped by nobody
    world.certifier.post(way, {}).must_refuse("REASON_REQUIRED", 409)
    himself = world.key("CANDIDATE", first["id"], ["CANDIDATE"], None)
    world.flush()
    opened = himself.post(way, {}).must(201)
    expect_equal((opened["is_granted"], opened["is_by_code"]), (False, False))
    world.certifier.post(way, {"reason": "Accord écrit."}).must_refuse("ALREADY_RECORDED", 409)
    expect_equal(contact.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", LATER, {"has_consent": True}).reasons, ["CANDIDACY_ALREADY_OPEN"])


@story
def an_expired_candidacy_elsewhere_opens_no_record(world):
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    candidate = world.candidate(here)
    Journey(world, here, candidate=candidate).informed(DAY).event("WITHDRAW", DAY, {"requested_on": DAY}, to="WITHDRAWN")
    contact = Journey(world, there, candidate=candidate).open(LATER)
    contact.refused("SIGHT_NOT_ACCEPTED", "RECORD_INFORMATION", LATER, {"has_consent": True})
    def told():
        """Of the opening the organism learns here, before it tries."""
        events = there.counsellor.get(f"{contact.path}/allowed-events").must(200)["data"]
        [found] = [event for event in events if event["event"] == "RECORD_INFORMATION"]
        return found["is_allowed"], next(guard["answer"] for guard in found["guards"] if guard["code"] == "SIGHT_NOT_ACCEPTED")

    expect_equal(told(), (False, "UNMET"))
    opened = world.certifier.post(f"{contact.path}/sights", {"reason": "Accord écrit du candidat."}).must(201)
    expect_equal(told(), (True, "MET"))
    expect_equal((opened["organism_id"], opened["is_granted"]), (there.id, True))
    contact.event("RECORD_INFORMATION", LATER, {"has_consent": True}, to="INFORMED")


# A candidate without a login: by a code


def asked(world):
    """A candidate whom the one organism holds with his consent, and the contact of the other that asks."""
    world.set_today(LATER)
    here, there = world.organism(), world.organism()
    world.flush()
    held = Journey(world, here).informed(DAY)
    contact = Journey(world, there, candidate=held.candidate).open(LATER)
    contact.refused("SIGHT_NOT_ACCEPTED", "RECORD_INFORMATION", LATER, {"has_consent": True})
    return held, contact, f"/v1/candidates/{held.candidate['id']}/sight-codes"


def answer(world, code, contact, query="", client=None, **more):
    reference = contact if isinstance(contact, str) else contact.reference
    return (client or world.public).post(f"/v1/sight-answers{query}", {"answer_code": code, "candidacy_reference": reference} | more)


def unknown(reply, member="/answer_code"):
    expect_equal(reply.must(422).errors, {member: "REFERENCE_UNKNOWN"})


@story
def a_candidate_without_a_login_opens_the_record_by_a_code(world):
    """Handed over by who holds the record or the certifier, never by the side that asks; it opens once, to whom the candidate names."""
    held, contact, path = asked(world)
    here, there = held.organism, contact.organism
    for client in (there.counsellor, there.referent):
        client.post(path).must_refuse("RECORD_NOT_HELD", 403)  # it knows a reference
    for client in (here.evaluator, here.trainer, world.commission.secretary):
        client.post(path).must(403)
    world.organisms[0].referent.post(path).must(404)
    told = here.counsellor.post(path).must(201)
    old, code = told["answer_code"], here.referent.post(path).must(201)["answer_code"]
    expect_equal((told["candidate_id"], len(code), sorted(told.body)), (held.candidate["id"], 26, ["answer_code", "candidate_id", "expires_at"]))
    for table in ("sight_code", "idempotency_record", "audit", "access_log"):
        expect_equal(world.instance.sql(f"select count(*) from {table} q where q::text like '%{code}%'"), [["0"]], table)
    for wrong in (old, "0" * 26):
        unknown(answer(world, wrong, contact))
    for wrong in ("x", code[:-1]):
        expect_equal(answer(world, wrong, contact).must(422).errors, {"/answer_code": "CODE_INVALID"})
    unknown(answer(world, code, held.candidate["reference"]), "/candidacy_reference")
    answer(world, code, "DOS-2026-000123").must_refuse("REFERENCE_INVALID", 400)
    expect_equal(answer(world, code, held.candidate["id"]).must(422).errors, {"/candidacy_reference": "PATTERN"})
    typed = contact.reference.lower().replace("-", " \u2013 ")
    shown = answer(world, f" {code[:13].lower()}\u2011{code[13:]} ", typed, query="?dry_run=true").must(201)
    expect_equal((shown["candidacy_reference"], shown["organism_name"]), (contact.reference, there.referent.get(f"/v1/organisms/{there.id}").must(200)["name"]))
    contact.refused("SIGHT_NOT_ACCEPTED", "RECORD_INFORMATION", LATER, {"has_consent": True})
    opened = answer(world, code, contact, reason="Entendu").must(201)
    expect_equal(opened.body, shown.body | {"accepted_on": LATER, "reason": "Entendu"})
    expect_equal(contact.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", LATER, {"has_consent": True}).reasons, ["CANDIDACY_ALREADY_OPEN"])
    row = world.instance.sql(f"select is_granted, code_given_by is not null, settled_by, reason from candidate_sight where organism_id = '{there.id}'")
    expect_equal(row, [["f", "t", "", "Entendu"]])
    trace = world.instance.sql("select action, scope, count(*) from audit where action in ('giveSightCode', 'openSightByCode') and outcome = 'ACCEPTED'"
                               f" and object_id in ('{contact.id}', '{held.candidate['id']}') group by 1, 2 order by 1")
    expect_equal(trace, [["giveSightCode", "ORGANISM", "2"], ["openSightByCode", "PUBLIC", "1"]])
    # It opens once: whoever asks again is told that it is open, and a second organism gets nothing by it.
    answer(world, code, contact).must_refuse("ALREADY_RECORDED", 409)
    other = Journey(world, world.organisms[0], candidate=held.candidate).open(LATER)
    unknown(answer(world, code, other))
    himself = world.key("CANDIDATE", held.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    for client in (world.certifier, himself):
        client.post(f"{contact.path}/sights", {"reason": "Accord écrit."}).must_refuse("ALREADY_RECORDED", 409)


@story
def strangers_may_have_the_same_idempotency_key(world):
    """Whoever shows no key is nobody: two of them with the same Idempotency-Key are no twins, unless they say the same."""
    cases = [asked(world) for _ in range(2)]
    codes = [held.organism.counsellor.post(path).must(201)["answer_code"] for held, _, path in cases]
    bodies = [{"answer_code": code, "candidacy_reference": contact.reference} for code, (_, contact, _) in zip(codes, cases)]
    first, second = (world.public.post("/v1/sight-answers", body, key="1").must(201) for body in bodies)
    again = world.public.post("/v1/sight-answers", bodies[0], key="1").must(201)
    expect_equal((again.body, again.headers["Idempotency-Replayed"]), (first.body, "true"))
    expect(first.body != second.body, first.body)


@story
def a_code_is_the_word_of_its_candidate_alone(world):
    """Of another candidate, expired, replaced, of who lost the record, of who acts for both sides: it opens nothing."""
    held, contact, path = asked(world)
    stranger, elsewhere, strange_path = asked(world)
    here = held.organism
    code = here.referent.post(path).must(201)["answer_code"]
    unknown(answer(world, code, elsewhere), "/candidacy_reference")
    unknown(answer(world, stranger.organism.referent.post(strange_path).must(201)["answer_code"], contact), "/candidacy_reference")
    # Past its end.
    world.instance.sql(f"update sight_code set expires_at = clock_timestamp() where candidate_id = '{held.candidate['id']}'")
    unknown(answer(world, code, contact))
    # The certifier's is worth as much, and ends those of everybody; one of the organism ends its own alone.
    code = here.referent.post(path).must(201)["answer_code"]
    last = world.certifier.post(path).must(201)["answer_code"]
    unknown(answer(world, code, contact))
    code = here.referent.post(path).must(201)["answer_code"]
    answer(world, last, contact, query="?dry_run=true").must(201)
    # Somebody who acts for the side that asks too hands over what opens nothing to it, whatever the function and the key.
    both = world.person()
    for organism in (here, contact.organism):
        world.affiliate(both, organism.id, "COUNSELLOR")
    agent = world.key("ORGANISM", here.id, ["COUNSELLOR"], both)
    system = world.key("ORGANISM", here.id, ["COUNSELLOR"], None)
    world.flush()
    system.post(path).must_refuse("PERSON_REQUIRED", 403)
    answer(world, agent.post(path).must(201)["answer_code"], contact).must_refuse("CODE_OF_ASKER", 409)
    # Who loses the record takes the code along.
    code = here.referent.post(path).must(201)["answer_code"]
    answer(world, code, contact, query="?dry_run=true").must(201)
    new = world.organism()
    world.flush()
    held.offered(new, LATER).event("TRANSFER", LATER, {"to_org_id": new.id, "consent_on": LATER})
    unknown(answer(world, code, contact))
    here.referent.post(path).must_refuse("RECORD_NOT_HELD", 403)
    answer(world, new.referent.post(path).must(201)["answer_code"], contact).must(201)


@story
def wrong_tries_of_one_code_at_once_are_counted_one_by_one(world):
    """The count is written as the contact is read: whoever meets another is loaded again."""
    for _ in range(3):
        held, _, path = asked(world)
        code = held.organism.counsellor.post(path).must(201)["answer_code"]
        contacts = [Journey(world, world.organisms[0], candidate=world.candidate(world.organisms[0])).open(LATER) for _ in range(4)]
        clients = [world.public.clone() for _ in range(12)]
        for client in clients:
            client.get("/livez").must(200)
        replies = together(*[lambda client=client, contact=contacts[turn % 4]: answer(world, code, contact, client=client)
                             for turn, client in enumerate(clients)])
        expect_equal([reply.status for reply in replies], [422] * 12, "statuses")
        expect_equal(world.instance.sql(f"select max(wrong_count) from sight_code where candidate_id = '{held.candidate['id']}'"), [["5"]])


@story
def a_code_follows_a_record_that_is_merged(world):
    held, contact, path = asked(world)
    survivor = world.candidate(world.organisms[0])
    code = held.organism.referent.post(path).must(201)["answer_code"]
    world.end("candidates", survivor["id"], {"duplicate_id": held.candidate["id"]}).must(200)
    expect_equal(held.organism.referent.post(path).must(308).headers["Location"], f"/v1/candidates/{survivor['id']}/sight-codes")
    answer(world, code, contact).must(201)


@story
def a_code_opens_once_whoever_is_faster(world):
    """Two uses at once of one code, to one organism and to two; beside the certifier's grant; beside a new code."""
    public = [world.public.clone() for _ in range(2)]
    for _ in range(5):
        held, contact, path = asked(world)
        other = Journey(world, world.organisms[0], candidate=held.candidate).open(LATER)
        code = held.organism.referent.post(path).must(201)["answer_code"]
        replies = together(lambda: answer(world, code, contact, client=public[0]), lambda: answer(world, code, other, client=public[1]))
        expect_equal(sorted(reply.status for reply in replies), [201, 422], f"{[str(reply) for reply in replies]}")
        code = held.organism.referent.post(path).must(201)["answer_code"]
        late = other if replies[0].status == 201 else contact
        replies = together(*(lambda client=client: answer(world, code, late, client=client) for client in public),
                           lambda: world.certifier.post(f"{late.path}/sights", {"reason": "Accord écrit."}))
        expect_equal(sorted(reply.status for reply in replies), [201, 409, 409], f"{[str(reply) for reply in replies]}")
        expect_equal({code for reply in replies for code in reply.reasons}, {"ALREADY_RECORDED"})
    for _ in range(5):
        held, contact, path = asked(world)
        code = held.organism.referent.post(path).must(201)["answer_code"]
        opened, given = together(lambda: answer(world, code, contact), lambda: held.organism.referent.post(path))
        expect_equal((given.must(201).status, opened.status in (201, 422)), (201, True), str(opened))


@story
def who_tries_codes_for_a_record_is_slowed(instance, world):
    """One address, five at once, then one by one; and who hands them out has the bound of who gives keys."""
    held, contact, path = asked(world)
    doors = (("/v1/sight-answers", {"candidacy_reference": contact.reference}), ("/v1/link-answers", {"event": "ACCEPT"}))
    for door, body in doors:
        with SecondServer(instance, CLEA_LIMITS_CODES_PER_MINUTE="6", CLEA_LIMITS_GRANTS_PER_MINUTE="4") as server:
            public, referent = server.client(world.public), server.client(held.organism.referent)
            given = [referent.post(path) for _ in range(3)]
            slowed = given[2].must_refuse("RATE_LIMITED", 429)
            wait = slowed.headers["Retry-After"]
            expect("\u00a0: 2," in slowed["detail"] and "\u00a0: 60." in slowed["detail"] and slowed["detail"].endswith(f"\u00a0: {wait}."), slowed["detail"])
            replies = [public.post(door, {"answer_code": f"{number:026d}"} | body) for number in range(7)]
            expect_equal([reply.status for reply in replies], [422] * 5 + [429] * 2, door)
            replies[-1].must_refuse("TOO_MANY_ATTEMPTS", 429)
            expect(int(replies[-1].headers["Retry-After"]) >= 1, str(replies[-1].headers))


@story
def a_contact_of_another_day_is_not_dropped_unsaid(world):
    world.set_today("2026-02-10")
    contact = Journey(world).open("2026-02-10")
    body = {"candidate_id": contact.candidate["id"]}
    counsellor = contact.organism.counsellor
    expect_equal([counsellor.post("/v1/candidacies", body | said).must(200)["id"] for said in ({}, {"occurred_on": "2026-02-10"})], [contact.id] * 2)
    refused = counsellor.post("/v1/candidacies", body | {"occurred_on": "2025-12-01"}).must_refuse("ALREADY_RECORDED", 409)
    expect_equal(refused.details("ALREADY_RECORDED"), {"id": contact.id, "pointer": "/occurred_on"})


@story
def a_region_is_read_with_any_apostrophe(world):
    """What a message lists is what may be typed."""
    counsellor = world.organisms[0].counsellor
    for number, mark in enumerate("'\u2019\u2018\u02bc"):
        body = {"birth_name": f"Apostrophe{'abcd'[number]}", "first_name_1": "Anaïs", "birth_year": 1988, "region": f"Provence-Alpes-Côte d{mark}Azur"}
        expect_equal(counsellor.post("/v1/candidates", body, checks=False).must(201)["region"], "Provence-Alpes-Côte d'Azur")
    refused = counsellor.post("/v1/candidates", body | {"region": "Azur", "sex": "Femme"}, checks=False).must(422)
    said = {error["pointer"]: error["detail"] for error in refused.body["errors"]}
    expect("Provence-Alpes-Côte d'Azur" in said["/region"], said)
    expect("F (" in said["/sex"], said)
