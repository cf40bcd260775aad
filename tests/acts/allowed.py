# SPDX-License-Identifier: EUPL-1.2
"""What allowed-events says, beside what a dry run answers: every resource with events, in every state that can be reached,
every event of its vocabulary, every role.

Allowed: the dry run of a right body is accepted. Not allowed: refused, by what was said to be unmet among others. And a 409 never names as allowed what was not said to be."""

import collections
import concurrent.futures
import re
import threading
import time

from allowed_states import RESOURCES
from harness.runner import expect, expect_equal

TESTS = []
# What another organism did is told once the candidate has consented (decision 16), and by a dry run that states the consent.
AFTER_CONSENT = {"CANDIDACY_ALREADY_OPEN", "ALREADY_CERTIFIED", "REENTRY_NEEDS_CERTIFIER"}
# What the sweep closed in years to come goes on no earlier: here the clock went back since.
BACK = {"RESUME": {"DATE_BEFORE_PREVIOUS_ACT"}}
# Whoever has an act of his own puts its day right (seen below); of who has none, nothing can be named.
NO_ACT = {"CORRECT_DATE": {"ACT_NOT_CORRECTED"}}


def test(function):
    TESTS.append(function)
    return function


class Walk:
    """Requests and verdicts of one walk; what disagrees is collected, so that one run tells all of it."""

    def __init__(self, world):
        self.world, self.wrong = world, []
        self.verdicts, self.put_right, self.requests = collections.Counter(), collections.Counter(), 0
        self.words, self.followed = {}, set()
        self.lock = threading.Lock()

    def vocabulary(self, name):
        with self.lock:  # one connection for all threads
            if name not in self.words:
                terms = self.world.public.get(f"/v1/vocabularies/{name}").must(200)["terms"]
                self.words[name] = [term["code"] for term in terms]
            return self.words[name]

    def refusals(self):
        with self.lock:
            if "problems" not in self.words:
                self.words["problems"] = {problem["detail_fr"] for problem in self.world.public.get("/v1/problems").must(200)["data"]}
            return self.words["problems"]

    def say(self, thing, role, event, verdict, reply):
        self.wrong.append(f"{thing} {role} {event}: {verdict}, and the dry run: {str(reply)[:700]}")

    def follow(self, thing, role, event, client, reply):
        """What helps is a call that this caller may make: it is asked for, and whatever is said of its body, it is not for others."""
        for way in [reason.get("resolve_with") for reason in reply.body.get("reasons", [])]:
            if not way or (role, way["method"], way["href"], way["event"]) in self.followed:
                continue
            self.followed.add((role, way["method"], way["href"], way["event"]))
            query = "" if way["method"] == "GET" else "&dry_run=true" if "?" in way["href"] else "?dry_run=true"
            body = {} if way["method"] == "GET" else {"body": {"event": way["event"], "data": {}} if way["event"] else {}}
            answer = client.send(way["method"], way["href"] + query, checks=False, **body)
            if answer.status in (403, 404, 405) or answer.status >= 500 or way["method"] == "GET" and answer.status != 200:
                self.say(thing, role, event, f"is led to {way}, which says {answer.status} {answer.reasons}", reply)

    def ask(self, thing, client):
        """{event: answer} for this caller, and the version; nothing for who may not read it."""
        reply = client.get(f"{thing.path}/allowed-events?explain=true")
        if reply.status in (403, 404):
            return {}, None
        reply.must(200)
        return {item["event"]: item for item in reply["data"]}, reply

    def compare(self, thing, role, client):
        said, page = self.ask(thing, client)
        possible = sorted(event for event, item in said.items() if item["is_allowed"])
        for event in self.vocabulary(thing.events):
            body = {"event": event, "data": thing.data(event, client if said.get(event, {}).get("is_allowed") else None)} | thing.head(event)
            if thing.version():
                body["expected_version"] = thing.version()
            reply = client.post(f"{thing.path}/events?dry_run=true", body, checks=event in said)  # the others are one refusal, over and over
            self.judge(thing, role, event, said.get(event), reply)
            if reply.status == 409 and page is not None:
                self.check_refusal(thing, role, event, possible, page, reply)
                self.follow(thing, role, event, client, reply)

    def judge(self, thing, role, event, item, reply):
        for guard in item["guards"] if item else ():
            if guard["answer"] != "UNMET" and guard["message"] in self.refusals():
                self.say(thing, role, event, f"{guard['code']} {guard['answer']} in the words of its refusal", reply)
        unmet, open_ = ({guard["code"] for guard in item["guards"] if guard["answer"] == answer} if item else set()
                        for answer in ("UNMET", "NEEDS_DATA"))
        verdict = ("not listed" if item is None else "not allowed" if not item["is_allowed"] else "needs data" if open_ else "met")
        if item and item["is_allowed"] != (not unmet):
            self.say(thing, role, event, f"is_allowed {item['is_allowed']} with {sorted(unmet)} unmet", reply)
        agrees = {
            "not listed": reply.status >= 400,
            "not allowed": reply.status >= 400 and (reply.status != 409 or bool(unmet & set(reply.reasons))),
            "met": reply.status == 201,
            "needs data": reply.status == 201 or (reply.status == 409 and set(reply.reasons) <= open_ & (AFTER_CONSENT | BACK.get(event, set()) | NO_ACT.get(event, set()))),
        }[verdict]
        if not agrees or reply.status >= 500:
            self.say(thing, role, event, verdict, reply)
            return
        with self.lock:
            self.requests += 1
            self.verdicts[verdict] += 1
            self.put_right[role] += event == "CORRECT_DATE" and reply.status == 201

    def check_refusal(self, thing, role, event, possible, page, reply):
        if sorted(reply["allowed_events"]) != possible:
            self.say(thing, role, event, f"allowed {possible}, and the refusal names {reply['allowed_events']}", reply)
        if "INVALID_STATE" not in reply.reasons:
            return
        details = reply.details("INVALID_STATE")
        if (details.get("state"), details.get("state_label")) != (page["state"], page["state_label"]) and thing.is_own_state(event):
            self.say(thing, role, event, f"state {page['state']}, and the refusal says {details}", reply)
        if str(details.get("state_label")) not in next(r["message"] for r in reply["reasons"] if r["code"] == "INVALID_STATE"):
            self.say(thing, role, event, "no state in the sentence", reply)


@test
def allowed_events_agree_with_the_dry_run(world):
    walk, started, met = Walk(world), time.monotonic(), set()
    counts = collections.Counter()
    by_client = collections.defaultdict(list)  # a client is not shared by threads, though it may stand for two roles
    for resource, things in RESOURCES.items():
        for thing in things(world):
            state = thing.callers["certifier"].get(f"{thing.path}/allowed-events").must(200)["state"]
            expect_equal(state, thing.state, f"the state of a {resource}")
            met.add(re.sub("^/v1/referentials/[^/]+/versions/.*", "/v1/referentials/", thing.path).rsplit("/", 1)[0])
            for role, client in thing.callers.items():
                by_client[client].append((thing, role))
                counts[resource] += 1
    there = {re.sub("/{.*", "", path) for path in world.certifier.contract.document["paths"] if path.endswith("/allowed-events")}
    expect_equal(met, there, "what has events")
    made = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda item: [walk.compare(thing, role, item[0]) for thing, role in item[1]], by_client.items()))
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(walk.verdicts.items()))
    print(f"# things made in {made - started:.0f} s, {walk.requests} dry runs in {time.monotonic() - made:.0f} s, "
          f"{dict(counts)} pairs of thing and role: {told}")
    expect(len(walk.followed) >= 100, f"{len(walk.followed)} ways out only")
    expect(not walk.wrong, f"{len(walk.wrong)} disagree:\n" + "\n".join(walk.wrong[:40]))
    for verdict in ("met", "needs data", "not allowed", "not listed"):
        expect(walk.verdicts[verdict] >= 10, f"{verdict} was hardly seen: {told}")
    for role in ("counsellor", "evaluator", "referent"):
        expect(walk.put_right[role] >= 5, f"days put right: {dict(walk.put_right)}")


@test
def a_state_is_told_in_both_languages(world):
    thing = next(iter(RESOURCES["session"](world)))
    path = f"{thing.path}/events?dry_run=true"
    secretary = thing.callers["secretary"]
    for language, words in (("fr", "La séance est à l’état «\u00a0Prévue\u00a0»\u00a0:"), ("en", "The session is in the state “Planned”:")):
        reply = secretary.post(path, {"event": "CLOSE"}, headers={"Accept-Language": language}).must_refuse("INVALID_STATE", 409)
        expect(reply["detail"].startswith(words), reply["detail"])
        expect_equal(reply["reasons"][0]["resolve_with"], {"method": "GET", "href": f"{thing.path}/allowed-events", "event": None})


@test
def nobody_is_sent_to_a_refusal(world):
    """What helps against ORGANISM_NOT_HABILITATED can be asked as it stands."""
    from harness.journey import Journey
    organism = world.organism(evaluation=("2015-01-01", "2026-01-31"))
    world.flush()
    journey = Journey(world, organism).informed("2026-01-05")
    refused = journey.refused("ORGANISM_NOT_HABILITATED", "START_PRIOR", "2026-02-05", {"held_on": "2026-02-05"})
    way = next(reason["resolve_with"] for reason in refused["reasons"] if reason["code"] == "ORGANISM_NOT_HABILITATED")
    expect_equal(organism.referent.get(way["href"]).must(200)["is_habilitated"], False)

