# SPDX-License-Identifier: EUPL-1.2
"""A session of the commission, from its plan to its signed minutes."""


from .runner import expect, expect_equal


class Session:
    def __init__(self, world, held_on, chair="EMPLOYER1", vice_chair="EMPLOYEE1", commission=None, **members):
        self.world, self.commission, self.held_on = world, commission or world.commission, held_on
        self.secretary, self.chair = self.commission.secretary, self.juror(chair)
        body = {"held_on": held_on, "place": "Lille", "modality": "ON_SITE", "chair_member_id": self.member_id(chair),
                "vice_chair_member_id": self.member_id(vice_chair)} | members
        path = f"/v1/commissions/{self.commission.id}/sessions"
        made = self.secretary.post(path, body).must(200, 201)
        if made.status == 200:  # the very same is planned: this one is held in another room
            made = self.secretary.post(path, body | {"place": f"{body['place']}, salle {next(world.numbers)}"}).must(201)
        self._take(made.body)
        self.items = {}  # candidacy id -> agenda item id

    def _take(self, session):
        self.id, self.state, self.version = session["id"], session["state"], session["version"]
        self.planned_on, self.place = session["planned_on"], session["place"]
        return self

    @property
    def path(self):
        return f"/v1/sessions/{self.id}"

    def member_id(self, label):
        return self.commission.members[label]["id"]

    def juror(self, label):
        return self.commission.members[label]["client"]

    def read(self):
        return self._take(self.secretary.get(self.path).must(200).body)

    def send(self, event, on=None, who=None, **data):
        self.read()
        who = who or (self.chair if event in ("OPEN", "CLOSE") else self.secretary)
        return who.post(f"{self.path}/events", {
            "event": event, "occurred_on": on or self.held_on, "expected_version": self.version, "data": data})

    def event(self, event, on=None, who=None, **data):
        if event == "CONVENE":
            self.set_hour()
        self.send(event, on, who, **data).must(200, 201)
        return self.read()

    def set_hour(self):
        """Nobody is convened without one; the same day wherever the session is held."""
        session = self.secretary.get(self.path).must(200)
        if session["starts_at"] is None:
            self.secretary.patch(self.path, {"starts_at": f"{session['held_on']}T10:30:00Z"}, version=session["version"]).must(200)

    def refused(self, code, event, on=None, who=None, status=409, **data):
        before = self.read().version, self.state
        reply = self.send(event, on, who, **data).must_refuse(code, status)
        expect_equal((self.read().version, self.state), before, f"the session after {code}")
        return reply

    def send_agenda(self, journey, client=None):
        return (client or self.secretary).post(f"{self.path}/agenda", {"file_id": journey.file()["id"]})

    def put(self, *journeys):
        for journey in journeys:
            reply = self.send_agenda(journey).must(201)
            self.items[journey.id] = reply["id"]
            expect_equal(journey.read()["state"], "ON_AGENDA", "state")
        return self

    def convene(self, on):
        """That day; or, when it was planned later and before its own day, on the day it was planned."""
        return self.event("CONVENE", max(on, self.planned_on) if self.planned_on <= self.held_on else on)

    def attend(self, **presences):
        """EMPLOYER1="PRESENT", EMPLOYEE1="REMOTE"…"""
        self.secretary.put(f"{self.path}/attendance", {"attendance": [
            {"member_id": self.member_id(label), "presence": presence} for label, presence in presences.items()]}).must(200)
        return self

    def open(self):
        return self.event("OPEN")

    def remove(self, journey, reason="Pièce manquante"):
        return self.secretary.post(f"{self.item(journey)}/removals", {"reason": reason} if reason else {})

    def step_down(self, journey, label, client=None):
        return (client or self.juror(label)).post(f"{self.item(journey)}/step-downs",
                                                  {"member_id": self.member_id(label), "reason": "Lié à l'organisme"})

    def item(self, journey):
        return f"/v1/agenda-items/{self.items[journey.id]}"

    def send_vote(self, journey, label, choice, client=None):
        return (client or self.juror(label)).put(f"{self.item(journey)}/votes/{self.member_id(label)}", {"choice": choice})

    def vote(self, journey, **choices):
        for label, choice in choices.items():
            self.send_vote(journey, label, choice).must(200, 201)
        return self

    def record(self, journey, **choices):
        """The secretary writes the votes down."""
        for label, choice in choices.items():
            self.send_vote(journey, label, choice, client=self.secretary).must(200)
        return self

    def send_contest(self, journey, label, client=None, **members):
        return (client or self.juror(label)).post(f"{self.item(journey)}/votes/{self.member_id(label)}/contest", members)

    def votes(self, journey):
        return {vote["member_id"]: vote for vote in self.secretary.get(f"{self.item(journey)}/votes").must(200)["data"]}

    def send_decision(self, journey, outcome, who=None, **members):
        return (who or self.chair).post(f"{self.item(journey)}/decision", {"outcome": outcome} | members)

    def decide(self, journey, outcome, **members):
        self.send_decision(journey, outcome, **members).must(200, 201)
        return self

    def close(self):
        return self.event("CLOSE")

    def minutes(self, who=None):
        return (who or self.secretary).get(f"{self.path}/minutes").must(200)

    def send_signature(self, label):
        return self.juror(label).post(f"{self.path}/minutes/signatures", {})

    def sign(self, *labels):
        for label in labels or ("EMPLOYER1", "EMPLOYEE1"):
            self.send_signature(label).must(200, 201)
        return self.read()

    def held(self, journeys, outcome="CERTIFIED", convened=None, presences=None, choice=None, **members):
        """The usual case: one juror a college, unanimous."""
        journeys = journeys if isinstance(journeys, (list, tuple)) else [journeys]
        choice = choice or {"CERTIFIED": "FOR", "REFUSED": "AGAINST", "DEFERRED": "ABSTAIN"}[outcome]
        self.put(*journeys).convene(convened or self.held_on)
        self.attend(**(presences or {"EMPLOYER1": "PRESENT", "EMPLOYEE1": "PRESENT"})).open()
        for journey in journeys:
            self.vote(journey, EMPLOYER1=choice, EMPLOYEE1=choice).decide(journey, outcome, **members)
        self.close().sign()
        expect(self.state == "SIGNED", self.state)
        return self
