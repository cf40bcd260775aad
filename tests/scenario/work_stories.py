# SPDX-License-Identifier: EUPL-1.2
"""The work queue: for every state and every role what the lists and `allowed-events` say, recomputed here, and nothing else."""

import collections

from appeal_stories import refused as refused_before, send_appeal, send_event
from allowed_event_stories import STATES, TODAY
from funder_stories import consent, funder, pays
from story import Journey, Session, expect, expect_equal, story
from transfer_request_stories import ask, meeting, send

# The main route, transcribed from the domain page 9.2, and how a session goes on (9.3).
NEXT = {
    "CONTACT": "RECORD_INFORMATION", "INFORMED": "START_PRIOR", "PRIOR_IN_PROGRESS": "COMPLETE_PRIOR", "PRIOR_COMPLETED": "RECORD_RESTITUTION",
    "PARTIAL": "PROPOSE_PATH", "PATH_PROPOSED": "ACCEPT_PATH", "IN_TRAINING": "CLOSE_PATH", "FINAL_READY": "START_FINAL",
    "FINAL_IN_PROGRESS": "COMPLETE_FINAL", "FINAL_COMPLETED": "RECORD_RESTITUTION", "JURY_READY": "SUBMIT_FILE", "DEFERRED": "ANSWER_COMPLEMENT",
}
HELD_NEXT = {"PLANNED": ("SECRETARY", "CONVENE"), "CONVENED": ("CHAIR", "OPEN"), "OPEN": ("CHAIR", "CLOSE"), "CLOSED": ("CHAIR", "SIGN")}
KINDS = ("CANDIDACY", "FILE", "SESSION", "NOTIFICATION", "HANDOVER", "TRANSFER_REQUEST", "ANNULMENT_REQUEST", "APPEAL", "CERTIFICATE")
EVER, NEVER = "2035-12-31", "9999-12-31"


def pages(client, path):
    """Every row of a list, page by page."""
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{path}{'&' if '?' in path else '?'}limit=7{cursor}").must(200)
        found += page["data"]
        cursor = page["page"]["next_cursor"] and f"&cursor={page['page']['next_cursor']}"
    return found


def open_events(client, path):
    """Those of an object that are the caller's in its state."""
    reply = client.get(f"{path}/allowed-events").must(200)
    return [event["event"] for event in reply["data"] if set(event["roles"]) & set(client.roles)]


def candidacies(client):
    if "SECRETARY" in client.roles or "CHAIR" in client.roles or "CERTIFIER" in client.roles or "FUNDER" in client.roles:
        return
    for row in pages(client, "/v1/candidacies"):
        event = NEXT.get(row["state"])
        if event in open_events(client, f"/v1/candidacies/{row['id']}"):
            due = row["answer_by_date"] if row["state"] == "DEFERRED" else row["deadline_date"]
            yield "CANDIDACY", row["id"], row["state"], (event,), due


def is_of(client, commission, row):
    """Whether a juror runs the session, and has not signed it yet."""
    own = {member["id"] for member in commission.members.values() if member["client"] is client}
    session = client.get(f"/v1/sessions/{row['id']}").must(200)
    signed = client.get(f"/v1/sessions/{row['id']}/minutes").must(200)["signatures"] if row["state"] == "CLOSED" else []
    return bool(own & {session["chair_member_id"], session["vice_chair_member_id"]}) and not own & {each["member_id"] for each in signed}


def of_commission(client, commission):
    for row in pages(client, f"/v1/commissions/{commission.id}/sessions"):
        role, event = HELD_NEXT.get(row["state"], (None, None))
        said = open_events(client, f"/v1/sessions/{row['id']}")
        if role in client.roles and (event in said or event == "SIGN") and (role != "CHAIR" or is_of(client, commission, row)):
            yield "SESSION", row["id"], row["state"], (event,), row["held_on"]
    if "SECRETARY" in client.roles:
        for row in pages(client, "/v1/files?status=SUBMITTED"):
            yield "FILE", row["id"], "SUBMITTED", ("PUT_ON_AGENDA",), None


def papers(client):
    """Whoever records how a candidate was told, and got the certificate, but the certifier."""
    if not {"REFERENT", "SECRETARY"} & set(client.roles):
        return
    for row in pages(client, f"/v1/files?notification_due_to={EVER}"):
        yield "NOTIFICATION", row["id"], row["status"], (), row["notification_due_on"]
    for row in pages(client, f"/v1/certificates?handover_due_to={EVER}"):
        yield "HANDOVER", row["id"], row["status"], (), row["handover_due_on"]


def requests(client):
    if {"COUNSELLOR", "REFERENT", "CERTIFIER"} & set(client.roles):
        received = "" if "CERTIFIER" in client.roles else "&direction=RECEIVED"
        for row in pages(client, f"/v1/transfer-requests?state=PENDING{received}"):
            events = open_events(client, f"/v1/transfer-requests/{row['id']}")
            yield "TRANSFER_REQUEST", row["id"], "PENDING", tuple(events), None
    if "CERTIFIER" in client.roles:
        for row in pages(client, "/v1/annulment-requests?state=REQUESTED"):
            events = open_events(client, f"/v1/annulment-requests/{row['id']}")
            yield "ANNULMENT_REQUEST", row["id"], "REQUESTED", tuple(events), row["confirm_until"]
        decided = {row["candidacy_id"] for row in pages(client, "/v1/files") if row["status"] not in ("SUBMITTED", "ON_AGENDA")}
        for candidacy in decided:
            for row in client.get(f"/v1/candidacies/{candidacy}/appeals").must(200)["data"]:
                if row["state"] in ("FILED", "ADMISSIBLE"):
                    yield "APPEAL", row["id"], row["state"], tuple(open_events(client, f"/v1/appeals/{row['id']}")), None
        issued = {row["candidacy_id"] for row in pages(client, "/v1/certificates")}
        for row in pages(client, "/v1/candidacies?state=CERTIFIED"):
            if row["id"] not in issued:
                yield "CERTIFICATE", row["id"], "CERTIFIED", (), None


def expected(client, commission=None):
    found = [*candidacies(client), *papers(client), *requests(client)]
    return found + (list(of_commission(client, commission)) if commission else [])


def plain(item):
    return item["kind"], item["id"], item["state"], tuple(item["events"]), item["due_on"]


def without_day(row):
    """When a request lapses is told by the queue alone."""
    return row[:4] + (None if row[0] == "TRANSFER_REQUEST" else row[4],)


def agree(client, today, commission=None):
    """The queue is what was recomputed, in the order of its days, with its numbers, and leads where it says."""
    queue = pages(client, "/v1/work-queue")
    about = f"the queue of {client.roles}"
    expect_equal(sorted(without_day(plain(item)) for item in queue), sorted(map(without_day, expected(client, commission))), about)
    order = [item["due_on"] or NEVER for item in queue if item["kind"] not in ("FILE", "APPEAL", "CERTIFICATE")]
    expect_equal(order, sorted(order), about)
    counts = client.get("/v1/work-queue?limit=1").must(200)["counts"]
    expect_equal(counts, {kind.lower(): 0 for kind in KINDS} | collections.Counter(item["kind"].lower() for item in queue), about)
    for kind in KINDS:
        expect_equal([item["id"] for item in pages(client, f"/v1/work-queue?kind={kind}")],
                     [item["id"] for item in queue if item["kind"] == kind], f"{about}, {kind}")
    for item in queue:
        expect_equal(item["is_late"], item["due_on"] is not None and item["due_on"] < today, item)
        client.get(item["href"]).must(200)
    return queue


def explained(client):
    """Of each candidacy, the guards that allowed-events says are unmet of its next event; of all else nothing."""
    waits = set()
    for item in pages(client, "/v1/work-queue?explain=true"):
        if item["kind"] != "CANDIDACY":
            expect_equal((item["is_allowed"], item["guards"]), (None, None), item)
            continue
        reply = client.get(f"/v1/candidacies/{item['id']}/allowed-events").must(200)
        [said] = [event for event in reply["data"] if [event["event"]] == item["events"]]
        unmet = [(guard["code"], guard["message"]) for guard in said["guards"] if guard["answer"] == "UNMET"]
        expect_equal([(guard["code"], guard["message"]) for guard in item["guards"]], unmet, item)
        expect_equal(item["is_allowed"], said["is_allowed"], item)
        waits |= {(guard["code"], role) for guard in item["guards"] for role in guard["waits_for"]}
    for item in pages(client, "/v1/work-queue"):
        expect_equal((item["is_allowed"], item["guards"]), (None, None), "nobody asked")
    return waits


def own_organism(world):
    """Nobody else's candidacies, where the stories begin theirs."""
    organism = world.organism()
    world.organisms.remove(organism)
    world.organisms.insert(0, organism)
    world.flush()
    return organism


@story
def a_queue_is_what_lists_and_machines_say_in_every_state_to_every_role(world):
    world.set_today(TODAY)
    organism = own_organism(world)
    try:
        # The sweep that ends one ends whatever else is there: it goes first.
        journeys = {state: STATES[state](world) for state in sorted(STATES, key=lambda state: state != "EXPIRED")}
    finally:
        world.organisms.remove(organism)
    Session(world, "2026-07-15")
    Session(world, "2026-07-16").convene(TODAY)
    seen, waits = set(), set()
    for role in ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT"):
        seen |= {(item["state"], role) for item in agree(organism.clients[role], TODAY) if item["kind"] == "CANDIDACY"}
        waits |= explained(organism.clients[role])
    expect({("GRID_INCOMPLETE", "EVALUATOR"), ("MODULES_OPEN", "TRAINER")} <= waits, waits)
    expect({state for state, _ in seen} == set(NEXT), f"every state of the route waits for somebody: {seen}")
    commission = world.commission
    kinds = {item["kind"] for item in agree(commission.secretary, TODAY, commission)}
    expect(kinds == {"FILE", "SESSION", "NOTIFICATION"} | ({"HANDOVER"} & kinds), kinds)
    expect(agree(commission.members["EMPLOYER1"]["client"], TODAY, commission), "the chair opens a session")
    for state, waits in (("PATH_PROPOSED", 1), ("IN_TRAINING", 0), ("CONTACT", 0)):
        candidate = world.key("CANDIDATE", journeys[state].candidate["id"], ["CANDIDATE"], None)
        world.flush()
        expect_equal(len(agree(candidate, TODAY)), waits, state)
    made, client = funder(world, "OPCO")
    client.roles = ["FUNDER"]
    pays(journeys["INFORMED"], made)
    consent(journeys["INFORMED"], made).must(201)
    expect_equal(agree(client, TODAY), [], "nothing waits for who pays")


@story
def requests_wait_for_who_answers_them(world):
    here, there, held, contact = meeting(world)
    request = ask(contact).must(201)
    for client, events in ((here.counsellor, ["DECLINE"]), (here.referent, ["DECLINE"]), (there.counsellor, None), (here.trainer, None),
                           (world.certifier, ["GRANT"])):
        rows = [item for item in agree(client, world.today) if item["id"] == request["id"]]
        expect_equal([item["events"] for item in rows], [events] if events else [], client.roles)
        expect_equal([item["due_on"] for item in rows], ["2026-02-13"] * len(rows), "thirty days of silence")
        expect_equal([item["candidacy_id"] for item in rows], [None] * len(rows), "who holds the file is never told")
    send(request, "DECLINE", here.referent, reason="Le candidat termine ici.").must(201)
    for client in (here.counsellor, world.certifier):
        expect(request["id"] not in {item["id"] for item in agree(client, world.today)}, "answered")


@story
def what_is_to_be_told_handed_over_and_annulled_waits(world):
    world.set_today(TODAY)
    journey = STATES["CERTIFIED"](world)
    organism, secretary = journey.organism, world.commission.secretary
    certificate = world.certifier.post("/v1/certificates", {"candidacy_id": journey.id}).must(201)
    for client, commission in ((organism.referent, None), (secretary, world.commission)):
        waiting = {item["kind"] for item in agree(client, TODAY, commission) if item["candidacy_id"] == journey.id}
        expect_equal(waiting, {"NOTIFICATION", "HANDOVER"})
    expect(not {"NOTIFICATION", "HANDOVER"} & {item["kind"] for item in agree(organism.counsellor, TODAY)}, "a referent tells it")
    asked = world.ask_annulment(certificate).must(201)
    first, second = world.eyes()
    for client in (first, second):
        rows = [item for item in agree(client, TODAY) if item["id"] == asked["id"]]
        expect_equal([item["events"] for item in rows], [["CONFIRM", "REFUSE"]])
    world.answer_annulment(asked).must(201)
    for client, commission in ((organism.referent, None), (secretary, world.commission), (second, None)):
        rows = {item["id"] for item in agree(client, TODAY, commission)}
        expect(not {asked["id"], certificate["id"]} & rows, "an annulled certificate is handed over to nobody")


@story
def what_only_the_certifier_can_do_waits_for_the_certifier(world):
    world.set_today(TODAY)
    journey, refused = STATES["CERTIFIED"](world), refused_before(world)
    mine = lambda: {(item["kind"], tuple(item["events"])) for item in agree(world.certifier, TODAY) if item["candidacy_id"] in (journey.id, refused.id)}  # noqa: E731
    expect_equal(mine(), {("CERTIFICATE", ())})
    appeal = send_appeal(refused).must(201)
    expect_equal(mine(), {("CERTIFICATE", ()), ("APPEAL", ("DECLARE_ADMISSIBLE", "REJECT"))})
    appeal = send_event(world, appeal, "DECLARE_ADMISSIBLE").must(201)["resource"]
    expect_equal(mine(), {("CERTIFICATE", ()), ("APPEAL", ("UPHOLD", "REEXAMINE", "REJECT"))})
    send_event(world, appeal, "UPHOLD", reason="Fondée").must(201)
    world.certifier.post("/v1/certificates", {"candidacy_id": journey.id}).must(201)
    expect_equal(mine(), set())


@story
def a_file_that_moved_waits_where_it_is_held(world):
    world.set_today(TODAY)
    journey = Journey(world).informed(TODAY)
    former, there = journey.organism, world.organisms[1]
    expect(journey.id in {item["id"] for item in agree(former.referent, TODAY)}, "it is here")
    journey.offered(there, TODAY)
    journey.event("TRANSFER", TODAY, {"to_org_id": there.id, "consent_on": TODAY})
    expect(journey.id not in {item["id"] for item in pages(former.referent, "/v1/work-queue")}, "a former owner reads, and does nothing")
    expect(journey.id in {item["id"] for item in pages(there.referent, "/v1/work-queue")}, "it is there")
