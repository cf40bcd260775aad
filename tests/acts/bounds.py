# SPDX-License-Identifier: EUPL-1.2
"""Which acts add rows, and where that ends (decision 36): looked up in the database before and after each act took effect.

A code: the act is refused with it (409), tells `details.limit` where the bound is a number, and a suite has seen it (`gates` asks).
A sentence: why there is none. An act that adds something and is not here is red, and so is a row whose act adds nothing."""

import re

from act import new_key
from harness.runner import expect, expect_equal
from instance import ROOT

# What is told once each, and read by pages: every act leaves its line. `limits.requests_per_minute` says how often.
HISTORY = {"access_log", "api_key_use", "audit", "candidacy_event", "change", "event_text", "idempotency_record", "reference_counter", "refused_caller"}
# Made by triggers beside what an act adds: they end where that ends.
# What a former owner keeps (former_…) is a copy of what was there.
BESIDE = {"document", "evidence_part", "credential", "earlier_name", "candidacy_access", "candidacy_activity", "certificate_due", "candidate_access", "candidate_access_word", "candidate_known", "candidate_word", "cycle_person",
          "former_owner", "transfer_request_route"}

REGISTER = "a register of its tenant or of the country, read by pages and asked for by limits.grants_per_minute"
OF_THE_CERTIFIER = "the certifier's own register, read by pages"
ONE_EACH = "one of each"
FALLEN = "a vote that was written down falls once, and is its juror's own from then on"
ANSWERED = "a request is answered once, and REQUESTS_TOO_MANY ends those"
# A code alone is that of a guard of its own, or of what is unique; behind RECORDS_TOO_MANY stands the bound (lib/bound.def).
BOUNDS = {
    # Of a candidacy.
    "recordCandidacyEvent START_PRIOR": "INVALID_STATE",
    "recordCandidacyEvent START_FINAL": "a final evaluation follows a path: PATHS_TOO_MANY ends them",
    "recordCandidacyEvent ADD_SITTING": "SITTINGS_TOO_MANY",
    "addSitting": "SITTINGS_TOO_MANY",
    "recordCandidacyEvent RECORD_RESTITUTION": "INVALID_STATE",
    "recordCandidacyEvent PROPOSE_PATH": "PATHS_TOO_MANY",
    "recordCandidacyEvent SUBMIT_FILE": "FILES_TOO_MANY",
    "issuePortfolio": "RECORDS_TOO_MANY PORTFOLIOS",
    "recordFunding": "RECORDS_TOO_MANY FUNDINGS",
    "recordFunderConsent": "RECORDS_TOO_MANY FUNDER_CONSENTS",
    "fileAppeal": "RECORDS_TOO_MANY APPEALS",
    "addEvidence": "RECORDS_TOO_MANY EVIDENCES",
    "recordNotification": "ALREADY_NOTIFIED",
    "recordNotification corrected": "RECORDS_TOO_MANY NOTIFICATIONS",
    "recordCandidacyEvent RECORD_RESULTS": "a note of each criterion of the grid",
    "saveResults": "a note of each criterion of the grid",
    "recordAdjustments": ONE_EACH,
    "issueCertificate": ONE_EACH,
    "issueCertificates of a session": ONE_EACH,
    "issueCertificates by id": ONE_EACH,
    "issueDuplicate": "RECORDS_TOO_MANY DUPLICATES",
    "recordDuplicateHandover": "ALREADY_HANDED_OVER",
    "recordHandover": "ALREADY_HANDED_OVER",
    "recordHandover corrected": "RECORDS_TOO_MANY HANDOVERS",
    "stateIdentity": "RECORDS_TOO_MANY IDENTITY_STATEMENTS",
    "stateIdentity of two": "RECORDS_TOO_MANY IDENTITY_STATEMENTS",
    "requestAnnulment": "RECORDS_TOO_MANY ANNULMENT_REQUESTS",
    "requestTransfer": "REQUESTS_TOO_MANY",
    "offerTransfer": "REQUESTS_TOO_MANY",
    # Of a candidate.
    "createCandidate": "a register of its organism, read by pages and asked for by limits.identity_per_minute",
    "openCandidacy": "RECORDS_TOO_MANY CANDIDACIES",
    "openCandidacy by the certifier": "RECORDS_TOO_MANY CANDIDACIES",
    "planAppointment": "RECORDS_TOO_MANY APPOINTMENTS",
    "openSight": "ALREADY_RECORDED",
    "openSightByCode": "ALREADY_RECORDED",
    "giveSightCode": "one of each giver: the next takes its place",
    # Of a session and its commission.
    "planSession": "a calendar of years, read by pages",
    "putFileOnAgenda": "RECORDS_TOO_MANY AGENDA_ENTRIES",
    "recordAttendance": "JURORS_TOO_MANY",
    "recordSessionEvent CONVENE": ONE_EACH,
    "recordSessionEvent CLOSE": "minutes of each edition: a session opens again when a vote falls, and the next ones follow the votes of its jurors",
    "castVote": ONE_EACH,
    "castVote recorded": ONE_EACH,
    "castVote changed after the decision": FALLEN,
    "contestVote decided": FALLEN,
    "contestVote closed": FALLEN,
    "recordDecision CERTIFIED": "FILE_DECIDED",
    "recordDecision REFUSED": "FILE_DECIDED",
    "recordDecision DEFERRED": "FILE_DECIDED",
    "withdrawDecision": "64 decisions on one file in one session (BOUND_DECISIONS)",
    "signMinutes first": "ALREADY_SIGNED",
    "signMinutes second": "INVALID_STATE",
    "nameCommission": "RECORDS_TOO_MANY OVERRIDES",
    "nameCommission of a file that waits": "the naming sends it: RECORDS_TOO_MANY OVERRIDES ends those",
    "draftRectification": "RECORDS_TOO_MANY RECTIFICATIONS",
    "signRectification first": "ALREADY_SIGNED",
    "signRectification second": "RECTIFICATION_SETTLED",
    "recordAppealEvent REEXAMINE": "a lift of each voiding of its decision",
    "recordDeparture": "ALREADY_RECORDED",
    "nameStandIn": "RECORDS_TOO_MANY STAND_INS",
    "stepDown": ONE_EACH,
    "stepDown recusal": ONE_EACH,
    # Of a tenant, and of both sides of a link.
    "addCommissionMember at once": OF_THE_CERTIFIER,
    "addCommissionMember asked": "REQUESTS_TOO_MANY",
    "answerByLinkCode ACCEPT": ANSWERED,
    "recordLinkRequestEvent ACCEPT": ANSWERED,
    "recordLinkRequestEvent GRANT": ANSWERED,
    "createSite": "RECORDS_TOO_MANY SITES",
    "createEvaluationMethod": "RECORDS_TOO_MANY METHODS",
    "createPerson": REGISTER,
    "createApiKey": "RECORDS_TOO_MANY SYSTEM_KEYS",
    "createApiKey of a person": "RECORDS_TOO_MANY KEYS",
    "recordApiKeyEvent ROTATE": "KEYS_OVERLAP",
    "createInvitation": REGISTER,
    "createInvitation of a system": REGISTER,
    "createAffiliation at once": REGISTER,
    "createAffiliation asked": "REQUESTS_TOO_MANY",
    "giveStaffFunction": REGISTER,
    # Of the country.
    "createReferentialVersion": OF_THE_CERTIFIER,
    "createFunder": OF_THE_CERTIFIER,
    "createNetwork": OF_THE_CERTIFIER,
    "createOrganism": OF_THE_CERTIFIER,
    "createCommission": OF_THE_CERTIFIER,
    "createHabilitation": OF_THE_CERTIFIER,
    "createHabilitation asked": "HABILITATION_ALREADY_REQUESTED",
    **{f"recordHabilitationEvent {event}": OF_THE_CERTIFIER for event in ("GRANT", "REFUSE", "SUSPEND", "LIFT", "RENEW", "WITHDRAW", "END")},
    "recordHabilitationEvent RETRACT": REGISTER,
    "createQualityCertificate": OF_THE_CERTIFIER,
    "createMembership granted": OF_THE_CERTIFIER,
    "createMembership asked": "REQUESTS_TOO_MANY",
}
seen = {}

TABLES = """select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"""


def counts(instance):
    """{table: rows}, of all tables in one question."""
    if not seen.get("question"):
        seen["question"] = " union all ".join(f"select '{name}', count(*) from {name}" for [name] in instance.sql(TABLES)
                                              if name not in HISTORY | BESIDE and not name.startswith("former_"))
    return {table.strip(): int(count) for table, count in instance.sql(seen["question"])}


def judge(act, before, after):
    """counts() before and after the act took effect once."""
    grown = sorted(table for table, count in after.items() if count > before[table])
    name = f"{act.operation} {act.variant}".strip()
    if not grown and name not in BOUNDS:
        return
    seen[name] = grown
    expect(name in BOUNDS, f"{name} adds to {grown}, and has no row in tests/acts/bounds.py")
    expect(grown, f"{name} has a row in tests/acts/bounds.py and adds nothing")


BY_CODE = {name: bound.split() for name, bound in BOUNDS.items() if bound.split()[0].isupper()}
FULL = {name: words[1] for name, words in BY_CODE.items() if words[0] == "RECORDS_TOO_MANY"}

# What another row of a table says besides its id, so that it may stand beside the first; and what another body says.
ANOTHER = """jsonb_build_object('id', gen_random_uuid(), 'ordinal', 1000 + n, 'decision_id', gen_random_uuid(),
    'withdrawn_on', to_jsonb(t) -> 'given_on', 'removed_on', to_jsonb(t) -> 'added_on', 'removed_reason', 'x')"""
OVER = "'state', 'CANCELLED', 'cancel_reason'"
OF_TABLE = {"decision_notification": "'decision_id', t.decision_id, 'corrects_id', gen_random_uuid()",
            "certificate_handover": "'corrects_id', gen_random_uuid()",
            "annulment_request": "'state', 'LAPSED', 'settled_on', t.requested_on",
            "appointment": f"{OVER}, 'x'",
            "session_stand_in": "'edition', 1000 + n",
            "commission_override": "'ended_on', t.named_on, 'end_reason', 'x'",
            "rectification": "'state', 'WITHDRAWN', 'withdraw_reason', 'x', 'settled_on', t.drafted_on",
            "candidacy": f"{OVER}, 'ERROR', 'reference', next_reference('DOS', 2026)",
            "api_key": "'hash', '\\x' || encode(sha256(convert_to(n || clock_timestamp()::text, 'UTF8')), 'hex')"}
# What the first one keeps from being asked again, and is over as well.
SETTLED = {"annulment_request": "update annulment_request set state = 'LAPSED', settled_on = requested_on where state = 'REQUESTED';",
           "candidacy": "update candidacy set state = 'CANCELLED', cancel_reason = 'ERROR' where state = 'CONTACT'"
                        " and candidate_id = (select candidate_id from candidacy order by created_at desc limit 1);",
           "rectification": "update rectification set state = 'WITHDRAWN', withdraw_reason = 'x', settled_on = drafted_on where state = 'DRAFTED';"}
# Whose acts fill a bound together, and what another says of himself: each side has a bound of its own, and none uses up another's.
SIDES = {"CANDIDATE": "the candidate", "CERTIFIER": "the certifier"}
# One bound for all who may add: whoever may, may take another away.
OF_ALL = {"createApiKey": "a key is revoked by whoever could make it"}
shared = set()
ELSE = {"createSite": {"name": "Un autre centre"}, "createEvaluationMethod": {"name": "Autre entretien"},
        "planAppointment": {"starts_at": "2026-05-04T14:30:00+02:00", "kind": "OTHER"}}


def most(name):
    """As lib/bound.def says."""
    return int(re.search(rf"^BOUND\({name}, (\d+),", (ROOT / "lib/bound.def").read_text(), re.M)[1])


def side_of(roles):
    return {role if role in SIDES else "ORGANISM" for role in roles}


def other_sides(act, contract):
    """(side, client, body) of every other side that may do the same on the same root: from the roles of the operation."""
    [operation] = [operation for operation in contract.operations.values() if operation["operationId"] == act.operation]
    sides = side_of(operation["x-roles"])
    own = side_of(act.client.get("/v1/me").must(200)["roles"]) & sides
    for side in sorted(sides - own - {"ORGANISM"}) if act.operation not in OF_ALL else ():
        expect(act.others and side in act.others, f"{act.operation}: how {SIDES[side]} does it is not told by its fixture")
        client, members = act.others[side]
        yield side, client, {key: value for key, value in ((act.body or {}) | members).items() if value is not None}


def sent(act, body):
    if act.file:
        return {"headers": {"Idempotency-Key": new_key(), "Content-Type": act.file[1]}, "raw": act.file[0]}
    return {"headers": {"Idempotency-Key": new_key()}, "body": body}


def a_root_that_is_full_takes_no_more(act, contract):
    """The rows up to the bound are copies of the one that the act adds, written by SQL; what is there is read as ever."""
    name = f"{act.operation} {act.variant}".strip()
    limit, before = most(FULL[name]), counts(act.instance)
    act.send(new_key()).must(201)
    after = counts(act.instance)
    [table] = [table for table in after if after[table] > before[table]]
    columns = act.instance.sql(f"select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = '{table}'::regclass"
                               " and attnum > 0 and not attisdropped and attgenerated = ''")[0][0].strip()
    kept = ", ".join(f"'{row[0].strip()}'" for row in act.instance.sql(f"select id from {table}"))
    replica = "set session_replication_role = replica;"  # neither triggers nor foreign keys
    act.instance.sql(f"""{replica} insert into {table} ({columns}) select {columns} from (
        select (jsonb_populate_record(null::{table}, to_jsonb(t) || {ANOTHER} || jsonb_build_object({OF_TABLE.get(table, "")}))).*
        from (select * from {table} order by created_at desc limit 1) t, generate_series(1, {limit} - 1) n) r""")
    try:
        if act.operation in ELSE:
            act.body = act.body | ELSE[act.operation]
        act.instance.sql(replica + SETTLED.get(table, ""))
        refused = act.send(new_key()).must_refuse("RECORDS_TOO_MANY", 409)
        expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": FULL[name], "limit": limit}, name)
        for side, client, body in other_sides(act, contract):
            reply = (client or act.client).send(act.method, act.path + "?dry_run=true", **sent(act, body))
            expect(reply.status in (201, 409) and "RECORDS_TOO_MANY" not in reply.reasons, f"{name}: {SIDES[side]} meets the bound of others: {reply}")
            shared.add(act.operation)
    finally:
        act.instance.sql(f"{replica} delete from {table} where id not in ({kept})")


def every_row_has_its_act():
    expect_equal(sorted(set(BOUNDS) - set(seen)), [], "rows of tests/acts/bounds.py whose act was not seen to add something")


def every_shared_bound_was_met():
    expect(shared >= {"openCandidacy", "recordFunderConsent", "fileAppeal"}, f"bounds of which another side was asked: {sorted(shared)}")
