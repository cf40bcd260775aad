# SPDX-License-Identifier: EUPL-1.2
"""Who trains a candidate for another organism than the one that holds the candidacy (6.4): the path, his organism's modules and
their hours, and nothing else, by any door; while the path and his function last."""

from story import Journey, expect, expect_equal, story, within_a_second

TODAY = "2026-06-30"
DAY = "2026-02-10"
OPEN = ("", "/paths", "/events", "/history", "/allowed-events")
SHUT = ("/evaluations", "/summary", "/portfolios", "/funding", "/funder-consents", "/appeals", "/accesses",
        "/adjustments", f"?at={DAY}", "/diff", "/separation-check?person_id={person}")
# Of a path, what who trains for another organism does without.
HOW_IT_CAME_ABOUT = ("training_org_id", "proposed_on", "proposed_by", "answer_proof", "decline_reason", "interrupt_reason")


def proposed(world):
    """Domain 2 is trained elsewhere, domain 3 at home."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    journey = Journey(world, here).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    modules = [*journey.modules(("2",), there.person("TRAINER"), training_org_id=there.id), *journey.modules(("3",))]
    return journey.event("PROPOSE_PATH", "2026-01-20", {"planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30",
                                                        "modules": modules}, to="PATH_PROPOSED"), there


def training(world):
    journey, there = proposed(world)
    return journey.accept("2026-01-22"), there


def module_of(journey, organism):
    return next(module["id"] for module in journey.live_path()["modules"] if module["training_org_id"] == organism.id)

ATTENDANCE = ["RECORD_ATTENDANCE", "CORRECT_ATTENDANCE"]  # what who trains for another organism may tell


def attend(journey, client, module, dry=False, on=DAY, **data):
    return client.post(f"{journey.path}/events{'?dry_run=true' if dry else ''}",
                       {"event": "RECORD_ATTENDANCE", "occurred_on": on, "data": {"module_id": module, "attended_minutes": 180} | data})


def is_shut(journey, client, path_id):
    for door in OPEN + SHUT:
        expect(client.get(journey.path + door.replace("{person}", journey.organism.person("TRAINER"))).status in (403, 404), door)
    for address in (f"/v1/paths/{path_id}", f"/v1/paths/{path_id}/modules", f"/v1/candidates/{journey.candidate['id']}"):
        client.get(address).must(404)
    expect(journey.id not in [row["id"] for row in client.every("/v1/candidacies")], "listed")


@story
def who_trains_for_another_organism_sees_the_path_and_no_more(world):
    journey, there = proposed(world)
    trainer = there.trainer
    path = journey.live_path()["id"]
    is_shut(journey, trainer, path)
    journey.accept("2026-01-22")
    evaluation = journey.client("evaluator").get(f"{journey.path}/evaluations").must(200)["data"][0]["id"]
    for door in OPEN:
        trainer.get(journey.path + door).must(200)
    expect(journey.id in [row["id"] for row in trainer.every("/v1/candidacies")], "not listed")
    shown = trainer.get(f"/v1/paths/{path}").must(200)
    expect_equal([module["domain_code"] for module in shown["modules"]], ["2"], "modules of others")
    expect_equal(shown.body, trainer.get(f"{journey.path}/paths").must(200)["data"][0], "the same by both doors")
    expect_equal(sorted(shown["redacted_fields"]), sorted(HOW_IT_CAME_ABOUT))
    whole = journey.client("referent").get(f"/v1/paths/{path}").must(200)
    expect("redacted_fields" not in whole.body and whole["answer_proof"] == journey.live_path()["answer_proof"] != None, f"{whole.body}")
    for member in HOW_IT_CAME_ABOUT:
        expect_equal(shown[member], None, member)
    listed = trainer.get(f"/v1/paths/{path}/modules").must(200)["data"]
    expect_equal([module["training_org_id"] for module in listed], [there.id])
    expect_equal([module["redacted_fields"] for module in listed], [["waive_reason"]])
    expect_equal(trainer.get(f"{journey.path}/events").must(200)["data"], [], "the history of others")
    for door in SHUT:
        expect(trainer.get(journey.path + door.replace("{person}", there.person("TRAINER"))).status in (403, 404), door)
    for address in (f"/v1/candidates/{journey.candidate['id']}", f"/v1/evaluations/{evaluation}", f"/v1/evaluations/{evaluation}/sittings"):
        trainer.get(address).must(404)
    trainer.get(f"/v1/evaluations/{evaluation}/results").must_refuse("ROLE_NOT_ALLOWED", 403)
    name = journey.candidate["birth_name"]
    expect(journey.candidate["id"] not in str(trainer.get("/v1/candidates").must(200).body), "the candidate is listed")
    expect_equal(trainer.post("/v1/candidates/searches", {"birth_name": name}).must(200)["data"], [], "the candidate is found")
    expect(journey.id not in [row["id"] for row in trainer.every("/v1/deadlines")], "a deadline of others")


@story
def nobody_else_of_the_training_organism_sees_it(world):
    journey, there = training(world)
    path = journey.live_path()["id"]
    aside = world.staff(there, "ASIDE", "TRAINER")
    both = world.key("ORGANISM", there.id, ["TRAINER", "COUNSELLOR"], there.person("TRAINER"))
    world.affiliate(there.person("TRAINER"), there.id, "COUNSELLOR")
    system = world.key("ORGANISM", there.id, ["TRAINER"], None)
    stranger = world.organism()
    world.flush()
    for client in (there.referent, there.counsellor, there.evaluator, aside, both, system, stranger.trainer):
        is_shut(journey, client, path)
        expect_equal(attend(journey, client, module_of(journey, there), dry=True).status in (403, 404), True)


@story
def who_trains_for_another_organism_records_hours_and_nothing_else(world):
    journey, there = training(world)
    trainer, owner = there.trainer, journey.client("referent")
    own, others = module_of(journey, there), module_of(journey, journey.organism)
    before = owner.get(journey.path).must(200)
    last = owner.every(f"{journey.path}/events")[-1]
    attend(journey, trainer, own, dry=True).must(201)
    event = attend(journey, trainer, own).must(201)
    expect_equal((event["acting_org_id"], event["person_id"], event["resource"]["version"]),
                 (there.id, there.person("TRAINER"), before["version"] + 1))
    attend(journey, trainer, own).must_refuse("ATTENDANCE_ALREADY_RECORDED", 409)
    attend(journey, trainer, own, is_distinct=True).must(201)
    attend(journey, trainer, own, attended_minutes=119940).must_refuse("HOURS_BEYOND_MODULE", 409)
    # More than was planned is for the organism that planned it: nobody from elsewhere fills a file with hours.
    refused = attend(journey, trainer, own, attended_minutes=3600, overrun_reason="Des séances de plus.").must_refuse("HOURS_BEYOND_MODULE", 409)
    expect_equal(refused.details("HOURS_BEYOND_MODULE")["left_minutes"], 840)
    attend(journey, trainer, own, attended_minutes=840, overrun_reason="Aucun dépassement.").must(201)
    attend(journey, owner, own, attended_minutes=240, overrun_reason="Des séances de plus.").must(201)
    refused = attend(journey, trainer, others).must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal((refused.details("ACT_OF_ANOTHER")["whose"], refused.body["allowed_events"]), ("TRAINER", ATTENDANCE))
    refused = attend(journey, trainer, last["id"]).must_refuse("MODULE_NOT_IN_PATH", 409)
    expect_equal(refused.body["allowed_events"], ATTENDANCE)
    told = trainer.get(f"{journey.path}/allowed-events").must(200)
    expect_equal([(event["event"], event["is_allowed"]) for event in told["data"]], [(event, True) for event in ATTENDANCE])
    shown = trainer.get(f"{journey.path}/events").must(200)["data"]
    expect_equal([row["data"]["attended_minutes"] for row in shown], [180, 180, 840, 240])
    expect("Aucun dépassement." in str(shown[-2]), f"his own words: {shown[-2]}")
    # His hours fill the day of the candidate, for whoever trains at home as well.
    attend(journey, journey.organism.trainer, others).must_refuse("HOURS_BEYOND_DAY", 409)
    attend(journey, journey.organism.trainer, others, on="2026-02-11").must(201)
    expect_equal(trainer.get(f"{journey.path}/events").must(200)["data"], shown, "hours of others")
    expect_equal({module["id"]: module["attended_minutes"] for module in journey.live_path()["modules"]}, {own: 1440, others: 180})
    # What he does not see of the candidacy stays in its history as it was.
    seen = {row["sequence"]: row["missing_domain_codes"] for row in history_of(world, journey)}
    expect_equal(set(seen[number] for number in seen if number >= last["sequence"]), {"{2,3}"})
    readers = owner.every(f"{journey.path}/accesses")
    expect(any(row["person_id"] == there.person("TRAINER") and row["scope_id"] == there.id for row in readers), "who saw it")


def acts_of(journey, module):
    """Every act of the table that a path has in training, faultless but for whose it is."""
    return {"RECORD_ATTENDANCE": {"module_id": module, "attended_minutes": 180},
            "CORRECT_ATTENDANCE": {"attendance_id": module, "attended_minutes": 180, "reason": "Erreur"}, "CLOSE_MODULE": {"module_id": module},
            "REOPEN_MODULE": {"module_id": module, "reason": "Erreur"}, "CLOSE_PATH": {},
            "CHANGE_TRAINER": {"module_id": module, "trainer_id": journey.organism.person("TRAINER")}, "INTERRUPT_PATH": {"reason": "Déménagement"},
            "WITHDRAW": {"requested_on": DAY}, "ABANDON": {"written_proof_on": DAY}, "CANCEL": {"reason": "ERROR"}, "START_FINAL": {},
            "TRANSFER": {"to_org_id": journey.organism.id, "consent_on": DAY}, "SUBMIT_FILE": {}}


def answer_of(journey, client, event, data):
    """The code, and of whom the refusal speaks."""
    reply = client.post(f"{journey.path}/events?dry_run=true", {"event": event, "occurred_on": DAY, "data": data})
    if reply.status != 403:
        return reply.code or reply.status, None
    details = reply.details(reply.code)
    return reply.code, details.get("whose") or set(details["roles"])


@story
def who_trains_elsewhere_is_told_of_each_act_whose_it_is(world):
    """The roles of an act are the same ones to whoever has none of them; where the role is right and the place is not, whose it is."""
    journey, there = training(world)
    manager = world.network()
    world.join(manager, journey.organism)
    network = world.key("NETWORK", manager, ["NETWORK_MANAGER"], world.person())
    world.flush()
    acts = acts_of(journey, module_of(journey, there))
    for event, data in acts.items():
        found = answer_of(journey, there.trainer, event, data)
        code, roles = answer_of(journey, network, event, data)
        expect_equal(code, "ROLE_NOT_ALLOWED", event)
        if event == "RECORD_ATTENDANCE":
            expect_equal(found, (201, None))
        elif event == "CORRECT_ATTENDANCE":  # of none that is there
            expect_equal(found[0], "ATTENDANCE_NOT_IN_PATH")
        elif "TRAINER" in roles:
            expect_equal(found, ("ACT_OF_ANOTHER", "REFERENT"), event)
        else:
            expect_equal(found, ("ROLE_NOT_ALLOWED", roles), event)
    expect_equal(answer_of(journey, journey.organism.counsellor, "CLOSE_MODULE", acts["CLOSE_MODULE"]),
                 ("ROLE_NOT_ALLOWED", {"TRAINER", "REFERENT"}))


@story
def a_module_of_another_organism_is_its_trainers_and_the_referents(world):
    """Who holds the candidacy has trainers too: they tell of the modules that their organism gives, for each other, and of no other one."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    colleague = world.staff(here, "COLLEAGUE", "TRAINER")
    world.flush()
    journey = Journey(world, here).informed("2026-01-05").prior("2026-01-14", fails=("2", "3", "4")).restitution("2026-01-14", to="PARTIAL")
    [elsewhere] = journey.modules(("2",), there.person("TRAINER"), training_org_id=there.id)
    [other] = journey.modules(("4",), here.person("COLLEAGUE"))
    journey.event("PROPOSE_PATH", "2026-01-20", {"planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30",
                                                 "modules": [elsewhere, *journey.modules(("3",)), other]}, to="PATH_PROPOSED")
    journey.accept("2026-01-22")
    modules = {module["domain_code"]: module["id"] for module in journey.live_path()["modules"]}
    for client in (here.trainer, colleague):
        for domain, (attendance, closing) in {"2": (("ACT_OF_ANOTHER", "TRAINER"), ("ACT_OF_ANOTHER", "REFERENT")),
                                              "3": ((201, None), (201, None)), "4": ((201, None), (201, None))}.items():
            acts = acts_of(journey, modules[domain])
            expect_equal(answer_of(journey, client, "RECORD_ATTENDANCE", acts["RECORD_ATTENDANCE"]), attendance, domain)
            expect_equal(answer_of(journey, client, "CLOSE_MODULE", acts["CLOSE_MODULE"]), closing, domain)
    for domain in modules:
        for event in ("RECORD_ATTENDANCE", "CLOSE_MODULE"):
            expect_equal(answer_of(journey, here.referent, event, acts_of(journey, modules[domain])[event]), (201, None), domain)


def history_of(world, journey):
    rows = world.instance.sql(f"select sequence, missing_domain_codes from candidacy_event where candidacy_id = '{journey.id}' order by 1")
    return [{"sequence": int(number), "missing_domain_codes": codes} for number, codes in rows]


@story
def it_ends_with_the_path_and_with_the_function(world):
    journey, there = training(world)
    path, own = journey.live_path()["id"], module_of(journey, there)
    leaving = world.person()
    function = world.affiliate(leaving, there.id, "TRAINER")["id"]
    client = world.key("ORGANISM", there.id, ["TRAINER"], leaving)
    world.flush()
    client.get(journey.path).must(404)
    journey.event("CHANGE_TRAINER", "2026-02-03", {"module_id": own, "trainer_id": leaving})
    client.get(journey.path).must(200)
    is_shut(journey, there.trainer, path)
    there.referent.patch(f"/v1/affiliations/{function}", {"valid_to": "2026-06-29"}, version=1).must(200)
    within_a_second(lambda: expect(client.get(journey.path).status in (401, 403), "his function has ended"))
    again = world.affiliate(leaving, there.id, "COUNSELLOR")
    expect(again and client.get(journey.path).status in (401, 403, 404), "another function does not lend it")
    journey.event("CHANGE_TRAINER", "2026-02-04", {"module_id": own, "trainer_id": there.person("TRAINER")})
    attend(journey, there.trainer, own).must(201)
    journey.refresh().event("INTERRUPT_PATH", "2026-02-11", {"reason": "départ"}, to="PARTIAL")
    is_shut(journey, there.trainer, path)
    attend(journey, there.trainer, own, is_distinct=True).must(404)


@story
def what_was_waived_is_told_without_words_to_who_trained_it(world):
    journey, there = training(world)
    own = module_of(journey, there)
    network = world.network()
    world.join(network, journey.organism)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    journey.event("CLOSE_MODULE", DAY, {"module_id": own, "status": "WAIVED", "reason": "Sait déjà."}, who="referent")
    address = f"/v1/paths/{journey.live_path()['id']}/modules"
    [shown] = there.trainer.get(address).must(200)["data"]
    expect_equal((shown["status"], shown["waive_reason"], shown["redacted_fields"]), ("WAIVED", None, ["waive_reason"]))
    manager.get(address).must_refuse("ROLE_NOT_ALLOWED", 403)
    told = {module["id"]: module for module in journey.client("referent").get(address).must(200)["data"]}
    expect_equal((told[own]["waive_reason"], "redacted_fields" in told[own]), ("Sait déjà.", False))


@story
def a_trainer_of_others_is_not_recruited(world):
    """Who forgets to name the organism that trains is told where it belongs, whether or not the person trains anywhere: that is not for
    the caller to know. People of one's own are still given their function; those of a module of others are not given one here."""
    here, there = world.organisms[0], world.organisms[1]
    world.set_today(TODAY)
    journey = Journey(world, here).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    own = here.referent.post("/v1/persons", {"last_name": "Petit", "first_name": "Lou"}).must(201)["id"]

    def propose(trainer, domain="3", **more):
        modules = [*journey.modules(("2",)), *journey.modules(("3",))]
        modules = [module | ({"trainer_id": trainer} | more if module["domain_code"] == domain else {}) for module in modules]
        data = {"planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30", "modules": modules}
        return here.referent.post(f"{journey.path}/events?dry_run=true", {"event": "PROPOSE_PATH", "occurred_on": "2026-01-20", "data": data})

    def told(reply):
        refused = reply.must_refuse("TRAINER_NOT_AFFILIATED", 409)
        [reason] = [reason for reason in refused.body["reasons"] if reason["code"] == "TRAINER_NOT_AFFILIATED"]
        return reason["details"]["pointer"], (reason["resolve_with"] or {}).get("href")

    stranger = world.person()
    for trainer in (there.person("TRAINER"), there.person("COUNSELLOR"), stranger):
        expect_equal(told(propose(trainer)), ("/data/modules/1/training_org_id", None))
        expect_equal(told(propose(trainer, domain="2")), ("/data/modules/0/training_org_id", None))
    told_of_both = [propose(trainer).body["reasons"][0]["message"] for trainer in (there.person("TRAINER"), stranger)]
    expect_equal(told_of_both[0], told_of_both[1], "what is said of who trains elsewhere and of who trains nowhere")
    expect_equal(told(propose(own)), ("/data/modules/1", f"/v1/persons/{own}/affiliations"))
    expect_equal(told(propose(stranger, training_org_id=there.id)), ("/data/modules/1", None))
    propose(there.person("TRAINER"), training_org_id=there.id).must(201)
    modules = [*journey.modules(("2",), there.person("TRAINER"), training_org_id=there.id), *journey.modules(("3",))]
    journey.event("PROPOSE_PATH", "2026-01-20", {"planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30",
                                                 "modules": modules}, to="PATH_PROPOSED").accept("2026-01-22")
    change = here.referent.post(f"{journey.path}/events?dry_run=true", {
        "event": "CHANGE_TRAINER", "occurred_on": DAY, "data": {"module_id": module_of(journey, there), "trainer_id": stranger}})
    expect_equal(told(change)[1], None)


@story
def an_organism_that_does_not_exist_is_told_at_its_member(world):
    here = world.organisms[0]
    world.set_today(TODAY)
    journey = Journey(world, here).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    nobody = journey.id

    def errors(event, data):
        reply = here.referent.post(f"{journey.path}/events?dry_run=true", {"event": event, "occurred_on": "2026-01-20", "data": data})
        expect_equal(reply.status, 422, f"{reply}")
        return reply.errors

    path = {"planned_start_date": "2026-02-02", "planned_end_date": "2026-06-30"}
    modules = journey.modules(("2", "3"))
    expect_equal(errors("PROPOSE_PATH", path | {"modules": modules, "training_org_id": nobody}), {"/data/training_org_id": "REFERENCE_UNKNOWN"})
    expect_equal(errors("PROPOSE_PATH", path | {"modules": [modules[0], modules[1] | {"training_org_id": nobody}]}),
                 {"/data/modules/1/training_org_id": "REFERENCE_UNKNOWN"})
    expect_equal(errors("TRANSFER", {"to_org_id": nobody, "consent_on": "2026-01-20"}), {"/data/to_org_id": "REFERENCE_UNKNOWN"})
