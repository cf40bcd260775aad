#!/usr/bin/env python3
"""The matrix of roles, cell by cell: every operation of the contract, asked by every role in every relation that somebody of
this role can stand in to the thing. Ends with `N passed, N failed`.

What is expected comes from x-access of the contract (server/api/access.def). A role that is denied: 403. A relation that is
not granted: 403 or 404, as if the thing did not exist; in a list, no line of it. Granted: anything but that. What writes is
asked as a dry run."""

import collections
import concurrent.futures
import pathlib
import sys
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "acts"), str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import load_contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.session import Session  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402
from stages import DAY, SESSION_DAY, submitted, training  # noqa: E402

ROLES = ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT", "NETWORK_MANAGER", "SECRETARY", "JUROR", "CHAIR", "CERTIFIER",
         "CANDIDATE", "FUNDER", "AUDITOR", "ADMINISTRATOR")
THREADS = 4
# What the journey has that is in training, and the one before the jury has not.
OF_TRAINING = ("path_id", "portfolio_id", "funding_id", "appointment_id")
# Who stands in one relation by himself stands in others.
BESIDE = {"SESSION": {"SESSION", "COMMISSION"}, "TRAINED": {"TRAINED", "OWN"}}


class Callers:
    """{(role, relation): client}: to what the first organism holds, and is before the first commission."""

    def __init__(self, world, candidate):
        here, there = world.organisms[0], world.organisms[1]
        network, other_network = world.network(), world.network()
        world.join(network, here)
        elsewhere = world.new_commission(region="Bretagne")
        world.staff(here, "TRAINER9", "TRAINER")
        self.network = network
        chair = world.commission.members["EMPLOYER1"]["person_id"]
        stranger = elsewhere.members["EMPLOYER1"]["person_id"]
        other = world.candidate(there)
        self.all = {}
        for role in ("COUNSELLOR", "EVALUATOR", "REFERENT", "TRAINER"):
            self.all[role, "TRAINED" if role == "TRAINER" else "OWN"] = here.clients[role]
            self.all[role, "NONE"] = there.clients[role]
        self.all["TRAINER", "NONE"] = there.clients["TRAINER"]
        self.all |= {
            ("NETWORK_MANAGER", "NETWORK"): world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person()),
            ("NETWORK_MANAGER", "NONE"): world.key("NETWORK", other_network, ["NETWORK_MANAGER"], world.person()),
            ("SECRETARY", "COMMISSION"): world.commission.secretary, ("SECRETARY", "NONE"): elsewhere.secretary,
            ("JUROR", "SESSION"): world.key("COMMISSION", world.commission.id, ["JUROR"], chair),
            ("JUROR", "NONE"): world.key("COMMISSION", elsewhere.id, ["JUROR"], stranger),
            ("CHAIR", "SESSION"): world.key("COMMISSION", world.commission.id, ["CHAIR"], chair),
            ("CHAIR", "NONE"): world.key("COMMISSION", elsewhere.id, ["CHAIR"], stranger),
            ("CERTIFIER", "NATIONAL"): world.certifier, ("AUDITOR", "NATIONAL"): world.auditor,
            ("CANDIDATE", "SELF"): world.key("CANDIDATE", candidate["id"], ["CANDIDATE"], None),
            ("CANDIDATE", "NONE"): world.key("CANDIDATE", other["id"], ["CANDIDATE"], None),
            ("FUNDER", "NONE"): world.key("SYSTEM", None, ["FUNDER"], world.person()),
            ("ADMINISTRATOR", "NATIONAL"): world.key("SYSTEM", None, ["ADMINISTRATOR"], world.person()),
        }
        world.flush()
        # A juror of the same commission who sits in none of these sessions; a trainer of the same house who does not train here.
        self.aside = {("TRAINER", "NONE"): here.clients["TRAINER9"]}


class Things:
    """An id for each member of a path: of what the first organism holds and trains, and of what is before the commission."""

    def __init__(self, world, callers, journey, before):
        here = world.organisms[0]
        session = Session(world, SESSION_DAY).put(before).convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
        path = journey.live_path()
        evaluation = journey.evaluations()[0]
        # What both a jury and a trainer see cannot be one candidacy: {role: {member: id}} beside the usual ones.
        self.usual = {
            "candidacy_id": journey.id, "evaluation_id": evaluation["id"], "path_id": path["id"], "candidate_id": journey.candidate["id"],
            "organism_id": here.id, "person_id": here.person("TRAINER"), "network_id": callers.network, "commission_id": world.commission.id,
            "session_id": session.id, "agenda_item_id": session.items[before.id], "member_id": session.member_id("EMPLOYER1"),
            "file_id": before.file()["id"], "code": world.referential.code, "version": self.version_of(world), "name": "roles",
        }
        self.jury = self.usual | {"candidacy_id": before.id, "candidate_id": before.candidate["id"],
                                  "evaluation_id": before.evaluations()[0]["id"]}
        certifier = world.certifier
        funding = here.referent.post(f"{journey.path}/funding", {"funder_kind": "EMPLOYER", "amount_cents": 100})
        if funding.status == 201:
            self.usual["funding_id"] = funding["id"]
        portfolio = here.referent.post(f"{journey.path}/portfolios", {})
        if portfolio.status == 201:
            self.usual["portfolio_id"] = portfolio["id"]
        appointment = here.counsellor.post("/v1/appointments", {
            "candidate_id": journey.candidate["id"], "kind": "INFORMATION", "starts_at": f"{DAY}T14:00:00Z", "duration_minutes": 30})
        if appointment.status == 201:
            self.usual["appointment_id"] = appointment["id"]
        lists = {"habilitation_id": "/v1/habilitations?limit=1", "affiliation_id": f"/v1/persons/{here.person('TRAINER')}/affiliations",
                 "membership_id": f"/v1/networks/{callers.network}/memberships"}
        for member, address in lists.items():
            found = certifier.get(address).must(200)["data"]
            if found:
                self.usual[member] = found[0]["id"]
        self.jury = {member: id_ for member, id_ in (self.usual | self.jury).items() if member not in OF_TRAINING}
        self.marks = {self.usual["candidacy_id"], self.usual["candidate_id"], self.jury["candidacy_id"], self.jury["candidate_id"]}

    @staticmethod
    def version_of(world):
        found = world.certifier.get("/v1/referentials").must(200)["data"]
        return next(item["version"] for item in found if (item["code"], item["status"]) == (world.referential.code, "ACTIVE"))

    def of(self, role):
        return self.jury if role in ("SECRETARY", "JUROR", "CHAIR") else self.usual


def body_of(operation):
    content = operation.get("requestBody", {}).get("content", {})
    return next(iter(content.values()))["example"] if content else None


class Matrix:
    def __init__(self, contract, callers, things):
        self.contract, self.callers, self.things = contract, callers, things
        self.counts, self.wrong, self.without = collections.Counter(), [], collections.Counter()

    def address(self, template, operation, role):
        """None when there is no such thing here."""
        path, ids = template, self.things.of(role)
        for member in [part.partition("}")[0] for part in template.split("{")[1:]]:
            if member not in ids:
                self.without[member] += 1
                return None
            path = path.replace("{%s}" % member, str(ids[member]))
        wanted = [f"{item['name']}={ids.get(item['name'], item['example'])}" for item in operation.get("parameters", [])
                  if item.get("in") == "query" and item.get("required")]
        if {"$ref": "#/components/parameters/DryRun"} in operation.get("parameters", []):
            wanted.append("dry_run=true")
        return path + ("?" + "&".join(wanted) if wanted else "")

    def ask(self, client, method, template, operation, role):
        address = self.address(template, operation, role)
        if address is None:
            return None
        headers = {"Idempotency-Key": str(uuid.uuid4())} if method != "GET" else {}
        if {"$ref": "#/components/parameters/IfMatch"} in operation.get("parameters", []):
            headers["If-Match"] = '"1"'
        body = body_of(operation)
        if body and "member_id" in body:
            body = body | {"member_id": self.things.of(role)["member_id"]}
        return client.send(method, address, headers=headers, **({} if body is None else {"body": body}))

    def judge(self, client, role, relation, method, template, operation):
        granted = operation.get("x-access", {}).get(role, [])
        reply = self.ask(client, method, template, operation, role)
        if reply is None:
            self.counts["no such thing here"] += 1
            return
        is_granted = "ANY" in granted or bool(BESIDE.get(relation, {relation}) & set(granted))
        about_one = "_id}" in template
        if not granted:
            kind, is_right = "role denied", reply.status == 403
        elif is_granted:
            kind, is_right = "granted", reply.status not in (401, 403) and (reply.status != 404 or self.is_missing_for_all(reply))
        elif about_one:
            kind, is_right = "relation denied", reply.status in (403, 404)
        else:
            kind = "list of nothing"
            is_right = reply.status < 500 and not any(mark.encode() in reply.raw for mark in self.things.marks)
        self.counts[kind] += 1
        if not is_right:
            self.wrong.append(f"{role} {relation} {operation['operationId']} ({kind}, {granted}): {str(reply)[:160]}")

    @staticmethod
    def is_missing_for_all(reply):
        """What hangs on a thing that is there, and is not there itself (no restitution yet, nobody stepped down)."""
        return any(part in reply.path for part in ("/restitution", "/step-downs/", "/minutes", "/adjustments", "/attestation", "/accesses"))

    def walk(self, role, relation, client):
        for (method, template), operation in self.contract.operations.items():
            if operation.get("security") != []:
                self.judge(client, role, relation, method, template, operation)


def results_are_absent(world, callers, things):
    """C2: who sees no results is told none, by no door; and which members were withheld."""
    manager = callers.all["NETWORK_MANAGER", "NETWORK"]
    path, seen = f"/v1/candidacies/{things.usual['candidacy_id']}", []
    for door in ("history", "events"):
        for line in manager.get(f"{path}/{door}").must(200)["data"]:
            expect_equal((line["data"], "data" in line["redacted_fields"]), (None, True), door)
            seen.append(line["event"])
    expect("RECORD_RESULTS" in seen, "nothing was recorded")
    changes = manager.get(f"{path}/diff").must(200)
    expect(not [item for item in changes["data"] if item["member"] == "missing_domain_codes"], "missing domains are results")
    for door in (f"{path}/summary", f"/v1/evaluations/{things.usual['evaluation_id']}/results",
                 f"/v1/evaluations/{things.usual['evaluation_id']}/attestation"):
        manager.get(door).must_refuse("ROLE_NOT_ALLOWED", 403)
    own = world.organisms[0].referent.get(f"{path}/history").must(200)["data"]
    expect([line for line in own if line["event"] == "RECORD_RESULTS" and line["data"].get("results")], "the own organism reads them")


def jurors_see_what_they_sit_for(world, callers, things):
    """C1: a file that was sent to the commission and is on no agenda of theirs is nothing to a juror."""
    waiting = submitted(world)
    for role in ("JUROR", "CHAIR"):
        juror = callers.all[role, "SESSION"]
        juror.get(f"/v1/candidacies/{things.jury['candidacy_id']}").must(200)
        for door in ("", "/history", "/events", "/evaluations", "/paths", "/diff", "/summary"):
            juror.get(f"{waiting.path}{door}").must(404)
        listed = juror.get("/v1/candidacies?limit=200").must(200)["data"]
        expect(waiting.id not in [item["id"] for item in listed], f"{role} lists what waits")


def trainers_see_whom_they_train(world, callers, things):
    trainer = callers.aside["TRAINER", "NONE"]
    trainer.get(f"/v1/candidacies/{things.usual['candidacy_id']}").must(404)
    trainer.get(f"/v1/candidates/{things.usual['candidate_id']}").must(404)
    callers.all["TRAINER", "TRAINED"].get(f"/v1/candidacies/{things.usual['candidacy_id']}").must(200)


def every_cell(contract, callers, things):
    matrix = Matrix(contract, callers, things)
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda item: matrix.walk(*item[0], item[1].clone()), callers.all.items()))
    operations = sum(operation.get("security") != [] for operation in contract.operations.values())
    print(f"# {operations} operations, {len(ROLES)} roles, {len(callers.all)} pairs of role and relation: {dict(matrix.counts)}")
    print(f"# nothing was made here for {sorted(matrix.without)}")
    expect_equal(sorted({role for role, _ in callers.all}), sorted(ROLES), "roles that were asked")
    expect(sum(matrix.counts.values()) == operations * len(callers.all), "a cell was not asked")
    expect(not matrix.wrong, f"{len(matrix.wrong)} cells are not as the table says:\n" + "\n".join(matrix.wrong[:60]))


def main():
    suite = Suite("access")
    instance = Instance(seed=(), settings={"CLEA_JOBS_EXPIRY_PERIOD_S": "0"})
    try:
        contract = load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.start_server()
        world = World(instance).bootstrap()
        world.set_today(DAY)
        journey, before = training(world), submitted(world)
        callers = Callers(world, journey.candidate)
        things = Things(world, callers, journey, before)
        suite.one("every cell of the matrix is as it says", lambda: every_cell(contract, callers, things))
        suite.one("results are absent from every door of who sees none", lambda: results_are_absent(world, callers, things))
        suite.one("jurors see the files of sessions they sit in", lambda: jurors_see_what_they_sit_for(world, callers, things))
        suite.one("trainers see the candidates they train", lambda: trainers_see_whom_they_train(world, callers, things))
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
