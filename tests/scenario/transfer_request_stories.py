# SPDX-License-Identifier: EUPL-1.2
"""A candidate whose file another organism holds: asking for it without learning who that is (decision 16, A37)."""

from harness.event import event_body
from story import Journey, expect, expect_equal, story, together

DAY = "2026-01-14"
REQUEST = {"consent_on": DAY, "message": "Le candidat a déménagé."}


def meeting(world):
    """A file held by one organism, and the contact of another with the same person."""
    world.set_today(DAY)
    here, there = world.organisms[0], world.organisms[1]
    person = world.identity()
    held = Journey(world, here, candidate=here.counsellor.post("/v1/candidates", person).must(201).body).informed(DAY)
    # The same civil identity leads to the same candidate (A37).
    known = there.counsellor.post("/v1/candidates", person).must_refuse("DUPLICATE_CANDIDATE", 409).details("DUPLICATE_CANDIDATE")
    expect_equal(known["candidate_id"], held.candidate["id"])
    return here, there, held, opened_to(world, Journey(world, there, candidate=held.candidate).open(DAY))


def opened_to(world, contact):
    """Whoever asks for the file of a candidate has been shown the candidate."""
    world.certifier.post(f"{contact.path}/sights", {"reason": "Accord écrit du candidat."}).must(201)
    return contact


def ask(contact, client=None, **members):
    return (client or contact.organism.counsellor).post(f"{contact.path}/transfer-requests", REQUEST | members)


def send(request, event, client, **members):
    return client.post(f"/v1/transfer-requests/{request['id']}/events", event_body(event, **({"expected_version": request["version"]} | members)))


def read(request, client):
    return client.get(f"/v1/transfer-requests/{request['id']}").must(200)


def listed(client, query=""):
    return [item["id"] for item in client.get(f"/v1/transfer-requests{query}").must(200)["data"]]


def transfer(held, to, asked=True):
    if not asked:
        held.offered(to, DAY)
    held.event("TRANSFER", DAY, {"to_org_id": to.id, "consent_on": DAY})
    held.organism = to
    return held


@story
def a_refusal_leads_to_the_file_that_is_elsewhere(world):
    here, there, held, contact = meeting(world)
    refused = contact.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", DAY, {"has_consent": True})
    way = next(reason["resolve_with"] for reason in refused.body["reasons"] if reason["code"] == "CANDIDACY_ALREADY_OPEN")
    expect_equal(way, {"method": "POST", "href": f"{contact.path}/transfer-requests", "event": None})
    request = there.counsellor.post(way["href"], REQUEST).must(201)
    expect_equal(request.headers["Location"], f"/v1/transfer-requests/{request['id']}")
    expect_equal({name: request[name] for name in ("direction", "state", "requested_on", "consent_on", "message", "candidacy_id",
                                                   "contact_candidacy_id", "settled_on")},
                 {"direction": "SENT", "state": "PENDING", "requested_on": DAY, "consent_on": DAY, "message": REQUEST["message"],
                  "candidacy_id": None, "contact_candidacy_id": contact.id, "settled_on": None})
    # The holder finds which file is asked for, by whom, and nothing of the contact.
    expect_equal(listed(here.referent, "?direction=RECEIVED&state=PENDING"), [request["id"]])
    received = read(request, here.referent)
    expect_equal((received["direction"], received["candidacy_id"], received["requesting_org_id"], received["contact_candidacy_id"]),
                 ("RECEIVED", held.id, there.id, None))
    # It is accepted by the transfer, which its refused ACCEPT names; and the contact stays beside the file.
    refused = send(received, "ACCEPT", here.referent).must_refuse("INVALID_STATE", 409)
    expect_equal([reason["resolve_with"] for reason in refused.body["reasons"]],
                 [{"method": "POST", "href": f"{held.path}/events", "event": "TRANSFER"}])
    for who, way in ((here.referent, {"method": "POST", "href": f"{held.path}/events", "event": "TRANSFER"}), (here.counsellor, None),
                     (there.referent, None)):
        asked = who.get(f"/v1/transfer-requests/{request['id']}/allowed-events").must(200)
        expect_equal(asked["resolve_with"], way, "who may transfer is led there")
    refused = send(received, "ACCEPT", here.counsellor).must_refuse("INVALID_STATE", 409)
    expect("« Transférer à un autre organisme », par : Référent" in refused["detail"].replace("\u00a0", " "), refused["detail"])
    transfer(held, there)
    accepted = read(request, there.referent)
    expect_equal((accepted["state"], accepted["candidacy_id"], accepted["settled_on"]), ("ACCEPTED", held.id, DAY))
    there.referent.get(f"/v1/candidacies/{accepted['candidacy_id']}").must(200)
    expect_equal(read(request, here.referent)["state"], "ACCEPTED")
    send(accepted, "RETRACT", there.counsellor).must_refuse("INVALID_STATE", 409)


@story
def who_holds_the_file_is_never_told(world):
    """Every reply to the organism that asks, before and after an answer, whatever the answer."""
    here, there, held, contact = meeting(world)
    secrets = (here.id, held.id, held.reference, here.person("referent"), here.person("counsellor"))
    replies = [contact.refused("CANDIDACY_ALREADY_OPEN", "RECORD_INFORMATION", DAY, {"has_consent": True})]
    request = ask(contact)
    replies += [request, read(request, there.counsellor), there.referent.get(f"/v1/transfer-requests?candidacy_id={contact.id}"), ask(contact),
                send(request, "DECLINE", there.referent, reason="Non.")]
    declined = send(request, "DECLINE", here.referent, reason="Il souhaite terminer ici.").must(201)["resource"]
    replies += [read(declined, there.counsellor), there.referent.get(f"/v1/transfer-requests?state=DECLINED&candidacy_id={contact.id}"),
                send(declined, "RETRACT", there.referent), there.referent.get(f"{contact.path}/history"),
                there.referent.get(f"{contact.path}/allowed-events?explain=true")]
    for reply in replies:
        said = reply.raw.decode() + repr(reply.headers)
        for secret in secrets:
            expect(secret not in said, f"{reply.method} {reply.path} tells {secret}")
    expect_equal(read(request, there.counsellor)["reason"], "Il souhaite terminer ici.")
    # Asking for a file by its identifier finds nothing either.
    expect_equal(listed(there.referent, f"?candidacy_id={held.id}"), [])
    expect_equal(listed(here.referent, f"?candidacy_id={held.id}"), [request["id"]])
    expect_equal(listed(here.referent, f"?candidacy_id={contact.id}"), [])


@story
def a_third_organism_sees_nothing_of_a_request(world):
    here, there, held, contact = meeting(world)
    third = world.organism()
    world.flush()
    request = ask(contact).must(201)
    third.referent.get(f"/v1/transfer-requests/{request['id']}").must_refuse("NOT_FOUND", 404)
    expect_equal(listed(third.referent), [])
    send(request, "DECLINE", third.referent, reason="Non.").must_refuse("NOT_FOUND", 404)
    send(request, "RETRACT", third.counsellor).must_refuse("NOT_FOUND", 404)
    third.counsellor.post(f"{contact.path}/transfer-requests", REQUEST).must_refuse("NOT_FOUND", 404)
    # The certifier sees both sides, and neither of them as his own.
    seen = read(request, world.certifier)
    expect_equal((seen["direction"], seen["candidacy_id"], seen["contact_candidacy_id"]), (None, held.id, contact.id))
    ask(contact, world.certifier).must_refuse("ROLE_NOT_ALLOWED", 403)


@story
def each_side_ends_a_request_in_its_own_way(world):
    here, there, held, contact = meeting(world)
    request = ask(contact).must(201)
    refused = send(request, "DECLINE", there.referent, reason="Non.").must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal(refused.details("ACT_OF_ANOTHER"), {"whose": "OTHER_SIDE"})
    refused = send(request, "RETRACT", here.referent).must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal(refused.details("ACT_OF_ANOTHER"), {"whose": "ASKING_SIDE"})
    send(request, "DECLINE", here.referent).must_refuse("REASON_REQUIRED", 409)
    send(request, "DECLINE", here.referent, reason="Non.", expected_version=9).must_refuse("VERSION_MISMATCH", 412)
    here.referent.post(f"/v1/transfer-requests/{request['id']}/events", event_body("DECLINE", reason="Non.")).must_refuse(
        "PRECONDITION_REQUIRED", 428)
    retracted = send(request, "RETRACT", there.counsellor).must(201)["resource"]
    expect_equal((retracted["state"], retracted["settled_on"]), ("RETRACTED", DAY))
    # What was retracted can be asked for again; what is declined stays, and can be asked for again later.
    again = ask(contact).must(201)
    send(again, "DECLINE", here.counsellor, reason="Il termine ici.").must(201)["resource"]
    ask(contact).must(201)
    expect_equal(len(listed(here.referent, f"?candidacy_id={held.id}")), 3)
    expect_equal(len(listed(here.referent, f"?candidacy_id={held.id}&state=DECLINED,RETRACTED")), 2)


@story
def bad_requests_are_told_field_by_field(world):
    here, there, held, contact = meeting(world)
    post = there.counsellor.post
    path = f"{contact.path}/transfer-requests"
    expect_equal(post(path, {}).must_refuse("VALIDATION_FAILED", 422).errors, {"/consent_on": "REQUIRED"})
    expect_equal(ask(contact, consent_on="2026-02-30").must_refuse("VALIDATION_FAILED", 422).errors, {"/consent_on": "DATE_INVALID"})
    expect_equal(ask(contact, message="").must_refuse("VALIDATION_FAILED", 422).errors, {"/message": "MIN_LENGTH"})
    expect_equal(ask(contact, owner_org_id=here.id).must_refuse("VALIDATION_FAILED", 422).errors, {"/owner_org_id": "UNKNOWN_FIELD"})
    refused = ask(contact, consent_on="2026-01-15").must_refuse("DATE_IN_FUTURE", 409)
    expect_equal(refused.details("DATE_IN_FUTURE")["limit_date"], DAY)
    # A file that goes on has nothing to ask for; nor has a contact whose candidate is nowhere else.
    held.organism.counsellor.post(f"{held.path}/transfer-requests", REQUEST).must_refuse("INVALID_STATE", 409)
    alone = Journey(world, there).open(DAY)
    refused = ask(alone).must_refuse("NO_CANDIDACY_ELSEWHERE", 409)
    expect_equal(refused.body["reasons"][0]["resolve_with"]["event"], "RECORD_INFORMATION")
    alone.event("RECORD_INFORMATION", DAY, {"has_consent": True}, to="INFORMED")
    # One's own file is not asked for.
    second = Journey(world, there, candidate=alone.candidate).open(DAY)
    ask(second).must_refuse("CANDIDACY_HELD_HERE", 409)
    request = ask(contact).must(201)
    refused = ask(contact).must_refuse("TRANSFER_ALREADY_REQUESTED", 409)
    expect_equal(refused.body["reasons"][0]["resolve_with"]["href"], f"/v1/transfer-requests/{request['id']}")
    expect_equal(there.counsellor.post(f"/v1/transfer-requests/{request['id']}/events",
                                       {"event": "LAPSE", "expected_version": 1}).must_refuse("VALIDATION_FAILED", 422).errors,
                 {"/event": "ENUM"})


@story
def a_request_follows_the_file(world):
    """The file goes to a third organism: the request goes on to it; the former holder reads what he answered, no more."""
    here, there, held, contact = meeting(world)
    third = world.organism()
    world.flush()
    request = ask(contact).must(201)
    transfer(held, third, asked=False)
    expect_equal(listed(here.referent, f"?direction=RECEIVED&candidacy_id={held.id}"), [])
    expect_equal(listed(third.referent, "?direction=RECEIVED&state=PENDING"), [request["id"]])
    here.referent.get(f"/v1/transfer-requests/{request['id']}").must_refuse("NOT_FOUND", 404)
    transfer(held, there)
    expect_equal(read(request, there.referent)["state"], "ACCEPTED")
    expect_equal(read(request, third.referent)["candidacy_id"], held.id)


@story
def a_request_lapses_with_either_file(world):
    here, there, held, contact = meeting(world)
    request = ask(contact).must(201)
    held.event("WITHDRAW", DAY, {"requested_on": DAY}, to="WITHDRAWN")
    lapsed = read(request, there.referent)
    expect_equal((lapsed["state"], lapsed["settled_on"], lapsed["candidacy_id"]), ("LAPSED", DAY, None))
    contact.event("RECORD_INFORMATION", DAY, {"has_consent": True}, to="INFORMED")
    # The contact ends: there is nobody to transfer the file to any more.
    here, there, held, contact = meeting(world)
    request = ask(contact).must(201)
    contact.event("WITHDRAW", DAY, {"requested_on": DAY}, to="WITHDRAWN")
    expect_equal(read(request, here.referent)["state"], "LAPSED")
    # An abandoned file can be resumed: who asks goes on waiting.
    here, there, held, contact = meeting(world)
    request = ask(contact).must(201)
    held.event("ABANDON", DAY, {"written_proof_on": DAY}, to="ABANDONED")
    expect_equal(read(request, there.referent)["state"], "PENDING")
    transfer(held.event("RESUME", DAY), there)
    expect_equal(read(request, there.referent)["state"], "ACCEPTED")


@story
def two_desks_ask_once(world):
    here, there, held, contact = meeting(world)
    replies = together(lambda: ask(contact, there.counsellor.clone()), lambda: ask(contact, there.referent.clone()))
    expect_equal(sorted(reply.status for reply in replies), [201, 409])
    expect_equal(next(reply.code for reply in replies if reply.status == 409), "TRANSFER_ALREADY_REQUESTED")
    # Sent again under its key it is the same request.
    here, there, held, contact = meeting(world)
    key = f"transfer-{contact.id}"
    first, second = (there.counsellor.post(f"{contact.path}/transfer-requests", REQUEST, key=key).must(201) for _ in range(2))
    expect_equal(second.body, first.body)
    expect_equal(len(listed(here.referent, f"?candidacy_id={held.id}")), 1)


@story
def a_request_and_a_transfer_meet(world):
    """Sent while the file moves, a request is with whoever holds the file afterwards, or was never sent."""
    third = world.organism()
    world.flush()
    for _ in range(8):
        here, there, held, contact = meeting(world)
        held.offered(third, DAY)
        mover = here.referent.clone()
        asked, moved = together(
            lambda: ask(contact, there.counsellor.clone()),
            lambda: mover.post(f"{held.path}/events", {"event": "TRANSFER", "occurred_on": DAY, "expected_version": held.version,
                                                       "data": {"to_org_id": third.id, "consent_on": DAY}}))
        expect_equal((asked.status, moved.status), (201, 201))
        expect(asked["id"] in listed(third.referent, f"?candidacy_id={held.id}"), "the request is not with who holds the file")
        expect(asked["id"] not in listed(here.referent, f"?candidacy_id={held.id}"), "the request is with who held the file")
