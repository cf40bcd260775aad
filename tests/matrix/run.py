#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The role matrix, cell by cell: every operation, asked by every role in every relation that there is, by the fixtures of tests/acts.
Commands are asked as dry runs. What the published matrix (x-access of the contract) allows is not refused for who asks; what it does
not allow is 403 or 404, and shows nothing. Ends with `N passed, N failed`.

    tests/matrix/run.py [PART…]     only operations whose name contains one of these
"""

import collections
import dataclasses
import pathlib
import re
import sys
import typing

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "acts"), str(HERE.parent / "lists"), str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.runner import Suite, expect  # noqa: E402
from harness.world import World  # noqa: E402
from instance import ROOT, Instance  # noqa: E402
import files  # noqa: E402
from act import REGISTER, Act, new_key  # noqa: E402
import candidacy_acts  # noqa: E402,F401
import commission_acts  # noqa: E402
import identity_acts  # noqa: E402,F401
import national_acts  # noqa: E402,F401
from layouts import Layouts  # noqa: E402
import network  # noqa: E402
from relation import ID, Relations  # noqa: E402
from stages import DAY, partial, proposed, ready_for_final, training  # noqa: E402

KINDS = dict(re.findall(r'^COLLECTION\("([^"]+)", (\w+)\)', (ROOT / "server/api/access.def").read_text(), re.M))
# What an operation refuses further than its row says, with one of these codes: the roles of one event, or whose record it is.
FINER = ("ROLE_NOT_ALLOWED", "ACT_OF_ANOTHER", "RECORD_NOT_HELD")
# Whose organism it is stands in the body, not in the address.
NAMED_BY_BODY = {"createAffiliation": "affiliations", "createHabilitation": "habilitations"}
# Which of its roles may do it stands in what is given: who has none of them is told all of them.
# What only they read who sit there: who is merely told of a session sees nothing of its files.
OF_FILES = {"readPack", "listVotes"}
TOLD_BY_BODY = ("changeCandidate", "createApiKey", "createInvitation", "createPerson", "giveStaffFunction")
# Events that are of whoever may do what the body names: who may do none of that is told all of them.
TOLD_BY_ACT = {"'event': 'CORRECT_DATE'": {"COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT"}}


@dataclasses.dataclass
class Caller:
    name: str
    role: str
    scope: str
    scope_id: typing.Optional[str]
    person_id: typing.Optional[str]
    client: object


class People:
    """Every role near the things of the fixtures, and every role far from them."""

    def __init__(self, world):
        self.world, self.callers = world, []
        here, near, stranger = world.organisms[0], world.organisms[1], world.organism()
        for name, organism in (("own", here), ("another", near), ("a stranger's", stranger)):
            for role in ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT"):
                self.add(name, role, "ORGANISM", organism.id, organism.person(role), organism.clients[role])
        network, other = world.network(), world.network()
        world.join(network, here)
        world.join(other, stranger)
        for name, id_ in (("own", network), ("another", other)):
            self.make(name, "NETWORK_MANAGER", "NETWORK", id_, world.person())
        elsewhere = world.new_commission(region="Bretagne", per_college=1)
        for name, commission in (("own", world.commission), ("another", elsewhere)):
            self.make(name, "SECRETARY", "COMMISSION", commission.id, world.person())
            for label, member in sorted(commission.members.items()):
                for role in ("JUROR", "CHAIR"):
                    self.make(f"{name} {label}", role, "COMMISSION", commission.id, member["person_id"])
        self.add("", "CERTIFIER", "CERTIFIER", None, None, world.certifier)
        self.add("", "AUDITOR", "AUDITOR", None, None, world.auditor)
        world.flush()
        self.make("another", "CANDIDATE", "CANDIDATE", world.candidate(stranger)["id"], None)
        self.funder = world.make("/v1/funders", {"name": "OPCO des cellules"})["id"]
        stranger_funder = world.make("/v1/funders", {"name": "OPCO d'ailleurs"})["id"]
        for name, id_ in (("own", self.funder), ("another", stranger_funder)):
            self.make(name, "FUNDER", "FUNDER", id_, world.person())
        self.make("", "ADMINISTRATOR", "SYSTEM", None, world.person())
        world.flush()

    def add(self, name, role, scope, scope_id, person_id, client):
        self.callers.append(Caller(name, role, scope, scope_id, person_id, client))

    def make(self, name, role, scope, scope_id, person_id):
        self.add(name, role, scope, scope_id, person_id, self.world.key(scope, scope_id, [role], person_id))

    def with_self(self, candidate_id):
        """And the candidate whom it is about."""
        if candidate_id and not any(caller.scope_id == candidate_id for caller in self.callers):
            self.callers = [caller for caller in self.callers if caller.name != "the very"]
            self.make("the very", "CANDIDATE", "CANDIDATE", candidate_id, None)
            self.world.flush()
        return self.callers


class Matrix:
    def __init__(self, world, contract):
        self.world, self.people = world, People(world)
        self.relations, self.layouts = Relations(world.instance, KINDS), Layouts(contract)
        self.operations = {operation["operationId"]: operation for operation in contract.operations.values()}
        self.access = {operation["operationId"]: operation.get("x-access") for operation in contract.operations.values()}
        self.cells = collections.Counter()
        self.wrong = []
        # Of one call: who was sent to which roles; the roles that were not, and were told more than that there is nothing, or that the
        # input is wrong in itself, which comes before both.
        self.sent_away, self.let_in = [], set()

    def candidate_of(self, path):
        found = ID.search(path)
        if not found:
            return None
        rows = self.world.instance.sql(
            "select candidate_id from candidacy where id = '{id}' union select candidate_id from certificate where id = '{id}'"
            " union select candidate_id from appointment where id = '{id}' union select id from candidate where id = '{id}'"
            .replace("{id}", found[0])
            + "".join(f" union select c.candidate_id from {table} t join candidacy c on c.id = t.candidacy_id where t.id = '{found[0]}'"
                      for table in ("evaluation", "path", "portfolio", "funding", "appeal", "evidence", "file", "agenda_item")))
        return rows[0][0] if rows else None

    def expected(self, operation, caller, path, body=None):
        """Whether the matrix lets the caller in, and the relations that it says it by; None: there is no object yet, the role decides."""
        allowed = set(self.access[operation].get(caller.role, []))
        if operation in NAMED_BY_BODY and isinstance(body, dict):
            # Without one it is that of the caller.
            path = f"/v1/organisms/{body['organism_id']}" if body.get("organism_id") else f"/v1/{NAMED_BY_BODY[operation]}"
        relations = self.relations.of(caller, path)
        if relations and "TOLD" in relations and operation not in OF_FILES and not takes_dry_run(self.operations[operation]):
            relations = relations | {"SAT_IN"}  # he reads as who sat in it does, and does nothing
        return (bool(allowed) if relations is None else bool(allowed & relations)), sorted(relations or [])

    def cell(self, operation, caller, path, reply, body=None):
        is_allowed, relations = self.expected(operation, caller, path, body)
        # Input that cannot be right is told before anything is looked for: that, too, says nothing of the object.
        is_refused = reply.status in (401, 403, 404) or reply.code == "ORGANISM_HAS_REFERENT" or (not is_allowed and reply.status == 422 and "reasons" not in reply.body)
        # Who is told of a session is told what there is, and why he may not: 404 as others, or the rule of the act.
        is_told = not is_allowed and "TOLD" in relations and reply.status == 409
        is_finer = is_allowed and reply.status == 403 and reply.code in FINER
        self.cells["allowed" if is_allowed else "denied"] += 1
        self.cells["finer"] += is_finer
        is_failure = reply.status >= 500 and reply.code != "DOCUMENT_NOT_DRAWN"  # nobody draws beside this server
        if reply.status == 403 and reply.code == "ROLE_NOT_ALLOWED":
            self.sent_away.append((caller, set(reply.details("ROLE_NOT_ALLOWED")["roles"]), operation, f"{path} {body or ''}"))
        elif reply.status not in (404, 422):
            self.let_in.add(caller.role)
        if is_failure or (is_refused == is_allowed and not is_finer and not is_told):
            self.wrong.append(f"{operation} {path} by {caller.name} {caller.role} {relations}: "
                              f"{'allowed' if is_allowed else 'denied'}, answered {reply.status} {reply.code}")

    def ask_command(self, operation, act):
        act.operation = operation
        for caller in self.people.with_self(self.candidate_of(act.path)):
            query = ("&" if "?" in act.path else "?") + "dry_run=true"
            self.cell(operation, caller, act.path, act.send(new_key(), True, client=caller.client, query=query), act.body)

    def ask_read(self, operation, method, path, body=None):
        for caller in self.people.with_self(self.candidate_of(path)):
            options = {"headers": {"Accept": "text/calendar"}} if path.endswith(".ics") else {}
            if body is not None:
                options["body"] = body
            reply = caller.client.send(method, path, **options)
            self.cell(operation, caller, path, reply)
            self.listed(operation, caller, reply)
            if reply.status == 200 and self.layouts.is_list(operation):
                self.cells["layouts"] += 1
                self.wrong.extend(f"{operation} {path} by {caller.name} {caller.role}: {fault}"
                                  for fault in self.layouts.faults(operation, caller.client, method, path, options, reply))

    def listed(self, operation, caller, reply):
        """A list shows what is related to the caller and nothing else."""
        if reply.status != 200 or not isinstance(reply.body, dict) or not isinstance(reply.body.get("data"), list):
            return
        collection = {"listCandidacies": "candidacies", "listCandidates": "candidates", "listAppointments": "appointments",
                      "listCertificates": "certificates", "listTransferRequests": "transfer-requests", "listFiles": "files",
                      "searchCandidates": "candidates"}.get(operation)
        for row in reply.body["data"][:20] if collection else []:
            is_allowed, relations = self.expected(operation, caller, f"/v1/{collection}/{row['id']}")
            self.cells["rows"] += 1
            if not is_allowed:
                self.wrong.append(f"{operation} shows {row['id']} to {caller.name} {caller.role} {relations}")

    def roles_told(self):
        """Who is told that a call is for other roles is told all of them, and none to whom the same is answered. A role that only
        sees nothing of what the call is about may be named or not."""
        sent_away, let_in, self.sent_away, self.let_in = self.sent_away, self.let_in, [], set()
        refused = {caller.role for caller, _, _, _ in sent_away}
        self.cells["told"] += len(sent_away)
        wrong = {f"{operation} {call}: {sorted(named)} are named, {sorted(let_in)} let in, {sorted(named & refused)} refused"
                 for _, named, operation, call in sent_away if (not let_in <= named or named & refused)
                 and not (operation in TOLD_BY_BODY and named == set(self.access[operation]))
                 and not any(event in call and named == roles for event, roles in TOLD_BY_ACT.items())}
        self.wrong.extend(sorted(wrong))

    def verdict(self):
        self.roles_told()
        wrong, self.wrong = self.wrong, []
        expect(not wrong, f"{len(wrong)} cells:\n" + "\n".join(wrong[:40]))


# An object for each member of an address, in the hands of the first organism or the commission.
OBJECTS = {
    "evidence_id": "select id from evidence where candidacy_id = '{candidacy}' and state = 'CLEAN' limit 1",
    "evaluation_id": "select id from evaluation where candidacy_id = '{candidacy}' and completed_on is not null limit 1",
    "path_id": "select id from path where candidacy_id = '{candidacy}' limit 1",
    "portfolio_id": "select id from portfolio order by created_at desc limit 1",
    "funding_id": "select id from funding where candidacy_id = '{candidacy}' and funder_id is not null limit 1",
    "funder_id": "select id from funder limit 1", "consent_id": "select id from funder_consent where candidacy_id = '{candidacy}' limit 1", "appeal_id": "select id from appeal limit 1",
    "file_id": "select id from file where candidacy_id = '{candidacy}' limit 1",
    "certificate_id": "select c.id from certificate c left join certificate_duplicate u on u.certificate_id = c.id order by u.id nulls last limit 1",
    "certificate_duplicate_id": "select id from certificate_duplicate order by id limit 1", "appointment_id": "select id from appointment limit 1",
    "request_id": "select id from transfer_request limit 1", "session_id": "select session_id from agenda_item where candidacy_id = '{candidacy}' limit 1",
    "agenda_item_id": "select id from agenda_item where candidacy_id = '{candidacy}' limit 1",
    "override_id": "select id from commission_override where candidacy_id = '{candidacy}' limit 1",
    "decision_id": "select id from decision where candidacy_id = '{candidacy}' limit 1",
    "rectification_id": "select r.id from rectification r join agenda_item i on i.session_id = r.session_id where i.candidacy_id = '{candidacy}' limit 1",
    "member_id": "select id from commission_member limit 1", "network_id": "select id from network limit 1",
    "membership_id": "select id from network_membership limit 1", "organism_id": "select '{organism}'", "site_id": "select id from site limit 1",
    "person_id": "select person_id from affiliation limit 1", "affiliation_id": "select id from affiliation limit 1",
    "method_id": "select id from evaluation_method limit 1", "habilitation_id": "select id from habilitation limit 1",
    "commission_id": "select '{commission}'", "candidacy_id": "select '{candidacy}'",
    "key_id": "select id from api_key where scope = 'ORGANISM' limit 1", "login_id": "select id from login limit 1",
    "invitation_id": "select id from invitation limit 1", "staff_function_id": "select id from staff_function where scope = 'NETWORK' limit 1",
    "candidate_id": "select candidate_id from candidacy where id = '{candidacy}'",
}
# Where another collection has members of the same name.
NAMESAKES = {"quality-certificates/": "select id from quality_certificate limit 1", "link-requests/": "select id from link_request limit 1",
             "annulment-requests/": "select id from annulment_request limit 1",
             "/convocations/": "select v.member_id from convocation v join agenda_item i on i.session_id = v.session_id"
                               " where i.candidacy_id = '{candidacy}' limit 1"}
QUERIES = {"checkSeparation": "?person_id={person}", "listDeadlines": "?within=P60M"}


def paid_for(journey, funder):
    """The candidate of a journey is paid for by a funder, and consents that it reads."""
    referent = journey.organism.referent
    referent.post(f"{journey.path}/funding", {"step": "PRIOR", "funder_type": "OPCO", "funder_id": funder}).must(201)
    referent.post(f"{journey.path}/funder-consents", {"funder_id": funder, "proof": "Formulaire signé."}).must(201)


class Reads:
    """Every operation that only reads, on a file that has come as far as a decision by way of a training path."""

    def __init__(self, matrix, contract):
        self.matrix, self.contract, world = matrix, contract, matrix.world
        journey = training(world)
        journey.organism.referent.post(f"{journey.path}/portfolios", {"issued_on": DAY}).must(201)
        add = Act(journey.organism.referent, "POST", f"{journey.path}/evidences", file=(files.pdf(), files.PDF))
        add.send(new_key()).must(201)
        world.instance.sql("update evidence set state = 'CLEAN', scanned_at = clock_timestamp()", role="clea_documents")
        session, _ = commission_acts.drafted(world)
        paid_for(journey, matrix.people.funder)
        for operation in ("createEvaluationMethod", "createQualityCertificate", "createSite", "issueDuplicate"):
            REGISTER[operation, ""](world).send().must(201)
        for (operation, _), make in REGISTER.items():
            if operation == "createInvitation":
                make(world).send().must(201)
            elif operation == "endLogin":
                make(world)  # which has a login
        self.values = {"candidacy": journey.id, "organism": world.organisms[0].id, "commission": world.commission.id,
                       "person": world.organisms[0].person("TRAINER")}
        self.decided = session.journey.id

    def path(self, operation_id, template):
        def fill(match):
            name = match[1]
            query = next((query for part, query in NAMESAKES.items() if part in template and name not in ("candidacy_id", "session_id")),
                         OBJECTS[name])
            # What a commission did is of the file that it decided.
            for candidacy in (self.decided,) if "/decisions/" in template else (self.values["candidacy"], self.decided):
                filled = query
                for key, value in (self.values | {"candidacy": candidacy}).items():
                    filled = filled.replace("{" + key + "}", value)
                rows = self.matrix.world.instance.sql(filled)
                if rows:
                    return rows[0][0]
            raise AssertionError(f"no fixture made a {name}")

        query = QUERIES.get(operation_id, "")
        for key, value in self.values.items():
            query = query.replace("{" + key + "}", value)
        return re.sub(r"\{(\w+)\}", fill, template) + query

    def ask_of(self, journey):
        """What is about one file, by every trainer: whoever trained, trains, or was to train it."""
        people, callers = self.matrix.people, self.matrix.people.callers
        people.callers = [caller for caller in callers if caller.role == "TRAINER"]
        values, decided = self.values, self.decided
        self.values, self.decided = self.values | {"candidacy": journey.id}, journey.id
        try:
            for (method, template), operation in self.contract.operations.items():
                names = set(re.findall(r"\{(\w+)\}", template))
                # No commission has decided on it yet.
                if names & {"candidacy_id", "candidate_id", "evaluation_id", "path_id"} and "decision_id" not in names and not takes_dry_run(operation):
                    self.ask(method, template, operation)
            self.attend(journey)
        finally:
            people.callers = callers
            self.values, self.decided = values, decided

    def attend(self, journey):
        """The one act that every relation of a trainer lets him do."""
        module = next(module["id"] for module in journey.live_path()["modules"] if module["domain_code"] == "2")
        path = f"{journey.path}/events"
        for caller in self.matrix.people.callers:
            reply = caller.client.post(f"{path}?dry_run=true", {"event": "RECORD_ATTENDANCE", "occurred_on": DAY,
                                                                "data": {"module_id": module, "attended_minutes": 120}})
            self.matrix.cell("recordCandidacyEvent", caller, path, reply)
        self.matrix.verdict()

    def ask(self, method, template, operation):
        self.matrix.ask_read(operation["operationId"], method, self.path(operation["operationId"], template),
                             {"birth_name": "Moreau"} if operation["operationId"] == "searchCandidates" else None)
        self.matrix.verdict()


def takes_dry_run(operation):
    return {"$ref": "#/components/parameters/DryRun"} in operation.get("parameters", [])


def declined(world):
    journey = proposed(world)
    journey.event("DECLINE_PATH", DAY, to="PARTIAL")
    return journey


def interrupted(world):
    journey = training(world)
    journey.event("INTERRUPT_PATH", DAY, {"reason": "départ"}, to="PARTIAL")
    return journey


def former(world):
    journey = training(world)
    there = world.organisms[1]
    return journey.offered(there, DAY).event("TRANSFER", DAY, {"to_org_id": there.id, "consent_on": DAY})


def for_another(world):
    """One module is given by the organism that holds the candidacy, and one by another."""
    journey = partial(world)
    there = world.organisms[1]
    modules = [*journey.modules(("2",), there.person("TRAINER"), training_org_id=there.id), *journey.modules(("3",))]
    journey.event("PROPOSE_PATH", DAY, {"planned_start_date": DAY, "planned_end_date": "2026-06-30", "modules": modules}, to="PATH_PROPOSED")
    return journey.accept(DAY)


def for_another_interrupted(world):
    return for_another(world).event("INTERRUPT_PATH", DAY, {"reason": "départ"}, to="PARTIAL")


# From the acceptance of a path until its end a trainer trains; before, after and elsewhere he does not.
TRAINED = {"for another": for_another, "for another, interrupted": for_another_interrupted, "proposed": proposed, "declined": declined, "in training": training, "interrupted": interrupted, "closed": ready_for_final, "former": former}

# Addresses that are no ids, asked by no relation: their roles are cells of tests/acts and tests/operations.
ELSEWHERE = ("referentials",)


def main():
    wanted = sys.argv[1:]
    suite = Suite("matrix")
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        contract = load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        world.set_today(DAY)
        world.certifier.is_system = True
        matrix = Matrix(world, contract)

        def command(operation, make):
            matrix.ask_command(operation, make(world))
            matrix.verdict()

        for (operation, variant), make in REGISTER.items():
            if matrix.access[operation] is not None and suite.wants(operation, wanted):
                suite.one(f"{operation} {variant}".strip(), lambda: command(operation, make))
        reads = Reads(matrix, contract)
        for (method, template), operation in contract.operations.items():
            name = operation["operationId"]
            if matrix.access[name] is None or takes_dry_run(operation) or template.split("/")[2] in ELSEWHERE:
                continue
            if suite.wants(name, wanted):
                suite.one(name, lambda: reads.ask(method, template, operation))
        for name, make in TRAINED.items():
            if suite.wants(f"trained {name}", wanted):
                suite.one(f"trained {name}", lambda: reads.ask_of(make(world)))
        networks = network.Networks(world, contract) if suite.wants("networks", wanted) else None
        if networks:
            suite.one("networks: every operation is asked", networks.every_operation_is_asked)
            for name in network.SETTING_UP:
                suite.one(f"networks: {name} sets a member up, until it has a referent", lambda: networks.sets_up(name))
            for name in network.NEVER:
                suite.one(f"networks: {name} is none of theirs", lambda: networks.never(name))
        print(f"# {dict(matrix.cells)}")
        if not wanted:
            suite.one("every cell was asked", lambda: expect(matrix.cells["allowed"] > 900 and matrix.cells["denied"] > 2500
                                                                    and matrix.cells["told"] > 2000, matrix.cells))
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
