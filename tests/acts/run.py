#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Every command of the contract, by a fixture that makes it succeed: sent wrongly in every place of its body, and raced
against itself. Ends with `N passed, N failed`.

    tests/acts/run.py [PART…]     only acts whose operation or variant contains one of these

A command of the contract without a fixture is red, and so is a fixture that does not succeed."""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402
from seen import refusals, shown  # noqa: E402
from act import REGISTER, new_key  # noqa: E402
from gate import Gate  # noqa: E402
import allowed  # noqa: E402
import allowed_states  # noqa: E402
import bounds  # noqa: E402
import candidacy_acts  # noqa: E402,F401
import drawable  # noqa: E402
import commission_acts  # noqa: E402,F401
import fixed  # noqa: E402
import mutations  # noqa: E402
import identity_acts  # noqa: E402,F401
import named  # noqa: E402
import national_acts  # noqa: E402,F401
import reads  # noqa: E402
import twice  # noqa: E402
import twins  # noqa: E402
import typed  # noqa: E402
import unknown  # noqa: E402
from stages import DAY  # noqa: E402
from story import together  # noqa: E402

DRY = "?dry_run=true"
RUNNERS = 4


def refusal(reply):
    """What a client is told, without what differs from one request to the next."""
    body = {name: value for name, value in (reply.body or {}).items() if name != "request_id"}
    return reply.status, body


def dry(path):
    return ("&" if "?" in path else "?") + DRY[1:]


# Sent wrongly


def wrong_bodies_are_refused(act):
    """Garbage, unknown members and parameters, unknown records, periods that end before they begin."""
    wrong = []

    def ask(what, statuses, pointer=None, **options):
        reply = act.send(query=options.pop("query", dry(act.path)), with_version=True, **options)
        is_told = pointer is None or reply.status != 422 or pointer in reply.errors
        if reply.status not in statuses or not is_told:
            wrong.append(f"{what}: {reply}")

    ask("garbage", (400, 415, 422), raw=b"garbage")
    ask("a list", (400, 415, 422), raw=b"[]")
    ask("an unknown parameter", (400,), query=dry(act.path) + "&no_such_parameter=1")
    if act.body is None:
        ask("a body", (400, 415, 422), body={"no_such_member": 1})
    for pointer, body in mutations.unknown_members(act.body):
        ask(f"an unknown member at {pointer}", (422,), pointer, body=body)
    for pointer, body in mutations.unknown_records(act.body):
        ask(f"an unknown record at {pointer}", (403, 404, 409, 422), pointer, body=body)
    for pointer, body in mutations.backwards(act.body):
        ask(f"an end before its beginning at {pointer}", (422,), pointer, body=body)
    expect(not wrong, f"{len(wrong)} wrong answers:\n" + "\n".join(wrong))


# Codes of what only the stored records, or the present day, show: they are said once a body is right by itself.
LATER = {"REFERENCE_UNKNOWN", "SAME_RECORD", "INSEE_CODE_UNKNOWN", "PLACE_NAME_MISMATCH", "DATE_OUT_OF_RANGE"}
# Members on which rules about others rest: while one is wrong, nothing is said of those.
CHOICES = {"/event", "/data", "/kind", "/mode", "/outcome", "/scope", "/role", "/step", "/person_id", "/candidate_id", "/partner_scope", "/has_adjustments",
           "/network_id", "/organism_id", "/branch_idcc"}
PAIRS = []


def two_faults_are_told_at_once(act):
    """Two that have nothing to do with one another: what is said of each alone is said of both together, and nothing else."""
    def ask(*edits):
        reply = act.send(query=dry(act.path), with_version=True, body=mutations.edited(act.body, *edits))
        return {(place, code) for place, code in reply.errors.items() if code not in LATER} if reply.status == 422 else None

    alone = [(edits, ask(*edits)) for edits in mutations.faults(act.operation, act.body or {})] if act.body is not None else []
    alone = [(edits, said) for edits, said in alone if said]
    wrong = []
    for place, (edits, said) in enumerate(alone):
        for others, also in alone[:place]:
            if not mutations.are_apart(edits, others):
                continue
            both = ask(*edits, *others) or set()
            PAIRS.append(act.operation)
            chosen = {where for where, _ in said | also} & CHOICES
            if not (both <= said | also and (chosen or both == said | also)):
                wrong.append(f"{edits} and {others}: {sorted(both)}, wanted {sorted(said | also)}")
    expect(not wrong, f"{len(wrong)} pairs:\n" + "\n".join(wrong[:20]))


def extremes_are_no_server_errors(act):
    """Whatever stands in a member, the answer is the client's: an acceptance or a refusal."""
    wrong = []
    for pointer, body in mutations.extremes(act.body):
        reply = act.send(query=dry(act.path), with_version=True, body=body)
        if reply.status >= 500:
            wrong.append(f"{pointer}: {reply}")
    expect(not wrong, f"{len(wrong)} server errors:\n" + "\n".join(wrong))


# Run dry

NUMBERS = """
select md5(string_agg(n.what, ',' order by n.what)) from (
    select 'dos' || last_value || is_called from reference_dos union all select 'can' || last_value || is_called from reference_can
    union all select 'ses' || last_value || is_called from reference_ses union all select 'org' || last_value || is_called from reference_org
    union all select 'com' || last_value || is_called from reference_com
    union all select prefix || year || ' ' || value from reference_counter) as n(what)"""
NOBODYS = re.compile(r'"([A-Z]+)-[0-9]{4}-000000-[0-9]{2}"')
SOMEBODYS = re.compile(r'"[A-Z]+-[0-9]{4}-(?!000000)[0-9]{6,}-[0-9]{2}"')
drawn_dry = set()
PUBLIC = set()  # operations that need no credential


# A duplicate and a request to annul have the number of their certificate; minutes have theirs since the session was closed.
NAMES_WHAT_IS_THERE = ("issueDuplicate", "signMinutes", "requestAnnulment")


def traces(act, reply):
    return act.instance.sql(f"select action, effect from access_log where request_id = '{reply.headers['X-Request-Id']}'")


def a_dry_run_draws_no_number_and_leaves_its_trace(act):
    """What it makes has a number that nobody has; the next real one is the successor of the last; the access log knows."""
    sql = act.instance.sql
    numbers = sql(NUMBERS)
    reply = act.send(query=dry(act.path), with_version=True)
    expect(reply.status < 300, str(reply))
    expect_equal(sql(NUMBERS), numbers, "the numbers around a dry run")
    drawn_dry.update(NOBODYS.findall(reply.raw.decode()))
    made = reply.body if isinstance(reply.body, dict) and reply.status == 201 else {}
    for member in ("reference", "number"):
        expect(not SOMEBODYS.fullmatch(f'"{made.get(member)}"') or act.operation in NAMES_WHAT_IS_THERE, f"{member} of a dry run: {reply}")
    # Who asks without being known leaves no trace of a person.
    expect_equal(traces(act, reply), [] if act.operation in PUBLIC else [[act.operation, "TRIAL"]], "the trace of a dry run")


def a_version_is_compared_where_the_contract_says_so(act):
    """Another version than the present one: 412 where If-Match is a parameter, and taken for nothing where it is none. None at all: 428
    where it is listed, and nowhere else."""
    operation = CONTRACT_OF[act.operation]
    keyed = {"Idempotency-Key": new_key()} if getattr(act.client, "is_system", False) else {}

    def ask(body, headers):
        return act.client.send(act.method, act.path + dry(act.path), headers=keyed | headers | ({"Content-Type": act.file[1]} if act.file else {}),
                               **({"raw": act.file[0]} if act.file else {} if body is None else {"body": body}))

    is_said = any(parameter.get("$ref", "").rpartition("/")[2].startswith("IfMatch") for parameter in operation.get("parameters", []))
    late, without = ask(act.body, {"If-Match": '"999999"'}), ask(act.body, {})
    is_compared = (late.status, late.code) == (412, "VERSION_MISMATCH")
    expect(is_compared == is_said and (is_compared or late.status < 300), f"If-Match is {'' if is_said else 'not '}a parameter: {late}")
    is_listed = "428" in operation["responses"]
    expect_equal((without.status == 428, without.status < 300), (is_listed, not is_listed), f"428: {without}")
    if act.path.endswith("/events"):
        stale = ask(act.body | {"expected_version": 999999}, {})
        expect_equal((stale.status, is_said), (412, True), f"expected_version of an event: {stale}")


SECRETS = {"dry": set(), "told": set()}  # operations that were asked for one


def secrets_of(contract, operation):
    """{member: ONCE or KEPT} of what the answer to an act shows, however deep."""
    found = {}
    for status, reply in operation["responses"].items():
        for schema in typed.content(reply) if status.startswith("2") else ():
            found.update((name, member["x-secret"]) for name, member in typed.members(contract, schema) if "x-secret" in member)
    return found


def told_under(body, name):
    """Every value that stands under a name in an answer."""
    items = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [found for key, value in items for found in ([value] if key == name else told_under(value, name))]


def a_secret_is_told_by_no_dry_run(act):
    """What would open something is null in a dry run and in the replay; the act itself tells it."""
    for name in sorted(act.secrets):
        dry_run = act.send(query=dry(act.path), with_version=True)
        expect_equal((dry_run.status // 100, told_under(dry_run.body, name)), (2, [None]), f"{name} in a dry run: {dry_run}")
        SECRETS["dry"].add(act.operation)


def the_secret_was_told_once(act):
    """By one event of several, too (another rotates a key, another revokes it)."""
    for name, kind in sorted(act.secrets.items()):
        told = told_under(act.reply.body, name)
        expect(len(told) == 1 and (told == [None] or len(told[0]) > 20), f"{name}: {act.reply}")
        if kind == "ONCE":
            expect_equal(told_under(act.replay.body, name), [None], f"{name} in a replay")
        if told != [None]:
            SECRETS["told"].add(act.operation)


# Raced against itself


def runners(act):
    """Connections that are open and known already, so that the calls really meet."""
    clients = [act.client.clone() for _ in range(RUNNERS)]
    for client in clients:
        client.get("/v1/me").must(200)
    return clients


def race(act, key_of, with_version=False):
    clients = runners(act)
    with act.gate.held(twice.is_one(act, act.variant)):
        replies = together(*(lambda place=place, client=client: act.send(key_of(place), with_version, client=client)
                             for place, client in enumerate(clients)))
    for client in clients:
        client.close()
    accepted = [reply for reply in replies if reply.status < 300]
    return accepted, [reply for reply in replies if reply.status >= 300]


def compare_losers(act, accepted, losers, late):
    if late.status < 300:
        expect(not losers, f"accepted when it came late, refused in the race: {losers}")
        return
    expect_equal(len(accepted), 1, f"effects; the losers: {losers}; late: {late}")
    for loser in losers:
        expect_equal(refusal(loser), refusal(late), "a loser and a late comer")


def twins_without_a_common_key(act):
    """Half of them with a key of their own, half with none."""
    accepted, losers = race(act, lambda place: new_key() if place % 2 else None)
    late = act.send(new_key())
    compare_losers(act, accepted, losers, late)
    twice.judge(act, late, accepted)


def without_what_is_shown_once(body):
    """Whoever retries is not told it again."""
    if not isinstance(body, dict):
        return body
    return {name: without_what_is_shown_once(value) for name, value in body.items() if name not in ("invitation_code", "key", "answer_code")}


def twins_with_one_key(act):
    key = new_key()
    before = bounds.counts(act.instance)
    accepted, losers = race(act, lambda place: key)
    bounds.judge(act, before, bounds.counts(act.instance))
    expect(accepted, losers)
    for loser in losers:
        expect_equal((loser.status, loser.code), (409, "IDEMPOTENCY_IN_PROGRESS"), str(loser))
        expect("Retry-After" in loser.headers, f"no Retry-After: {loser}")
    replay = act.send(key)
    expect_equal((replay.status, replay.headers.get("Idempotency-Replayed")), (accepted[0].status, "true"), str(replay))
    for reply in accepted:
        expect_equal(*(without_what_is_shown_once(body) for body in (reply.body, replay.body)), "the replies under one key")
    act.reply = next(reply for reply in accepted if "Idempotency-Replayed" not in reply.headers)
    act.replay = replay


def what_changed_nothing_is_told_as_no_change(act):
    """Whoever reads who had his file reads of one change, and of one reading for the answer that was told again."""
    told = [effect for reply in (act.reply, act.replay) for _, effect in traces(act, reply)]
    expect_equal([told[:1], told[1:]], [["CHANGE"][:len(told)], ["READ"][:len(told) - 1]], "the act and its replay")


def twins_with_one_version(act):
    accepted, losers = race(act, lambda place: new_key() if place % 2 else None, with_version=True)
    compare_losers(act, accepted, losers, act.send(new_key(), with_version=True))


# Read again


def texts_are_taken(act):
    """From here on the body holds a text of its own wherever one can be typed."""
    act.body, act.marks = typed.marked(act, Client.contract)
    typed.MARKED.update(act.marks)


def what_was_typed_is_read_again(act):
    expect(act.reply, "nothing took effect")
    typed.what_was_typed_is_read_again(act, Client.contract)


def nobody_learns_of_a_body_that_is_not_theirs(act):
    """403 before 422: whoever may not record an event in any state is told so, however wrong the body is."""
    if not (isinstance(act.body, dict) and "event" in act.body):
        return
    wrong_bodies = [act.body | {"no_such_member": 1}]
    if "occurred_on" in CONTRACT_MEMBERS[act.operation]:
        wrong_bodies.append(act.body | {"occurred_on": "2999-01-01"})
    for role, client in allowed_states.People.of(act.world).items():
        reply = act.send(query=dry(act.path), with_version=True, client=client, key=new_key())
        if reply.code != "ROLE_NOT_ALLOWED" or reply.details("ROLE_NOT_ALLOWED").get("pointer"):
            continue  # a pointer: the event is his as well, and what the body names is not
        NOT_THEIRS.add(act.operation)
        for body in wrong_bodies:
            told = act.send(query=dry(act.path), with_version=True, client=client, key=new_key(), body=body)
            expect_equal((told.status, told.code), (403, "ROLE_NOT_ALLOWED"), f"{role}: {told}")


def everybody_is_told_whose_it_is(act):
    """The act as it is, sent dry by a caller of each role: whoever may not is told who may, and never the own role (refusals in
    tests/seen.py reads every answer)."""
    for role, client in allowed_states.People.of(act.world).items():
        reply = act.send(query=dry(act.path), with_version=True, client=client, key=new_key())
        expect(reply.status < 500, f"{role}: {reply}")


# Each group has a fixture of its own. What is sent wrongly is sent dry and leaves it as it was, so that the twins behind
# show that it was worth something.
CHECKS = ((a_version_is_compared_where_the_contract_says_so, a_dry_run_draws_no_number_and_leaves_its_trace, everybody_is_told_whose_it_is,
           nobody_learns_of_a_body_that_is_not_theirs, a_secret_is_told_by_no_dry_run, named.nobody_acts_in_the_name_of_a_stranger, unknown.nothing_that_is_named_does_not_exist,
           fixed.what_is_shown_is_read_only, wrong_bodies_are_refused, two_faults_are_told_at_once,
           extremes_are_no_server_errors, texts_are_taken, twins_with_one_key, what_changed_nothing_is_told_as_no_change,
           what_was_typed_is_read_again, the_secret_was_told_once),
          (twins_without_a_common_key,), (twins_with_one_version,))


OF_SECRETS = (a_secret_is_told_by_no_dry_run, the_secret_was_told_once)
SECRETS_OF, CONTRACT_OF, CONTRACT_MEMBERS = {}, {}, {}  # by operation
NOT_THEIRS = set()  # operations of events that some role may not record


def run_act(suite, world, gate, name, make):
    asked = {bounds.a_root_that_is_full_takes_no_more: (Client.contract,),
             named.nobody_acts_in_the_name_of_a_stranger: (world, Client.contract),
             unknown.nothing_that_is_named_does_not_exist: (Client.contract,), fixed.what_is_shown_is_read_only: (Client.contract,)}
    for group in (((bounds.a_root_that_is_full_takes_no_more,),) if name in bounds.FULL else ()) + CHECKS:
        made = []

        def act():
            if not made:
                made.append(make(world))
                made[0].operation, _, made[0].variant = name.partition(" ")
                made[0].instance, made[0].gate, made[0].world = world.instance, gate, world
                made[0].secrets = SECRETS_OF[made[0].operation]
            return made[0]

        for check in group:
            if check in OF_SECRETS and not SECRETS_OF[name.partition(" ")[0]]:
                continue
            suite.one(f"{name}: {check.__name__}", lambda check=check: check(act(), *asked.get(check, ())))
            if made and made[0].version is None and check is twins_without_a_common_key:
                return  # it takes no version


ELSEWHERE = {"acceptInvitation", "leaveLogin"}  # come with a token of an identity provider: tests/login


def commands_without_fixture(contract):
    names = {operation["operationId"] for operation in contract.operations.values() if takes_dry_run(operation)}
    return sorted(names - {operation for operation, _ in REGISTER} - ELSEWHERE)


def takes_dry_run(operation):
    return {"$ref": "#/components/parameters/DryRun"} in operation.get("parameters", [])


def main():
    wanted = sys.argv[1:]
    suite = Suite("acts")
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        contract = load_contract(instance)
        PUBLIC.update(operation["operationId"] for operation in contract.operations.values() if operation.get("security") == [])
        instance.start_database()
        instance.prepare()
        instance.start_server()
        CONTRACT_OF.update({operation["operationId"]: operation for operation in contract.operations.values()})
        CONTRACT_MEMBERS.update({name: set(unknown.schema_of(contract, operation, "").get("properties", {})) if "requestBody" in operation
                                 and name != "recordCandidacyEvent" else {"occurred_on"} for name, operation in CONTRACT_OF.items()})
        SECRETS_OF.update({operation["operationId"]: secrets_of(contract, operation) for operation in contract.operations.values()})
        world = World(instance).bootstrap()
        world.set_today(DAY)
        world.certifier.is_system = True
        gate = Gate(instance)
        suite.one("every member that is taken is answered", lambda: typed.every_member_taken_is_answered(contract))
        suite.one("every command of the contract has a fixture", lambda: expect_equal(commands_without_fixture(contract), []))
        for (operation, variant), make in REGISTER.items():
            name = f"{operation} {variant}".strip()
            if suite.wants(name, wanted):
                run_act(suite, world, gate, name, make)
        if not wanted:
            suite.one("every kind of number was asked for dry", lambda: expect_equal(drawn_dry, {"CAN", "DOS", "SES", "ORG", "COM", "CLEA", "PV"}))
            telling = {operation["operationId"] for operation in contract.operations.values() if takes_dry_run(operation)
                       and SECRETS_OF[operation["operationId"]]} - ELSEWHERE
            suite.one("every act that tells a secret was asked for it", lambda: expect_equal((SECRETS["dry"], SECRETS["told"]), (telling, telling)))
        gate.close()
        for function in twins.TESTS + reads.TESTS + allowed.TESTS:
            if suite.wants(function.__name__, wanted):
                suite.one(function.__name__, lambda function=function: function(world))
        if not wanted:
            suite.one("every act that makes something was sent twice", twice.every_row_has_its_act)
            suite.one("a correction into another names it", lambda: twice.corrections_into_another_name_it(world))
            suite.one("whoever answers ALREADY_RECORDED names what is there", lambda: twice.every_operation_that_answers_it_names_it(contract))
            suite.one("pairs of faults were asked", lambda: expect(len(PAIRS) > 2000, len(PAIRS)))
            suite.one("events of others were sent", lambda: expect("recordCandidacyEvent" in NOT_THEIRS and len(NOT_THEIRS) > 5, sorted(NOT_THEIRS)))
            suite.one("every bound has its act", bounds.every_row_has_its_act)
            suite.one("no side uses up the bound of another", bounds.every_shared_bound_was_met)
            suite.one("ids of nothing were sent", unknown.every_event_was_asked)
            suite.one("members that are not written were sent", fixed.members_were_sent)
            suite.one("every name was tried", lambda: named.every_name_was_tried(contract, REGISTER))
            suite.one("texts were typed", lambda: expect(len(typed.MARKED) >= typed.MARKED_AT_LEAST, len(typed.MARKED)))
        suite.one("what papers have to say is drawn", lambda: drawable.every_waiting_shape_is_drawn(instance))
        suite.one("words of details stand in a vocabulary", lambda: refusals.check_words(world.public, contract.reasons))
        suite.one("what was shown and refused is in the logs", lambda: shown.check(instance, contract))
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
