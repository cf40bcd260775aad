"""The same body a second time, without a key that would make it a retry: what each act that makes something answers.

FIRST: the thing that is there, 200. A code: it is refused, and says why. AGAIN: a second one is right, for the reason that
stands beside it; what was a slip is taken back as it says. An act that is not here is red, and so is a row without an act."""

from harness.runner import expect, expect_equal

FIRST, AGAIN = "FIRST", "AGAIN"

OUTCOMES = {
    "recordCandidacyEvent ADD_SITTING": "SITTING_ALREADY_RECORDED",
    "recordCandidacyEvent PROPOSE_PATH": "INVALID_STATE",
    "recordCandidacyEvent RECORD_ATTENDANCE": AGAIN,  # a morning and an afternoon of as many hours; bounded by the module
    "createCandidate": "DUPLICATE_CANDIDATE",
    "mergeCandidates": "CANDIDATE_NOT_ACTIVE",
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
    "planSession": AGAIN,  # two juries of one day; the event CANCEL
    "putFileOnAgenda": "FILE_ALREADY_ON_AGENDA",
    "removeFileFromAgenda": "NOT_FOUND",
    "stepDown": FIRST,
    "contestVote undecided": "VOTE_NOT_AWAITED",
    "contestVote decided": "VOTE_NOT_AWAITED",
    "contestVote closed": "VOTE_NOT_AWAITED",
    "recordDecision CERTIFIED": "FILE_DECIDED",
    "recordDecision REFUSED": "FILE_DECIDED",
    "recordDecision DEFERRED": "FILE_DECIDED",
    "signMinutes first": "ALREADY_SIGNED",
    "signMinutes second": "INVALID_STATE",
    "issueCertificate": FIRST,
    "issueDuplicate": AGAIN,  # each is counted
    "fileAppeal": "APPEAL_EXISTS",
    "giveStaffFunction": "PERIOD_OVERLAP",
    "createInvitation": AGAIN,  # the one before is revoked
    "createInvitation of a system": AGAIN,  # two systems; revokeInvitation
    "closePerson": "PERSON_NOT_ACTIVE",
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
    "mergePersons": "VALIDATION_FAILED",
    "createEvaluationMethod": AGAIN,  # NEEDSWORK: nothing ends a method; a second of one name stays in every list
    "createHabilitation": "PERIOD_OVERLAP",
    "createQualityCertificate": "PERIOD_OVERLAP",
    "createCommission": "ALREADY_RECORDED",
    "addCommissionMember at once": "PERIOD_OVERLAP",
    "addCommissionMember asked": "LINK_ALREADY_REQUESTED",
    "runExpiry": FIRST,  # the same question again
    "createApiKey": AGAIN,  # two programs; the event REVOKE
}
# Transitions of machines: allowed.py says of each state what it allows.
EVENTS_THAT_MAKE = ("ADD_SITTING", "PROPOSE_PATH", "RECORD_ATTENDANCE")
QUESTIONS = ("simulateReferentialVersion", "searchCandidates")
seen = set()


def is_one(act, variant):
    return act.method == "POST" and act.operation not in QUESTIONS and (not act.path.endswith("/events") or variant in EVENTS_THAT_MAKE)


def outcome(reply):
    if reply.status == 200:
        return FIRST
    return AGAIN if reply.status < 300 else reply.code


def judge(act, late):
    """late: the answer to the act sent once more, after it had taken effect."""
    variant = act.variant
    if not is_one(act, variant):
        return
    name = f"{act.operation} {variant}".strip()
    seen.add(name)
    expect(name in OUTCOMES, f"{name} has no row in tests/acts/twice.py; it answers {outcome(late)}: {late}")
    expect_equal(outcome(late), OUTCOMES[name], f"{name} a second time: {late}")


def every_row_has_its_act():
    expect_equal(sorted(set(OUTCOMES) - seen), [], "rows of tests/acts/twice.py without an act")
