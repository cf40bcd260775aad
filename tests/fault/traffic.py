# SPDX-License-Identifier: EUPL-1.2
"""Mixed journeys of many clients at once, and a record of what was acknowledged.

Several processes, each an asyncio loop with its share of the clients, so that Python is not what is measured. Every
write carries an Idempotency-Key; a request without an answer is of unknown outcome and is sent again under the same
key until it has one. The record is what checks compare with the database afterwards:

    {"operation": {"ok": n, "refused": n, "busy": n, "unknown": n}}   counts; busy: those refused with a 503
    acknowledged                                           rows that a 2xx promised
    failures                                               anything that was not announced
"""

import asyncio
import collections
import json
import multiprocessing
import random
import time
import uuid

TODAY = "2026-12-31"
ANSWER_S = 60  # longer than anything the server promises
GIVE_UP_S = 90  # asked again and again


class Gone(Exception):
    """No answer; is_sent: the request may have arrived."""

    def __init__(self, is_sent):
        super().__init__(f"is_sent={is_sent}")
        self.is_sent = is_sent


class Line:
    """One kept connection."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    def drop(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None

    async def ask(self, method, path, token, body=None, key=None):
        is_sent = False
        try:
            if not self.writer:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            head = f"{method} {path} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {token}\r\n"
            data = b""
            if body is not None:
                data = json.dumps(body).encode()
                head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
            if key:
                head += f"Idempotency-Key: {key}\r\n"
            is_sent = True
            self.writer.write(head.encode() + b"\r\n" + data)
            return await asyncio.wait_for(self._answer(), ANSWER_S)
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError) as error:
            self.drop()
            raise Gone(is_sent) from error

    async def _answer(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        data = await self.reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.drop()
        return int(head[0].split()[1]), headers, data


class Abandon(Exception):
    """The journey cannot go on; why is in the failures, or it was time to stop."""


class Traveller:
    """One client of one organism."""

    def __init__(self, record, port, organism, grid, number, stop):
        self.record, self.organism, self.grid, self.number, self.stop = record, organism, grid, number, stop
        self.line = Line(port)
        self.chance = random.Random(number)
        self.journeys = 0

    async def call(self, operation, who, method, path, body=None, wanted=(200, 201)):
        """Until there is an answer. 503 with Retry-After is asked again, a lost answer too; both under the same key."""
        counts, key, was_unknown = self.record["counts"][operation], None, False
        if method != "GET":
            key = str(uuid.uuid4())
        token = self.organism["tokens"][who]
        give_up = time.monotonic() + GIVE_UP_S
        while True:
            if time.monotonic() > give_up:
                self.fail(operation, f"no answer for {GIVE_UP_S} s")
            try:
                status, headers, data = await self.line.ask(method, path, token, body, key)
            except Gone as gone:
                if gone.is_sent:
                    counts["unknown"] += 1
                    was_unknown = was_unknown or method != "GET"
                await asyncio.sleep(0.05 + self.chance.random() / 10)
                continue
            if status == 503 and "retry-after" in headers:
                counts["refused"] += 1
                counts["busy"] += 1
                await asyncio.sleep(0.1 + self.chance.random() / 5)
                continue
            reply = json.loads(data) if data else {}
            if status == 409 and reply.get("code") == "IDEMPOTENCY_IN_PROGRESS":
                counts["refused"] += 1
                await asyncio.sleep(0.1)
                continue
            if status in wanted:
                counts["ok" if status < 400 else "refused"] += 1
                if key and status < 400:
                    self.record["keys"].append([who, self.organism["id"], method, path, body, key, data.decode()]
                                               if self.chance.random() < 0.05 or was_unknown else None)
                    if was_unknown:
                        self.record["resolved"]["replayed" if "idempotency-replayed" in headers else "done"] += 1
                return reply
            self.fail(operation, f"{status} {data[:600].decode('utf-8', 'replace')}" + (" (after an unknown outcome)" if was_unknown else ""))

    def fail(self, operation, what):
        self.record["failures"].append(f"{operation}: {what}")
        raise Abandon

    def acknowledge(self, table, id_):
        self.record["acknowledged"].append([table, id_])

    async def event(self, journey, event, on, data=None, who="REFERENT", wanted=(201,)):
        body = {"event": event, "occurred_on": on, "expected_version": journey["version"], "data": data or {}}
        reply = await self.call(event, who, "POST", f"/v1/candidacies/{journey['id']}/events", body, wanted)
        if "resource" in reply:
            self.acknowledge("candidacy_event", reply["id"])
            journey["version"], journey["state"] = reply["resource"]["version"], reply["resource"]["state"]
            journey["events"] += 1
        return reply

    def results(self, fails):
        return {"results": [{"criterion_code": code, "status": "NOT_VALIDATED" if code.split(".")[0] in fails else "VALIDATED"}
                            for code in self.grid]}

    async def candidate(self):
        self.journeys += 1
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{self.number:03d}{self.journeys:05d}")
        body = {"birth_name": f"Charge {letters}", "first_name_1": "Camille", "sex": "F", "birth_year": 1990,
                "birth_month": 1 + self.number % 12, "birth_day": 1 + self.journeys % 28, "birth_commune_insee": "59350",
                "birth_country_code": "100", "region": "Hauts-de-France"}
        made = await self.call("create candidate", "COUNSELLOR", "POST", "/v1/candidates", body)
        self.acknowledge("candidate", made["id"])
        self.record["names"].append(body["birth_name"])
        if self.chance.random() < 0.1:  # the same person again: a conflict that is announced
            await self.call("create candidate again", "COUNSELLOR", "POST", "/v1/candidates", body, wanted=(409,))
        return made

    async def journey(self):
        person = await self.candidate()
        opened = await self.call("open candidacy", "COUNSELLOR", "POST", "/v1/candidacies",
                                 {"candidate_id": person["id"], "occurred_on": "2026-01-05"})
        self.acknowledge("candidacy", opened["id"])
        journey = {"id": opened["id"], "version": opened["version"], "state": "CONTACT", "events": 1}
        self.record["journeys"].append(journey)
        await self.event(journey, "RECORD_INFORMATION", "2026-01-05", {"has_consent": True}, "COUNSELLOR")
        await self.call("read candidacy", "REFERENT", "GET", f"/v1/candidacies/{journey['id']}")
        await self.event(journey, "START_PRIOR", "2026-01-14", {"held_on": "2026-01-14"}, "EVALUATOR")
        fails = () if self.chance.random() < 0.4 else ("2", "6")
        await self.event(journey, "RECORD_RESULTS", "2026-01-14", self.results(fails), "EVALUATOR")
        await self.event(journey, "COMPLETE_PRIOR", "2026-01-14", None, "EVALUATOR")
        if self.chance.random() < 0.2:  # a stale version, and a state that does not fit
            stale = dict(journey, version=1)
            await self.event(stale, "RECORD_RESTITUTION", "2026-01-14", None, "COUNSELLOR", wanted=(412,))
            await self.event(journey, "SUBMIT_FILE", "2026-01-14", None, wanted=(409,))
        await self.event(journey, "RECORD_RESTITUTION", "2026-01-14", {"synthesis": "Bon travail."}, "COUNSELLOR")
        await self.call("read summary", "REFERENT", "GET", f"/v1/candidacies/{journey['id']}/summary")
        if fails:
            await self.training(journey, fails)
        await self.event(journey, "SUBMIT_FILE", "2026-07-03", None)
        await self.call("read history", "REFERENT", "GET", f"/v1/candidacies/{journey['id']}/history")
        await self.call("list candidacies", "REFERENT", "GET", "/v1/candidacies?limit=20")

    async def training(self, journey, fails):
        await self.event(journey, "PROPOSE_PATH", "2026-01-20", {
            "planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30",
            "modules": [{"domain_code": code, "planned_minutes": 1200, "trainer_id": self.organism["trainer_id"]} for code in fails]})
        await self.event(journey, "ACCEPT_PATH", "2026-01-22", {"proof": "signé"})
        paths = await self.call("read paths", "REFERENT", "GET", f"/v1/candidacies/{journey['id']}/paths")
        for module in paths["data"][0]["modules"]:
            await self.event(journey, "RECORD_ATTENDANCE", "2026-03-02", {"module_id": module["id"], "attended_minutes": 420}, "TRAINER")
            await self.event(journey, "CLOSE_MODULE", "2026-06-30", {"module_id": module["id"]}, "TRAINER")
        await self.event(journey, "CLOSE_PATH", "2026-06-30", None)
        await self.event(journey, "START_FINAL", "2026-07-01", {"held_on": "2026-07-01"}, "EVALUATOR")
        scope = {"results": [result for result in self.results(())["results"] if result["criterion_code"].split(".")[0] in fails]}
        await self.event(journey, "RECORD_RESULTS", "2026-07-01", scope, "EVALUATOR")
        await self.event(journey, "COMPLETE_FINAL", "2026-07-01", None, "EVALUATOR")
        await self.event(journey, "RECORD_RESTITUTION", "2026-07-02", None, "COUNSELLOR")

    async def travel(self):
        while not self.stop.is_set():
            try:
                await self.journey()
            except Abandon:
                if len(self.record["failures"]) > 50:
                    return
                await asyncio.sleep(0.2)
        self.line.drop()


class Jury(Traveller):
    """The commission at work: it takes what was submitted, decides, signs; the certifier issues the certificates."""

    async def journey(self):
        found = await self.call("list files", "SECRETARY", "GET", "/v1/files?status=SUBMITTED&limit=50")
        files = self.chance.sample(found["data"], min(6, len(found["data"])))  # another jury takes some of the same
        if not files:
            await asyncio.sleep(0.3)
            return
        commission = self.organism["id"]
        session = await self.call("plan session", "SECRETARY", "POST", f"/v1/commissions/{commission}/sessions", {
            "starts_at": f"{TODAY}T09:00:00+01:00", "place": f"Salle {uuid.uuid4()}", "chair_member_id": self.organism["members"]["EMPLOYER1"],
            "vice_chair_member_id": self.organism["members"]["EMPLOYEE1"]})
        self.acknowledge("session", session["id"])
        path, items = f"/v1/sessions/{session['id']}", []
        for file in files:
            item = await self.call("put on agenda", "SECRETARY", "POST", f"{path}/agenda", {"file_id": file["id"]}, wanted=(201, 409))
            if "id" in item:
                self.acknowledge("agenda_item", item["id"])
                items.append(item)
        await self.call("convene", "SECRETARY", "POST", f"{path}/events", {"event": "CONVENE"})
        await self.call("attendance", "SECRETARY", "PUT", f"{path}/attendance", {"attendance": [
            {"member_id": self.organism["members"][label], "presence": "PRESENT"} for label in ("EMPLOYER1", "EMPLOYEE1")]})
        await self.call("open session", "EMPLOYER1", "POST", f"{path}/events", {"event": "OPEN"})
        for item in items:
            line = f"/v1/agenda-items/{item['id']}"
            for label in ("EMPLOYER1", "EMPLOYEE1"):
                await self.call("vote", label, "PUT", f"{line}/votes/{self.organism['members'][label]}", {"choice": "FOR"})
            decision = await self.call("decide", "EMPLOYER1", "POST", f"{line}/decision", {"outcome": "CERTIFIED"})
            self.acknowledge("decision", decision["id"])
        await self.call("close session", "EMPLOYER1", "POST", f"{path}/events", {"event": "CLOSE"})
        for label in ("EMPLOYER1", "EMPLOYEE1"):
            minutes = await self.call("sign", label, "POST", f"{path}/minutes/signatures", {})
            self.acknowledge("minutes", minutes["id"])
        self.record["certified"] += [item["candidacy_id"] for item in items]
        for item in items:
            certificate = await self.call("issue certificate", "CERTIFIER", "POST", "/v1/certificates",
                                          {"candidacy_id": item["candidacy_id"]})
            self.acknowledge("certificate", certificate["id"])


def new_record():
    return {"counts": collections.defaultdict(lambda: {"ok": 0, "refused": 0, "busy": 0, "unknown": 0}), "acknowledged": [], "names": [],
            "journeys": [], "failures": [], "keys": [], "certified": [], "resolved": collections.Counter()}


def _process(port, organisms, commission, grid, numbers, stop, pipe):
    record = new_record()

    async def run():
        travellers = [Traveller(record, port, organisms[number % len(organisms)], grid, number, stop) for number in numbers]
        travellers.append(Jury(record, port, commission, grid, 900 + numbers[0], stop))
        await asyncio.gather(*(traveller.travel() for traveller in travellers))

    asyncio.run(run())
    record["counts"] = dict(record["counts"])
    record["keys"] = [key for key in record["keys"] if key]
    pipe.send(record)
    pipe.close()


class Traffic:
    def __init__(self, instance, world, clients=64, processes=2):
        self.stop = multiprocessing.Event()
        organisms = [{"id": organism.id, "trainer_id": organism.person("TRAINER"),
                      "tokens": {role: client.token for role, client in organism.clients.items()}} for organism in world.organisms]
        members = world.commission.members
        commission = {"id": world.commission.id, "members": {label: member["id"] for label, member in members.items()},
                      "tokens": {label: member["client"].token for label, member in members.items()}
                      | {"SECRETARY": world.commission.secretary.token, "CERTIFIER": world.certifier.token}}
        self.members = []
        for share in range(processes):
            ours, theirs = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.Process(target=_process, daemon=True, args=(
                instance.port, organisms, commission, world.referential.criteria, list(range(share, clients, processes)), self.stop, theirs))
            process.start()
            theirs.close()
            self.members.append((process, ours))

    def finish(self, timeout_s=120):
        """Lets every journey reach its end; returns the record of all."""
        self.stop.set()
        total = new_record()
        for process, pipe in self.members:
            if not pipe.poll(timeout_s):
                process.kill()
                raise AssertionError(f"clients are still waiting after {timeout_s} s")
            record = pipe.recv()
            process.join()
            for operation, counts in record["counts"].items():
                for name, count in counts.items():
                    total["counts"][operation][name] += count
            for name in ("acknowledged", "names", "journeys", "failures", "keys", "certified"):
                total[name] += record[name]
            total["resolved"] += record["resolved"]
        return total


def table(record):
    lines = [f"#   {'operation':26}{'ok':>8}{'refused':>9}{'unknown':>9}"]
    total = collections.Counter()
    for operation in sorted(record["counts"]):
        counts = record["counts"][operation]
        total.update(counts)
        lines.append(f"#   {operation:26}{counts['ok']:8}{counts['refused']:9}{counts['unknown']:9}")
    lines.append(f"#   {'all':26}{total['ok']:8}{total['refused']:9}{total['unknown']:9}")
    return "\n".join(lines)
