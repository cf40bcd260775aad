# SPDX-License-Identifier: EUPL-1.2
"""One candidacy on its way, told act by act: journey.informed(...).prior(...).restitution(...)."""

from .client import Unexpected
from .runner import expect, expect_equal

# Who usually acts; a story may name somebody else.
ACTORS = {
    "CORRECT_CONTACT": "counsellor", "REOPEN_PATH": "referent", "RECORD_INFORMATION": "counsellor", "START_PRIOR": "evaluator", "ADD_SITTING": "evaluator", "CANCEL_SITTING": "evaluator",
    "CORRECT_SITTING": "evaluator", "CORRECT_RESTITUTION": "counsellor", "REOPEN_MODULE": "referent",
    "RECORD_RESULTS": "evaluator", "COMPLETE_PRIOR": "evaluator", "RECORD_RESTITUTION": "counsellor",
    "PROPOSE_PATH": "referent", "ACCEPT_PATH": "referent", "DECLINE_PATH": "referent", "RECORD_ATTENDANCE": "trainer",
    "CORRECT_ATTENDANCE": "trainer", "CORRECT_DATE": "referent",
    "CLOSE_MODULE": "trainer", "CHANGE_TRAINER": "referent", "CLOSE_PATH": "referent", "START_FINAL": "evaluator",
    "COMPLETE_FINAL": "evaluator", "SUBMIT_FILE": "referent", "ANSWER_COMPLEMENT": "referent",
    "INTERRUPT_PATH": "trainer", "RECALL_FILE": "referent", "WITHDRAW": "referent", "ABANDON": "counsellor",
    "RESUME": "counsellor", "TRANSFER": "referent",
}


class Journey:
    def __init__(self, world, organism=None, candidate=None, **identity):
        self.world = world
        self.organism = organism or world.organisms[0]
        self.candidate = candidate or world.candidate(self.organism, **identity)
        self.id = self.state = self.version = self.deadline = None

    @property
    def path(self):
        return f"/v1/candidacies/{self.id}"

    def client(self, who):
        return getattr(self.organism, who) if isinstance(who, str) else who

    def read(self, who="referent"):
        return self.client(who).get(self.path).must(200)

    def open(self, on, referential="CLEA-SOCLE"):
        reply = self.organism.counsellor.post("/v1/candidacies", {
            "candidate_id": self.candidate["id"], "referential_code": referential, "occurred_on": on}).must(201)
        self.id, self.reference = reply["id"], reply["reference"]
        return self._take(reply.body, "CONTACT")

    def _take(self, candidacy, state=None):
        self.state, self.version, self.deadline = candidacy["state"], candidacy["version"], candidacy["deadline_date"]
        if state:
            expect_equal(self.state, state, "state")
        return self

    def refresh(self):
        """After somebody else's act: a portfolio, a session."""
        return self._take(self.read().body)

    def send(self, event, on, data=None, who=None, **members):
        body = {"event": event, "occurred_on": on, "expected_version": self.version, "data": data or {}} | members
        return self.client(who or ACTORS[event]).post(f"{self.path}/events", body)

    def send_seeing(self, event, on, data=None, who=None, **members):
        """Of others, whose candidate came here: nothing is told before the record is open."""
        reply = self.send(event, on, data, who, **members)
        if event == "RECORD_INFORMATION" and reply.reasons == ["SIGHT_NOT_ACCEPTED"]:
            self.world.certifier.post(f"{self.path}/sights", {"reason": "Accord écrit du candidat."}).must(201)
            reply = self.send(event, on, data, who, **members)
        return reply

    def event(self, event, on, data=None, who=None, to=None, **members):
        """An act that must succeed, and lead to the state `to`."""
        before = self.state, self.version
        reply = self.send_seeing(event, on, data, who, **members).must(201)
        expect_equal((reply["event"], reply["occurred_on"], reply["from_state"]), (event, on, before[0]))
        expect_equal(reply["to_state"], reply["resource"]["state"], "the event and the candidacy")
        expect(reply["resource"]["version"] > before[1], "the version did not move")
        return self._take(reply["resource"], to)

    def refused(self, code, event, on, data=None, who=None, status=409, **members):
        """An act that must be refused with this reason, and change nothing. Returns the reply."""
        before = self.read()
        send = self.send if code == "SIGHT_NOT_ACCEPTED" else self.send_seeing
        reply = send(event, on, data, who, **members).must_refuse(code, status)
        expect_equal(self.read().body, before.body, f"the candidacy after {code}")
        return reply

    def offer(self, to, on, who="referent"):
        return self.client(who).post(f"{self.path}/transfer-offers", {"to_org_id": to.id, "consent_on": on})

    def offered(self, to, on):
        """The file is offered to another organism, which takes the offer up: it may be transferred."""
        offer = self.offer(to, on).must(201)
        to.referent.post(f"/v1/transfer-requests/{offer['id']}/events", {
            "event": "ACCEPT", "expected_version": offer["version"], "data": {}}).must(201)
        return self

    # Stages

    def informed(self, on):
        return self.open(on).event("RECORD_INFORMATION", on, {"has_consent": True}, to="INFORMED")

    def start_prior(self, *days, who="evaluator"):
        self.event("START_PRIOR", days[0], {"held_on": days[0]}, who=who, to="PRIOR_IN_PROGRESS")
        for day in days[1:]:
            self.event("ADD_SITTING", day, {"held_on": day}, who=who)
        return self

    def results(self, on, fails=(), only=None, who="evaluator"):
        """Every criterion of the open evaluation validated, except those named (criterion, sub-domain or domain)."""
        wanted = only if only is not None else self.missing_codes()
        return self.event("RECORD_RESULTS", on, {"results": self.grid(wanted, fails)}, who=who)

    def grid(self, codes, fails=()):
        referential = self.world.referential
        return [{"criterion_code": code, "status": "NOT_VALIDATED" if {
            code, referential.subdomain_of[code], referential.domain_of[code]} & set(fails) else "VALIDATED"}
            for code in codes]

    def prior(self, *days, fails=(), entered=None):
        """A whole prior evaluation over these days."""
        self.start_prior(*days).results(entered or days[-1], fails)
        return self.event("COMPLETE_PRIOR", entered or days[-1], to="PRIOR_COMPLETED")

    def restitution(self, on, to=None, **data):
        return self.event("RECORD_RESTITUTION", on, data, to=to)

    def modules(self, domains, trainer=None, **members):
        return [{"domain_code": domain, "planned_minutes": 1200, "trainer_id": trainer or self.organism.person("TRAINER")} | members
                for domain in domains]

    def propose(self, on, domains, start, end, trainer=None, **data):
        return self.event("PROPOSE_PATH", on, {"planned_start_date": start, "planned_end_date": end,
                                               "modules": self.modules(domains, trainer)} | data, to="PATH_PROPOSED")

    def accept(self, on):
        return self.event("ACCEPT_PATH", on, {"proof": "formulaire signé"}, to="IN_TRAINING")

    def live_path(self):
        return self.client("referent").get(f"{self.path}/paths").must(200)["data"][-1]

    def close_modules(self, on, who=None):
        for module in self.live_path()["modules"]:
            if module["status"] == "OPEN":
                self.event("CLOSE_MODULE", on, {"module_id": module["id"]}, who)
        return self

    def trained(self, proposed, domains, start, end):
        """Proposed, accepted the same day, followed, closed on the last day."""
        self.propose(proposed, domains, start, end).accept(proposed).close_modules(end)
        return self.event("CLOSE_PATH", end, to="FINAL_READY")

    def final(self, *days, fails=(), entered=None):
        self.event("START_FINAL", days[0], {"held_on": days[0]}, to="FINAL_IN_PROGRESS")
        for day in days[1:]:
            self.event("ADD_SITTING", day, {"held_on": day})
        self.results(entered or days[-1], fails)
        return self.event("COMPLETE_FINAL", entered or days[-1], to="FINAL_COMPLETED")

    def submit(self, on):
        return self.event("SUBMIT_FILE", on, to="SUBMITTED")

    # What is there

    def evaluations(self, who="referent"):
        return self.client(who).get(f"{self.path}/evaluations").must(200)["data"]

    def open_evaluation(self):
        found = [evaluation for evaluation in self.evaluations() if evaluation["status"] == "IN_PROGRESS"]
        if len(found) != 1:
            raise Unexpected(f"{len(found)} open evaluations")
        return found[0]

    def results_of(self, evaluation, who="evaluator", level=None):
        path = f"/v1/evaluations/{evaluation['id']}/results" + (f"?level={level}" if level else "")
        return self.client(who).get(path).must(200)

    def missing_codes(self):
        """Codes of the open grid."""
        grid = self.results_of(self.open_evaluation())
        return [criterion["criterion_code"] for domain in grid["domains"] for subdomain in domain["subdomains"]
                for criterion in subdomain["criteria"]]

    def summary(self, who="referent"):
        return self.client(who).get(f"{self.path}/summary").must(200)

    def missing_domains(self):
        return self.summary()["missing_domain_codes"]

    def history(self):
        return [item["event"] for item in self.client("referent").get(f"{self.path}/history").must(200)["data"]]

    def file(self):
        """The live file, as its commission sees it."""
        for status in ("SUBMITTED", "ON_AGENDA", "DEFERRED"):
            for item in self.client("referent").every(f"/v1/files?status={status}"):
                if item["candidacy_id"] == self.id:
                    return item
        raise Unexpected(f"no live file of {self.id}")


def statuses(grid):
    """{"2": "VALIDATED", "2.1": …, "2.1.1": …} of a reply of results or summary."""
    found = {}
    for domain in grid["domains"]:
        found[domain["code"]] = domain["status"]
        for subdomain in domain["subdomains"]:
            found[subdomain["code"]] = subdomain["status"]
            for criterion in subdomain.get("criteria", []):
                found[criterion["criterion_code"]] = criterion["status"]
    return found
