"""Sight of a candidate whom others entered: asked by a contact, opened by the candidate or the certifier, taken by nobody (decision 34)."""

from story import Journey, expect, expect_equal, story

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
    way = next(reason["resolve_with"] for reason in refused.body["reasons"] if reason["code"] == "SIGHT_NOT_ACCEPTED")
    expect_equal((way["method"], way["href"]), ("POST", f"{contact.path}/sights"))
    for client in (there.counsellor, there.referent, here.referent):
        expect(client.post(way["href"], {"reason": "x"}).status in (403, 404), "opened by an organism")
    seen = there.referent.get(f"/v1/candidates/{first['id']}").must(200)
    expect_equal((seen["email"], seen["birth_name"]), (None, None))
    corrected = there.referent.patch(f"/v1/candidates/{first['id']}", {"city": "Ailleurs"}, version=1)
    expect(corrected.status in (403, 404, 409), str(corrected))
    Journey(world, here, candidate={"id": first["id"]}).informed(LATER)  # who entered him is stopped by nobody
    world.certifier.post(way["href"], {}).must_refuse("REASON_REQUIRED", 409)
    himself = world.key("CANDIDATE", first["id"], ["CANDIDATE"], None)
    world.flush()
    expect_equal(himself.post(way["href"], {}).must(201)["is_granted"], False)
    world.certifier.post(way["href"], {"reason": "Accord écrit."}).must_refuse("ALREADY_RECORDED", 409)
    expect_equal(contact.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", LATER, {"has_consent": True}).reasons, ["CANDIDACY_ALREADY_OPEN"])


@story
def an_expired_candidacy_elsewhere_opens_no_record(world):
    world.set_today(LATER)
    here, there = world.organisms[0], world.organisms[1]
    candidate = world.candidate(here)
    Journey(world, here, candidate=candidate).informed(DAY).event("WITHDRAW", DAY, {"requested_on": DAY}, to="WITHDRAWN")
    contact = Journey(world, there, candidate=candidate).open(LATER)
    contact.refused("SIGHT_NOT_ACCEPTED", "RECORD_INFORMATION", LATER, {"has_consent": True})
    opened = world.certifier.post(f"{contact.path}/sights", {"reason": "Accord écrit du candidat."}).must(201)
    expect_equal((opened["organism_id"], opened["is_granted"]), (there.id, True))
    contact.event("RECORD_INFORMATION", LATER, {"has_consent": True}, to="INFORMED")
