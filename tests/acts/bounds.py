"""Which acts add rows, and where that ends (decision 36): looked up in the database before and after each act took effect.

A code: the act is refused with it (409), tells `details.limit` where the bound is a number, and a suite has seen it (`gates` asks).
A sentence: why there is none. An act that adds something and is not here is red, and so is a row whose act adds nothing."""

import re

from act import new_key
from harness.runner import expect, expect_equal
from instance import ROOT

# What is told once each, and read by pages: every act leaves its line. `limits.requests_per_minute` says how often.
HISTORY = {"access_log", "api_key_use", "audit", "candidacy_event", "event_text", "idempotency_record", "reference_counter", "refused_caller"}
# Made by triggers beside what an act adds: they end where that ends.
# What a former owner keeps (former_…) is a copy of what was there.
BESIDE = {"candidacy_access", "candidate_access", "candidate_access_word", "candidate_known", "candidate_word", "cycle_person",
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
    "recordCandidacyEvent SUBMIT_FILE": "NEEDSWORK: a file may be recalled and sent again any number of times; each is a line of the commission's list, and"
                                        " nothing reads the earlier ones together",
    "issuePortfolio": "RECORDS_TOO_MANY PORTFOLIOS",
    "recordFunding": "RECORDS_TOO_MANY FUNDINGS",
    "recordFunderConsent": "RECORDS_TOO_MANY FUNDER_CONSENTS",
    "fileAppeal": "RECORDS_TOO_MANY APPEALS",
    "recordCandidacyEvent RECORD_RESULTS": "a note of each criterion of the grid",
    "saveResults": "a note of each criterion of the grid",
    "recordAdjustments": ONE_EACH,
    "issueCertificate": ONE_EACH,
    "issueDuplicate": "RECORDS_TOO_MANY DUPLICATES",
    "requestTransfer": "REQUESTS_TOO_MANY",
    "offerTransfer": "REQUESTS_TOO_MANY",
    # Of a candidate.
    "createCandidate": "a register of its organism, read by pages and asked for by limits.identity_per_minute",
    "openCandidacy": "one open of a certification; read by pages, and asked for by limits.identity_per_minute",
    "openCandidacy by the certifier": "one open of a certification; read by pages",
    "planAppointment": "RECORDS_TOO_MANY APPOINTMENTS",
    "openSight": "ALREADY_RECORDED",
    "openSightByCode": "ALREADY_RECORDED",
    "giveSightCode": "one of each giver: the next takes its place",
    # Of a session and its commission.
    "planSession": "a calendar of years, read by pages",
    "putFileOnAgenda": "RECORDS_TOO_MANY AGENDA_ENTRIES",
    "recordAttendance": "JURORS_TOO_MANY",
    "recordSessionEvent CLOSE": "minutes of each edition: a session opens again when a vote falls, and the next ones follow the votes of its jurors",
    "castVote": ONE_EACH,
    "castVote recorded": ONE_EACH,
    "castVote changed after the decision": FALLEN,
    "contestVote decided": FALLEN,
    "contestVote closed": FALLEN,
    "recordDecision CERTIFIED": "FILE_DECIDED",
    "recordDecision REFUSED": "FILE_DECIDED",
    "recordDecision DEFERRED": "FILE_DECIDED",
    "signMinutes first": "ALREADY_SIGNED",
    "signMinutes second": "INVALID_STATE",
    "recordAppealEvent REEXAMINE": "a lift of each voiding of its decision",
    "stepDown": ONE_EACH,
    # Of a tenant, and of both sides of a link.
    "addCommissionMember at once": OF_THE_CERTIFIER,
    "addCommissionMember asked": "REQUESTS_TOO_MANY",
    "answerByLinkCode ACCEPT": ANSWERED,
    "recordLinkRequestEvent ACCEPT": ANSWERED,
    "recordLinkRequestEvent GRANT": ANSWERED,
    "createSite": "RECORDS_TOO_MANY SITES",
    "createEvaluationMethod": "RECORDS_TOO_MANY METHODS",
    "createPerson": REGISTER,
    "createApiKey": REGISTER,
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
    "recordHabilitationEvent SUSPEND": OF_THE_CERTIFIER,
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


BY_CODE = {name: bound.split() for name, bound in BOUNDS.items() if bound.split()[0].isupper() and bound.split()[0] != "NEEDSWORK:"}
FULL = {name: words[1] for name, words in BY_CODE.items() if words[0] == "RECORDS_TOO_MANY"}

# What another row of a table says besides its id, so that it may stand beside the first; and what another body says.
ANOTHER = """jsonb_build_object('id', gen_random_uuid(), 'ordinal', 1000 + n, 'decision_id', gen_random_uuid(),
    'withdrawn_on', to_jsonb(t) -> 'given_on', 'removed_on', to_jsonb(t) -> 'added_on', 'removed_reason', 'x')"""
OF_TABLE = {"appointment": "'state', 'CANCELLED', 'cancel_reason', 'x'"}
ELSE = {"createSite": {"name": "Un autre centre"}, "planAppointment": {"starts_at": "2026-05-04T14:30:00+02:00", "kind": "OTHER"}}


def most(name):
    """As lib/bound.def says."""
    return int(re.search(rf"^BOUND\({name}, (\d+),", (ROOT / "lib/bound.def").read_text(), re.M)[1])


def a_root_that_is_full_takes_no_more(act):
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
        refused = act.send(new_key()).must_refuse("RECORDS_TOO_MANY", 409)
        expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": FULL[name], "limit": limit}, name)
    finally:
        act.instance.sql(f"{replica} delete from {table} where id not in ({kept})")


def every_row_has_its_act():
    expect_equal(sorted(set(BOUNDS) - set(seen)), [], "rows of tests/acts/bounds.py whose act was not seen to add something")
