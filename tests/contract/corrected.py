# SPDX-License-Identifier: EUPL-1.2
"""How each member that a body takes is put right after a slip of the hand, or why it is not. A member without a line is a fault, and so
is a line that leads nowhere. Never an outcome, a vote, or what somebody signed."""

from check import described_bodies


class Way:
    """kind, and where it leads: an operation that takes the member again, an event, or words."""

    def __init__(self, kind, *to):
        self.kind, self.to = kind, to


def patched(*operations):
    return Way("patched", *operations)


def act(*events):
    return Way("act", *events)


def further(*operations):
    """A further record says what is right; the one before stays."""
    return Way("further", *operations)


def again():
    """Sent again as it should be, in the place of what was sent."""
    return Way("again")


def fixed(why):
    return Way("fixed", why)


def missing(what):
    """Owed: there is no way yet."""
    return Way("missing", what)


SAYS_WHY = fixed("the words of an act that stands; who reads them reads the next act too")
NOTHING = fixed("asks, and records nothing")
SECRET = fixed("a code is a credential, not a record")

# Of whatever operation.
EVERYWHERE = {
    "expected_version": fixed("a precondition, not a fact"),
    "occurred_on": fixed("the order of the acts rests on their days; a wrong one is followed by the act that undoes it"),
    "reason": SAYS_WHY,
    "is_distinct": fixed("a statement of who looked, which the certifier's merge undoes"),
}

# A whole operation, or an event of one.
WHOLE = {
    "createCandidate": patched("changeCandidate"), "createFunder": patched("changeFunder"), "recordFunding": patched("changeFunding"),
    "createSite": patched("changeSite"), "createOrganism": patched("changeOrganism"), "planSession": patched("changeSession"),
    "createQualityCertificate": patched("changeQualityCertificate"), "createNetwork": patched("changeNetwork"),
    "searchCandidates": NOTHING, "confirmCertificate": NOTHING, "simulateReferentialVersion": NOTHING,
    "recordAdjustments": again(), "saveResults": again(), "orderAgenda": again(), "recordAttendance": again(), "castVote": again(),
    "replaceReferentialDraft": again(), "createReferentialVersion": further("replaceReferentialDraft"), "setSandboxClock": again(), "setServiceMode": again(),
    "mergeCandidates": fixed("two records are one for good: the certifier asked for it by id"),
    "stateIdentity": fixed("what was stated stands for the days of the policy: another one is stated beside it"),
    "mergePersons": fixed("two records are one for good: the certifier asked for it by id"),
    "openCandidacy": act("CANCEL"), "withdrawDecision": again(), "issuePortfolio": further("issuePortfolio"),
    "recordFunderConsent": further("withdrawFunderConsent"), "openSightByCode": SECRET, "answerByLinkCode": SECRET,
    "acceptInvitation": SECRET, "createInvitation": fixed("not taken up it lapses; another one is made"),
    "createApiKey": act("REVOKE"), "recordApiKeyEvent ROTATE": act("REVOKE"),
    "createHabilitation": act("WITHDRAW", "END"), "recordHabilitationEvent GRANT": act("WITHDRAW", "END"),
    "recordHabilitationEvent RENEW": act("RENEW", "END"), "nameCommission": further("endCommissionOverride"),
    "putFileOnAgenda": further("removeFileFromAgenda"), "stepDown": further("undoStepDown"),
    "nameStandIn": further("nameStandIn"), "recordDeparture": fixed("who left has left: votes stay, and the minutes are rectified"),
    "draftRectification": further("withdrawRectification"), "signMinutes": fixed("what somebody signed"),
    "signRectification": fixed("what somebody signed"),
    "issueCertificate": further("requestAnnulment"), "issueCertificates": further("requestAnnulment"),
    "issueDuplicate": further("issueDuplicate"), "recordHandover": further("recordHandover"),
    "recordDuplicateHandover": further("recordDuplicateHandover"), "recordNotification": further("recordNotification"),
    "requestAnnulment": act("REFUSE"), "offerTransfer": act("RETRACT"), "requestTransfer": act("RETRACT"),
    "recordReferentialEvent END": fixed("the last day of a version that others were opened on"),
    "recordReferentialEvent RETIRE": fixed("the last day of a version that others were opened on"),
    "recordSessionEvent CONVENE": act("CONVENE"),
    "recordCandidacyEvent RECORD_INFORMATION": fixed("who informed, and that the candidate agreed: a wrong file is cancelled"),
    "recordCandidacyEvent START_PRIOR": act("CORRECT_SITTING"), "recordCandidacyEvent ADD_SITTING": act("CORRECT_SITTING"),
    "recordCandidacyEvent START_FINAL": act("CORRECT_SITTING"), "addSitting": act("CORRECT_SITTING"),
    "recordCandidacyEvent CORRECT_SITTING": act("CORRECT_SITTING"),
    "recordCandidacyEvent CANCEL_SITTING": act("ADD_SITTING"), "recordCandidacyEvent RECORD_RESULTS": again(),
    "recordCandidacyEvent COMPLETE_PRIOR": act("ANNUL_EVALUATION"), "recordCandidacyEvent COMPLETE_FINAL": act("ANNUL_EVALUATION"),
    "recordCandidacyEvent RECORD_RESTITUTION": act("CORRECT_RESTITUTION"),
    "recordCandidacyEvent CORRECT_RESTITUTION": act("CORRECT_RESTITUTION"),
    "recordCandidacyEvent PROPOSE_PATH": act("DECLINE_PATH", "INTERRUPT_PATH"), "recordCandidacyEvent ACCEPT_PATH": act("INTERRUPT_PATH"),
    "recordCandidacyEvent DECLINE_PATH": act("REOPEN_PATH"), "recordCandidacyEvent REOPEN_PATH": act("DECLINE_PATH"),
    "recordCandidacyEvent CORRECT_CONTACT": act("CORRECT_CONTACT"), "recordCandidacyEvent CORRECT_DATE": act("CORRECT_DATE"),
    "recordCandidacyEvent RECORD_ATTENDANCE": act("CORRECT_ATTENDANCE"), "recordCandidacyEvent CORRECT_ATTENDANCE": act("CORRECT_ATTENDANCE"),
    "recordCandidacyEvent CLOSE_MODULE": act("REOPEN_MODULE"), "recordCandidacyEvent REOPEN_MODULE": act("CLOSE_MODULE"),
    "recordCandidacyEvent CHANGE_TRAINER": act("CHANGE_TRAINER"), "recordCandidacyEvent SUBMIT_FILE": act("RECALL_FILE"),
    "recordCandidacyEvent ABANDON": act("RESUME"), "recordCandidacyEvent TRANSFER": act("TRANSFER"),
    "recordCandidacyEvent WITHDRAW": fixed("a withdrawal is final, whoever recorded it: WITHDRAWAL_FINAL"),
    "recordCandidacyEvent ANNUL_EVALUATION": fixed("what was annulled counts no more, for good"),
    "recordAppointmentEvent RESCHEDULE": act("RESCHEDULE"),
}

# What differs within them.
MEMBERS = {
    ("planAppointment", "candidate_id"): act("CANCEL"), ("planAppointment", "starts_at"): act("RESCHEDULE"),
    ("recordCandidacyEvent START_PRIOR", "held_on"): act("CANCEL_SITTING"), ("recordCandidacyEvent START_FINAL", "held_on"): act("CANCEL_SITTING"),
    ("recordCandidacyEvent ADD_SITTING", "held_on"): act("CANCEL_SITTING"), ("addSitting", "held_on"): act("CANCEL_SITTING"),
    ("recordCandidacyEvent START_PRIOR", "evaluator_id"): act("CANCEL_SITTING"), ("addSitting", "evaluator_id"): act("CANCEL_SITTING"),
    ("recordCandidacyEvent START_FINAL", "evaluator_id"): act("CANCEL_SITTING"),
    ("recordCandidacyEvent ADD_SITTING", "evaluator_id"): act("CANCEL_SITTING"),
    ("recordCandidacyEvent START_PRIOR", "method_id"): act("ANNUL_EVALUATION"), ("recordCandidacyEvent START_FINAL", "method_id"): act("ANNUL_EVALUATION"),
    ("recordCandidacyEvent START_FINAL", "domain_codes"): act("ANNUL_EVALUATION"),
    ("recordCandidacyEvent RECORD_RESTITUTION", "person_id"): missing("who gave the results back"),
    ("recordCandidacyEvent ANSWER_COMPLEMENT", "answer"): further("changeFile"),
    ("recordCandidacyEvent ANSWER_COMPLEMENT", "results"): NOTHING,
    ("createCommission", "kind"): fixed("another commission is recorded"), ("createCommission", "referential_code"): fixed("another commission is recorded"),
    ("createPerson", "human_id"): further("mergePersons"), ("createMembership", "organism_id"): fixed("ended on the day before it began, it is recorded again"),
    ("createMembership", "valid_from"): fixed("ended on the day before it began, it is recorded again"),
    ("createAffiliation", "organism_id"): fixed("ended on the day before it began, it is recorded again"),
    ("createAffiliation", "role"): fixed("ended on the day before it began, it is recorded again"),
    ("createAffiliation", "valid_from"): fixed("ended on the day before it began, it is recorded again"),
    ("giveStaffFunction", "role"): fixed("ended, it is given again"), ("giveStaffFunction", "scope_id"): fixed("ended, it is given again"),
    ("giveStaffFunction", "valid_from"): fixed("ended, it is given again"),
    ("addCommissionMember", "person_id"): fixed("ended, another one is recorded"), ("addCommissionMember", "college"): fixed("ended, another one is recorded"),
    ("addCommissionMember", "mandate_from"): fixed("ended, another one is recorded"),
    ("recordDecision", "outcome"): further("withdrawDecision"),  # of NOT_EXAMINED alone: what a vote gave stays
    ("recordDecision", "is_proposal_to_defer"): fixed("what the vote was counted as"),
    ("fileAppeal", "decision_id"): act("WITHDRAW"), ("fileAppeal", "filed_on"): patched("changeAppeal"),
    ("openCandidacy", "occurred_on"): act("CORRECT_CONTACT"),
    ("recordAppealEvent WITHDRAW", "proof"): SAYS_WHY,
    ("recordCandidacyEvent START_PRIOR", "place"): act("CORRECT_SITTING"),
}
for _member in ("network_id", "branch_idcc", "referential_code", "modality", "sitting_count", "instruments"):
    MEMBERS["createEvaluationMethod", _member] = fixed("evaluations rest on it; it is closed, and another one recorded")
for _event in ("SUSPEND", "LIFT", "WITHDRAW", "END", "GRANT", "RENEW", "REFUSE", "RETRACT"):
    MEMBERS[f"recordHabilitationEvent {_event}", "note"] = SAYS_WHY
# What a PATCH takes again of what was recorded by a POST, member by member.
PATCHES = {
    "planAppointment": "changeAppointment", "createCommission": "changeCommission", "createPerson": "changePerson", "createMembership": "changeMembership",
    "createAffiliation": "changeAffiliation", "giveStaffFunction": "changeStaffFunction", "createEvaluationMethod": "changeEvaluationMethod",
    "addCommissionMember": "changeCommissionMember", "recordDecision": "changeDecision", "fileAppeal": "changeAppeal",
}


class Corrected:
    def __init__(self, document):
        self.schemas = document["components"]["schemas"]
        self.operations = {operation["operationId"]: (method, operation) for methods in document["paths"].values()
                           for method, operation in methods.items() if isinstance(operation, dict) and "operationId" in operation}
        self.taken = {}  # "operation" or "operation EVENT" -> its members
        self.events = set()
        for name, (_, operation) in self.operations.items():
            if "requestBody" in operation:
                for content in described_bodies(operation).values():
                    self._take(name, self._seen(content["schema"]))

    def _seen(self, schema):
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _take(self, name, schema):
        if "oneOf" not in schema:
            self.taken.setdefault(name, set()).update(schema.get("properties", {}))
            return
        for variant in map(self._seen, schema["oneOf"]):
            members = dict(variant["properties"])
            event = self._seen(members.pop("event"))
            event = event.get("const") or event["enum"][0]
            self.events.add(event)
            data = self._seen(members.pop("data", {})).get("properties", {})
            self.taken[f"{name} {event}"] = set(members) | set(data)

    def way(self, name, member):
        patch = PATCHES.get(name)
        if (name, member) in MEMBERS:
            return MEMBERS[name, member]
        if patch and member in self.taken[patch]:
            return patched(patch)
        if name in WHOLE and (member not in EVERYWHERE or WHOLE[name].kind == "patched" and member in self.taken[WHOLE[name].to[0]]):
            return WHOLE[name]
        return EVERYWHERE.get(member)

    def faults(self):
        for name, members in sorted(self.taken.items()):
            operation = name.split()[0]
            if self.operations[operation][0] == "patch" and operation not in WHOLE:
                continue  # sent again as it should be
            for member in sorted(members):
                way = self.way(name, member)
                if way is None:
                    yield f"{name}: {member}: how it is put right, or why not, is not told (tests/contract/corrected.py)"
                elif way.kind == "patched" and member not in self.taken[way.to[0]]:
                    yield f"{name}: {member}: {way.to[0]} does not take it"
        for way in [*WHOLE.values(), *MEMBERS.values()]:
            known = {"act": self.events, "further": self.operations, "patched": self.operations}.get(way.kind)
            for to in way.to if known is not None else ():
                if to not in known:
                    yield f"{to} is no {'event' if way.kind == 'act' else 'operation'}"
        for name in WHOLE:
            if name not in self.taken:
                yield f"{name} takes no body"
        for name, member in MEMBERS:
            if member not in self.taken.get(name, ()):
                yield f"{name} does not take {member}"


def faults(document):
    return list(Corrected(document).faults())
