# SPDX-License-Identifier: EUPL-1.2
"""What a role never sees, by whichever door (6.4, 3.2): results for networks, files of others for jurors and trainers."""

import re

from commission_stories import HELD, opened, submitted
from sight_stories import addresses, things
from story import Journey, expect, expect_equal, story

DOORS = ("", "/history", "/events", "/evaluations", "/paths", "/diff", "/summary")


def in_training(world):
    world.set_today(HELD)
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    return journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").accept("2026-01-20")


def manager_of(world, organism):
    network = world.network()
    world.join(network, organism)
    client = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    return client


@story
def a_network_sees_no_result_by_any_door(world):
    """It sees how far its candidates are; what was withheld is named."""
    journey = in_training(world)
    manager, evaluation = manager_of(world, journey.organism), journey.evaluations()[0]["id"]
    portfolio = journey.organism.referent.post(f"{journey.path}/portfolios", {}).must(201)
    for door in ("history", "events"):
        lines = manager.get(f"{journey.path}/{door}").must(200)["data"]
        expect("RECORD_RESULTS" in [line["event"] for line in lines], "nothing was recorded")
        for line in lines:
            expect_equal((line["data"], "data" in line["redacted_fields"]), (None, True), door)
    changes = manager.get(f"{journey.path}/diff").must(200)
    expect("state" in [item["member"] for item in changes["data"]], "a network sees how far its candidates are")
    expect("missing_domain_codes" not in [item["member"] for item in changes["data"]], "what is missing is a result")
    for address in (f"/v1/portfolios/{portfolio['id']}", f"{journey.path}/portfolios"):
        seen = manager.get(address).must(200).body
        for item in seen.get("data", [seen]):
            expect_equal((item["content"], "content" in item["redacted_fields"]), (None, True), address)
    path = journey.live_path()["id"]
    for address, hidden in ((f"{journey.path}/paths", {"modules"}), (f"/v1/paths/{path}", {"modules"})):
        seen = manager.get(address).must(200).body
        for item in seen.get("data", [seen]):  # what is trained is what was not validated
            expect(hidden <= set(item["redacted_fields"]) and not any(item[name] for name in hidden), f"{address}: {item}")
        named = manager.get(f"{address}?fields={','.join(sorted(hidden))}").must(200).body
        expect(not any(item[name] for item in named.get("data", [named]) for name in hidden), f"{address}: {named}")
    for door in ("", "/allowed-events", "/evaluations", "/diff", "/history", "/events", f"?at={HELD}"):
        told = manager.get(journey.path + door).must(200).raw.decode()
        expect(not re.search(r'"(?:domain_code|domain_codes|missing_domain_codes)":"?\[?"?[0-9]', told), f"{door}: {told}")
    manager.get(f"/v1/paths/{path}/document").must_refuse("ROLE_NOT_ALLOWED", 403)
    # Nor how many modules there are, and of how many minutes: by their list, by lines of the history, by what these changed.
    manager.get(f"/v1/paths/{path}/modules").must_refuse("ROLE_NOT_ALLOWED", 403)
    module = journey.live_path()["modules"][0]["id"]
    journey.refresh().event("RECORD_ATTENDANCE", "2026-02-03", {"module_id": module, "attended_minutes": 47})
    journey.event("CLOSE_MODULE", "2026-02-03", {"module_id": module})
    for door in ("history", "events", "diff", "history?limit=200", "events?format=csv"):
        told = manager.get(f"{journey.path}/{door}").must(200).raw.decode()
        expect(not re.search("MODULE|ATTENDANCE", told) and "PROPOSE_PATH" in told, f"{door}: {told}")
    for address in (f"{journey.path}/summary", f"/v1/evaluations/{evaluation}/results", f"/v1/evaluations/{evaluation}/attestation"):
        manager.get(address).must_refuse("ROLE_NOT_ALLOWED", 403)
    own = journey.organism.referent.get(f"{journey.path}/history").must(200)["data"]
    expect([line for line in own if line["event"] == "RECORD_RESULTS" and line["data"].get("results")], "its own organism reads them")


SAID = {"synthesis": "Kanarisynthèse", "notes": "Kanarinote", "agreement_number": "KANARI-77", "proof": "Kanaripreuve"}


@story
def who_trains_alone_reads_what_is_to_be_trained(world):
    """Neither how it was judged criterion by criterion, nor what was written of that, nor who pays; by whatever door (3.2, 6.4). The evaluator
    of the same organism reads it, and so does who is both."""
    world.set_today("2026-01-14")  # the day of what is saved
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14").results("2026-01-14", ("2", "3"))
    evaluation = journey.evaluations()[0]["id"]
    grid = f"/v1/evaluations/{evaluation}/results"
    version = journey.organism.evaluator.get(grid).must(200)["version"]
    journey.organism.evaluator.patch(grid, {"results": [{"criterion_code": "2.4.1", "status": "NOT_VALIDATED", "note": SAID["notes"]}]},
                                     version=version).must(200)
    journey.refresh().event("COMPLETE_PRIOR", "2026-01-14").restitution("2026-01-14", to="PARTIAL", synthesis=SAID["synthesis"])
    world.set_today(HELD)
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30").event("ACCEPT_PATH", "2026-01-20", {"proof": SAID["proof"]})
    funding = journey.organism.referent.post(f"{journey.path}/funding", {"step": "PRIOR", "funder_type": "CPF",
                                                                        "agreement_number": SAID["agreement_number"]}).must(201)
    trainer = journey.organism.trainer
    both = world.key("ORGANISM", journey.organism.id, ["EVALUATOR", "TRAINER"], journey.organism.person("TRAINER"))
    world.affiliate(journey.organism.person("TRAINER"), journey.organism.id, "EVALUATOR", "2026-01-01")
    world.flush()
    person = journey.organism.person("TRAINER")
    told = {address: trainer.get(address) for address in addresses(things(world, journey, request_id=["-"]), person)}
    expect_equal({address for address, reply in told.items() if reply.status >= 500 and reply.code != "DOCUMENT_NOT_DRAWN"}, set())
    for name in ("synthesis", "notes", "agreement_number"):
        expect_equal([address for address, reply in told.items() if SAID[name] in reply.raw.decode()], [], name)
    for address in (grid, f"/v1/evaluations/{evaluation}/restitution", f"{journey.path}/funding", f"/v1/funding/{funding['id']}"):
        trainer.get(address).must_refuse("ROLE_NOT_ALLOWED", 403)
        journey.organism.evaluator.get(address).must(200)
        both.get(address).must(200)
    for door in ("history", "events"):
        for line in trainer.get(f"{journey.path}/{door}").must(200)["data"]:
            is_training = line["event"].endswith("_PATH")
            expect_equal(("data" in line.get("redacted_fields", ()), line["data"] is None), (not is_training, not is_training), f"{door}: {line}")
            expect(line["texts"] is None or is_training, f"{door}: {line}")
        whole = journey.organism.evaluator.get(f"{journey.path}/{door}").must(200)["data"]
        expect_equal(both.get(f"{journey.path}/{door}").must(200)["data"], whole)
        expect([line for line in whole if line["event"] == "RECORD_RESULTS" and line["data"].get("results")], "its own organism reads them")
    expect("PROPOSE_PATH" in told[f"{journey.path}/history"].raw.decode(), "and sees what is to be trained")


@story
def a_juror_sees_the_files_of_sessions_that_he_sits_in(world):
    waiting, examined = submitted(world), submitted(world)
    session = opened(world, examined)
    person = world.commission.members["EMPLOYER1"]["person_id"]
    keys = [world.key("COMMISSION", world.commission.id, [role], person) for role in ("JUROR", "CHAIR")]
    world.flush()
    for juror in keys:
        juror.get(examined.path).must(200)
        juror.get(session.path).must(200)
        for door in DOORS:
            juror.get(waiting.path + door).must(404)
        listed = [item["id"] for item in juror.every("/v1/candidacies")]
        expect(examined.id in listed and waiting.id not in listed, "a juror lists what waits for others")


@story
def a_trainer_sees_a_candidate_while_he_trains_him(world):
    """From the acceptance of a path until its end. Not of a proposal, a refusal, an end, or an organism that the file has left;
    and what ends his sight is answered to him all the same."""
    def sees(journey, trainer, what):
        found = {trainer.get(journey.path + door).status for door in DOORS} | {trainer.get(f"/v1/candidates/{journey.candidate['id']}").status}
        listed = journey.id in [item["id"] for item in trainer.every("/v1/candidacies")]
        expect_equal((found, listed), ({200}, True) if what else ({404}, False))

    world.set_today(HELD)
    proposed = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    trainer = proposed.organism.trainer
    proposed.propose("2026-01-20", ["2", "3"], "2026-01-20", "2026-06-30")
    sees(proposed, trainer, False)
    proposed.event("DECLINE_PATH", "2026-01-20", to="PARTIAL")
    sees(proposed, trainer, False)
    proposed.propose("2026-01-20", ["2", "3"], "2026-01-20", "2026-06-30").accept("2026-01-20")
    sees(proposed, trainer, True)
    proposed.event("INTERRUPT_PATH", "2026-01-21", {"reason": "départ"}, who="trainer", to="PARTIAL")
    sees(proposed, trainer, False)
    proposed.propose("2026-01-22", ["2", "3"], "2026-01-22", "2026-06-30").accept("2026-01-22").close_modules("2026-01-23", who="trainer")
    sees(proposed, trainer, True)
    proposed.event("CLOSE_PATH", "2026-01-23", who="trainer", to="FINAL_READY")
    sees(proposed, trainer, False)
    moved = in_training(world)
    there = world.organisms[1]
    moved.offered(there, HELD).event("TRANSFER", HELD, {"to_org_id": there.id, "consent_on": HELD})
    sees(moved, moved.organism.trainer, False)


@story
def a_trainer_sees_the_candidates_that_he_trains(world):
    journey = in_training(world)
    aside = world.staff(journey.organism, "ASIDE", "TRAINER")
    world.flush()
    journey.organism.trainer.get(journey.path).must(200)
    for door in DOORS:
        aside.get(journey.path + door).must(404)
    aside.get(f"/v1/candidates/{journey.candidate['id']}").must(404)
    expect(journey.id not in [item["id"] for item in aside.every("/v1/candidacies")], "a trainer lists others")


@story
def a_candidate_is_told_who_he_is(world):
    candidate = world.candidate(world.organisms[0])
    himself = world.key("CANDIDATE", candidate["id"], ["CANDIDATE"], None)
    world.flush()
    me = himself.get("/v1/me").must(200)
    expect_equal((me["scope_reference"], me["scope_name"]), (candidate["reference"], f"{candidate['first_name_1']} {candidate['birth_name']}"))


@story
def who_may_not_is_told_who_may(world):
    """In the details by code, and in words."""
    refused = world.organisms[0].trainer.post("/v1/candidates", world.identity()).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect(set(refused.details("ROLE_NOT_ALLOWED")["roles"]) >= {"COUNSELLOR", "REFERENT"}, f"{refused.body}")
    expect("Conseiller" in str(refused.body["reasons"]), f"{refused.body}")
