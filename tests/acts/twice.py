# SPDX-License-Identifier: EUPL-1.2
"""The same body a second time, without a key that would make it a retry: what each act that makes something answers.

FIRST: the thing that is there, 200; of several at once one makes it, and all name it. A code: it is refused, and says why. AGAIN: a second one is right, for the reason that
stands beside it; what was a slip is taken back as it says. An act that is not here is red, and so is a row without an act."""

from act import REGISTER, new_key
from harness.runner import expect, expect_equal

FIRST, AGAIN = "FIRST", "AGAIN"

OUTCOMES = {
    "recordCandidacyEvent ADD_SITTING": "SITTING_ALREADY_RECORDED",
    "recordCandidacyEvent PROPOSE_PATH": "INVALID_STATE",
    "recordCandidacyEvent RECORD_ATTENDANCE": "ATTENDANCE_ALREADY_RECORDED",  # a morning and an afternoon of as many hours: is_distinct
    "createCandidate": "DUPLICATE_CANDIDATE",
    "mergeCandidates": "VERSION_MISMATCH",
    "planAppointment": FIRST,
    "openCandidacy": FIRST,
    "openCandidacy by the certifier": FIRST,
    "addSitting": FIRST,
    "issuePortfolio": AGAIN,  # the next one, with its own number
    "recordFunding": AGAIN,  # two shares of one payer; deleteFunding
    "recordFunderConsent": "CONSENT_STANDS",
    "openSight": "ALREADY_RECORDED",
    "giveSightCode": AGAIN,  # the code before opens nothing any more
    "openSightByCode": "ALREADY_RECORDED",
    "requestTransfer": "TRANSFER_ALREADY_REQUESTED",
    "offerTransfer": "TRANSFER_ALREADY_OFFERED",
    "planSession": FIRST,  # two juries of one day differ in place or chairs
    "putFileOnAgenda": "FILE_ALREADY_ON_AGENDA",
    "removeFileFromAgenda": "NOT_FOUND",
    "withdrawDecision": "NOT_FOUND",
    "stepDown": FIRST,
    "stepDown recusal": FIRST,
    "recordDeparture": "ALREADY_RECORDED",
    "nameStandIn": AGAIN,  # the last one named counts
    "contestVote undecided": "VOTE_NOT_AWAITED",
    "contestVote decided": "VOTE_NOT_AWAITED",
    "contestVote closed": "VOTE_NOT_AWAITED",
    "recordDecision CERTIFIED": "FILE_DECIDED",
    "recordDecision REFUSED": "FILE_DECIDED",
    "recordDecision DEFERRED": "FILE_DECIDED",
    "signMinutes first": "ALREADY_SIGNED",
    "signMinutes second": "INVALID_STATE",
    "nameCommission": "COMMISSION_ALREADY_COMPETENT",
    "nameCommission of a file that waits": "COMMISSION_ALREADY_COMPETENT",
    "endCommissionOverride": "OVERRIDE_ENDED",
    "draftRectification": "RECTIFICATION_PENDING",
    "signRectification first": "ALREADY_SIGNED",
    "signRectification second": "RECTIFICATION_SETTLED",
    "withdrawRectification": "RECTIFICATION_SETTLED",
    "issueCertificate": FIRST,
    "issueCertificates of a session": FIRST,
    "issueCertificates by id": FIRST,
    "issueDuplicate": AGAIN,  # each is counted
    "recordDuplicateHandover": "ALREADY_HANDED_OVER",
    "recordHandover": "ALREADY_HANDED_OVER",
    "recordHandover corrected": "ALREADY_HANDED_OVER",
    "stateIdentity": AGAIN,  # the last one stands beside those before
    "stateIdentity of two": AGAIN,
    "requestAnnulment": "ANNULMENT_ALREADY_REQUESTED",
    "recordNotification": "ALREADY_NOTIFIED",
    "recordNotification corrected": "ALREADY_NOTIFIED",
    "fileAppeal": "APPEAL_EXISTS",
    "addEvidence": FIRST,
    "giveStaffFunction": "PERIOD_OVERLAP",
    "createInvitation": AGAIN,  # the one before is revoked
    "createInvitation of a system": AGAIN,  # two systems; revokeInvitation
    "closePerson": "VERSION_MISMATCH",
    "createReferentialVersion": "ALREADY_RECORDED",
    "createFunder": "ALREADY_RECORDED",
    "createNetwork": "ALREADY_RECORDED",
    "createMembership granted": "PERIOD_OVERLAP",
    "createMembership asked": "LINK_ALREADY_REQUESTED",
    "giveLinkCode": AGAIN,  # the code before opens nothing any more
    "answerByLinkCode ACCEPT": "LINK_REQUEST_SETTLED",
    "answerByLinkCode DECLINE": "LINK_REQUEST_SETTLED",
    "createOrganism": "ALREADY_RECORDED",
    "createSite": FIRST,
    "createPerson": AGAIN,  # people of one name; mergePersons
    "createAffiliation at once": "PERIOD_OVERLAP",
    "createAffiliation asked": "LINK_ALREADY_REQUESTED",
    "mergePersons": "VERSION_MISMATCH",
    "createEvaluationMethod": FIRST,  # two of one name are held differently
    "createHabilitation": "PERIOD_OVERLAP",
    "createHabilitation asked": "HABILITATION_ALREADY_REQUESTED",
    "createQualityCertificate": "PERIOD_OVERLAP",
    "createCommission": "ALREADY_RECORDED",
    "addCommissionMember at once": "PERIOD_OVERLAP",
    "addCommissionMember asked": "LINK_ALREADY_REQUESTED",
    "runExpiry": FIRST,  # the same question again
    "createApiKey": AGAIN,  # two programs; the event REVOKE
    "createApiKey of a person": AGAIN,
}
# Transitions of machines: allowed.py says of each state what it allows.
EVENTS_THAT_MAKE = ("ADD_SITTING", "PROPOSE_PATH", "RECORD_ATTENDANCE")
# Answers what each call did, not what is there: a run of the sweep, certificates issued or there before (certificate_batch_stories).
QUESTIONS_AGAIN = ("runExpiry", "issueCertificates of a session", "issueCertificates by id")
QUESTIONS = ("simulateReferentialVersion", "searchCandidates")
seen, named = set(), set()


def is_one(act, variant):
    return act.method == "POST" and act.operation not in QUESTIONS and (not act.path.endswith("/events") or variant in EVENTS_THAT_MAKE)


def outcome(reply):
    if reply.status == 200:
        return FIRST
    return AGAIN if reply.status < 300 else reply.code


def all_name_the_first(name, accepted, late):
    """Answers of several at once, and of who came late: nothing was written in between, so that each shows the same."""
    if name in QUESTIONS_AGAIN:
        return
    made = [reply for reply in accepted if reply.status == 201]
    expect_equal(len(made), 1, f"{name}: how many of several at once made one: {accepted}")
    for reply in accepted:
        expect_equal(reply.body, late.body, f"{name}: the answers of several at once")


# Not compared with what is there, and why.
KEPT_OTHERWISE = set()
changed_words = set()


def nothing_is_dropped(act, name):
    """The same again in other words is not the first thing: it is kept as it is said now, or refused. Never is it answered as if it
    had been taken while what stands is what was said before."""
    for member, value in (act.body or {}).items():
        if not isinstance(value, str) or not value or value.upper() == value or value[0].isdigit() or member in KEPT_OTHERWISE:
            continue  # an id, a date, a word of a list
        changed_words.add(name)
        other = f"{value} (autrement)"
        reply = act.send(new_key(), body=act.body | {member: other})
        expect(reply.status >= 400 or reply.body.get(member) == other, f"{name}: {member} says otherwise, and is dropped: {reply}")


# Public, with a code for a credential: it opens what it is for, and shows nothing.
BY_CODE = {"openSightByCode"}


def recorded_is_named(act, late):
    """Who is told that it is there already is told which, and where it is read."""
    there = late.details("ALREADY_RECORDED").get("id")
    named.add(act.operation)
    if act.operation in BY_CODE:
        expect_equal((there, late.body["reasons"][0]["resolve_with"]), (None, None), "whoever has a code alone learns no id, nor where to read it")
        return
    expect(there, f"ALREADY_RECORDED does not name what is there: {late}")
    shown = act.client.get(late.body["reasons"][0]["resolve_with"]["href"]).must(200).body
    expect(there in [row["id"] for row in shown.get("data", [shown])], f"{there} is not read at {late}")


# Corrections that make of one what another has: the act that makes one, and the member that no two of them share.
CORRECTED_INTO = {"changeOrganism": ("createOrganism", "siret"), "changeFunder": ("createFunder", "name"),
                  "changeNetwork": ("createNetwork", "name"), "changeCommission": ("createCommission", "idcc")}
# changeSite: a twin in its own organism (a_site_is_corrected_and_closed); stepDown: in other words (a_juror_declares_a_recusal);
# recordDeparture: the list of attendance says since when (presidency_stories); addEvidence: under another name (evidence_stories);
# openCandidacy: of another day (opening_stories); mergePersons: of the version of now.
NAMED_ELSEWHERE = {"addEvidence", "changeSite", "mergePersons", "openCandidacy", "recordDeparture", "stepDown"}


def corrections_into_another_name_it(world):
    for operation, (make, member) in CORRECTED_INTO.items():
        there, other = (REGISTER[make, ""](world) for _ in range(2))
        for act in (there, other):
            act.made = act.send(new_key()).must(201)
        late = other.client.patch(f"{other.path}/{other.made['id']}", {member: there.body[member]}, version=1).must_refuse("ALREADY_RECORDED", 409)
        other.operation = operation
        recorded_is_named(other, late)
        expect_equal(late.details("ALREADY_RECORDED")["id"], there.made["id"])
        # What it has itself is no other's.
        other.client.patch(f"{other.path}/{other.made['id']}", {member: other.body[member]}, version=1).must(200)


def every_operation_that_answers_it_names_it(contract):
    answering = {operation["operationId"] for operation in contract.operations.values()
                 if "ALREADY_RECORDED" in operation.get("x-problem-codes", ())}
    expect_equal(sorted((answering - NAMED_ELSEWHERE) ^ named), [], "operations that answer ALREADY_RECORDED, and those seen to name what is there")


def judge(act, late, accepted):
    """late: the answer to the act sent once more, after it had taken effect; accepted: those of several at once before."""
    variant = act.variant
    if not is_one(act, variant):
        return
    name = f"{act.operation} {variant}".strip()
    seen.add(name)
    expect(name in OUTCOMES, f"{name} has no row in tests/acts/twice.py; it answers {outcome(late)}: {late}")
    expect_equal(outcome(late), OUTCOMES[name], f"{name} a second time: {late}")
    if OUTCOMES[name] == "ALREADY_RECORDED" and act.operation not in NAMED_ELSEWHERE:
        recorded_is_named(act, late)
    if OUTCOMES[name] == FIRST:
        all_name_the_first(name, accepted, late)
        nothing_is_dropped(act, name)


def every_row_has_its_act():
    expect("stepDown recusal" in changed_words, f"said again in other words: {sorted(changed_words)}")
    expect_equal(sorted(set(OUTCOMES) - seen), [], "rows of tests/acts/twice.py without an act")
