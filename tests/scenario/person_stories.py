# SPDX-License-Identifier: EUPL-1.2
"""Merges of persons: rules compare humans, whatever their accounts (S6, S12, A16, decision 1)."""

from path_stories import partial, proposal
from harness.session import Session
from rules_stories import jury_ready
from story import expect, expect_equal, story, together


def merge(world, survivor, duplicate, who=None):
    return world.end("persons", survivor, {"duplicate_id": duplicate}, client=who)


def conflicts(reply):
    reply.must_refuse("MERGE_BREAKS_SEPARATION", 409)
    return reply.details("MERGE_BREAKS_SEPARATION")["conflicts"]


@story
def a_second_account_is_a_stranger_until_it_is_merged(world):
    """A16: the same person in another organism; before the merge he may train, after it he may not."""
    here, there = world.organisms[0], world.organisms[1]
    journey, other = partial(world, organism=here), partial(world, organism=here)
    evaluator, twin = here.person("EVALUATOR"), world.person()
    world.affiliate(twin, there.id, "TRAINER")
    body = proposal(journey, trainer=twin, training_org_id=there.id)
    there_proposal = here.referent.post(f"{journey.path}/events?dry_run=true",
                                        {"event": "PROPOSE_PATH", "occurred_on": "2026-01-20", "data": body})
    expect_equal(there_proposal.status, 201, "before the merge")
    merged = merge(world, evaluator, twin).must(201).body
    expect_equal((merged["human_id"], merged["duplicate_id"]), (evaluator, twin))
    read = world.certifier.get(f"/v1/persons/{twin}").must(200)
    expect_equal((read["merged_into_id"], read["merge_reason"], read["merged_on"]), (evaluator, "Même personne, saisie deux fois.", read["merged_on"]))
    expect(read["merged_on"], "the day is told")
    expect_equal(here.referent.get(f"/v1/persons/{twin}").must(200)["merge_reason"], None)
    read = world.certifier.get(f"/v1/persons/{twin}").must(200).body
    expect_equal((read["human_id"], read["merged_into_id"]), (evaluator, evaluator))
    expect_equal(world.certifier.get(f"/v1/persons/{evaluator}").must(200)["merged_into_id"], None)
    expect_equal(there.referent.get(f"/v1/persons/{twin}").must(200)["merged_into_id"], None, "told to an organism")
    for refused in (journey, other):
        refused.refused("TRAINER_IS_EVALUATOR", "PROPOSE_PATH", "2026-01-20", body)
    # Acts go on naming the record they named.
    sittings = world.instance.sql(f"select count(*) from sitting where evaluator_id = '{evaluator}' and evaluator_human_id = '{evaluator}'")
    expect(int(sittings[0][0]) >= 2, "the sittings of the survivor moved")


@story
def a_merge_that_breaks_the_separation_is_refused(world):
    """S6: the acts are named, and nothing moves."""
    organism = world.organisms[0]
    journey = partial(world, organism=organism)
    trainer = world.person()
    world.affiliate(trainer, organism.id, "TRAINER")
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30", trainer=trainer)
    evaluator = organism.person("EVALUATOR")
    for survivor, duplicate in ((evaluator, trainer), (trainer, evaluator)):
        conflict, = conflicts(merge(world, survivor, duplicate))
        expect_equal((conflict["kind"], conflict["candidacy_id"]), ("EVALUATOR_AND_TRAINER", journey.id))
        expect_equal({act["kind"] for act in conflict["acts"]}, {"SITTING", "PATH_MODULE"})
    # Through a third account too: merges of merges end at one human.
    third = world.person()
    merge(world, trainer, third).must(201)
    conflicts(merge(world, evaluator, third))
    expect_equal(world.certifier.get(f"/v1/persons/{trainer}").must(200)["merged_into_id"], None)


@story
def hours_bind_their_human_through_a_merge(world):
    """S6: who gave hours and was replaced since evaluates nobody there, under the record that stays and under the one that does not."""
    organism = world.organisms[0]
    for survivor_trained in (False, True):
        journey = partial(world, organism=organism)
        trained, other = world.person(), world.person()
        for person in (trained, other):
            for role in ("TRAINER", "EVALUATOR"):
                world.affiliate(person, organism.id, role)
        journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-30", trainer=trained).accept("2026-01-20")
        module = journey.live_path()["modules"][0]["id"]
        journey.event("RECORD_ATTENDANCE", "2026-02-10", {"module_id": module, "attended_minutes": 60}, who="referent")
        for one in journey.live_path()["modules"]:
            journey.event("CHANGE_TRAINER", "2026-02-12", {"module_id": one["id"], "trainer_id": organism.person("TRAINER")})
        told = organism.referent.get(f"{journey.path}/separation-check?person_id={trained}").must(200)
        expect_equal((told["cycle_role"], told["may_evaluate"]), ("TRAINER", False), "hours in one module, replaced in all")
        merge(world, *((trained, other) if survivor_trained else (other, trained))).must(201)
        journey.close_modules("2026-03-02").event("CLOSE_PATH", "2026-03-02", to="FINAL_READY")
        for person in (trained, other):
            told = organism.referent.get(f"{journey.path}/separation-check?person_id={person}").must(200)
            expect_equal((told["cycle_role"], told["may_evaluate"]), ("TRAINER", False), f"{survivor_trained} {person}")
            journey.refused("EVALUATOR_IS_TRAINER", "START_FINAL", "2026-03-04", {"held_on": "2026-03-04", "evaluator_id": person}, who="referent")


@story
def merges_of_merges_end_at_one_human(world):
    first, second, third = world.person(), world.person(), world.person()
    merge(world, second, third).must(201)
    merge(world, first, third).must(201)
    for person in (second, third):
        expect_equal(world.certifier.get(f"/v1/persons/{person}").must(200)["human_id"], first)
    for one, other in ((second, first), (first, second), (second, third)):
        refused = merge(world, one, other).must_refuse("ALREADY_RECORDED", 409)
        expect_equal(refused.details("ALREADY_RECORDED"), {"id": first, "pointer": "/duplicate_id"})
    expect_equal(merge(world, second, second).must(422).errors, {"/duplicate_id": "SAME_RECORD"})


@story
def of_many_merges_at_once_one_is_done_and_the_others_hear_it(world):
    """The record that goes on has another version: who saw the one before reads again, and is then told that it is done."""
    kept, twin = world.person(), world.person()
    body, seen = {"duplicate_id": twin, "reason": "Deux comptes"}, {"If-Match": '"1"'}
    replies = together(*[lambda client=world.certifier.clone(): client.post(f"/v1/persons/{kept}/merges", body, headers=seen) for _ in range(8)])
    expect_equal(sorted(reply.status for reply in replies), [201] + [412] * 7)
    expect_equal(world.certifier.get(f"/v1/persons/{kept}").must(200)["version"], 2)
    merge(world, kept, twin).must_refuse("ALREADY_RECORDED", 409)


@story
def jurors_stay_independent_through_a_merge(world):
    """S12 and 3.4: a juror who voted on a file of the organism; two mandates of one commission."""
    organism = world.organisms[0]
    employer = world.commission.members["EMPLOYER1"]["person_id"]
    employee = world.commission.members["EMPLOYEE1"]["person_id"]
    conflict, = conflicts(merge(world, employer, employee))
    expect_equal((conflict["kind"], conflict["commission_id"]), ("TWO_MANDATES", world.commission.id))
    journey = jury_ready(world, organism=organism)
    journey.submit("2026-01-14")
    world.set_today("2026-02-10")
    Session(world, "2026-02-10").held([journey])
    counsellor = organism.person("COUNSELLOR")
    for survivor, duplicate in ((counsellor, employer), (employer, counsellor)):
        found = [(conflict["kind"], conflict["candidacy_id"]) for conflict in conflicts(merge(world, survivor, duplicate))]
        expect(("VOTED_ON_OWN_ORGANISM", journey.id) in found, f"the vote is not told: {found}")


@story
def a_merge_races_with_the_act_that_would_break_it(world):
    """Exactly one of the two wins, whichever comes first; never both."""
    organism = world.organisms[0]
    evaluator = organism.person("EVALUATOR")
    for _ in range(6):
        journey = partial(world, organism=organism)
        twin = world.person()
        world.affiliate(twin, organism.id, "TRAINER")
        body = {"event": "PROPOSE_PATH", "occurred_on": "2026-01-20", "data": proposal(journey, trainer=twin)}
        act = organism.referent.clone()
        merger = world.certifier.clone()
        replies = together(lambda: act.post(f"{journey.path}/events", body), lambda: merge(world, evaluator, twin, merger))
        expect_equal(sorted(reply.status for reply in replies), [201, 409], "one wins")
        both = world.instance.sql("select count(*) from sitting s join path_module m using (candidacy_id)"
                                  " join person e on e.id = s.evaluator_id join person t on t.id = m.trainer_id"
                                  " where e.human_id = t.human_id")
        expect_equal(int(both[0][0]), 0, "one human is evaluator and trainer")


@story
def a_second_account_gets_no_second_mandate(world):
    """3.4: the mandates of a human are counted, not those of an account."""
    commission = world.new_commission("Occitanie")
    twin, later = world.person(), world.person()
    world.flush()
    merge(world, commission.members["EMPLOYER1"]["person_id"], twin).must(201)
    path = f"/v1/commissions/{commission.id}/members"
    mandate = {"college": "EMPLOYEE", "mandate_from": "2026-02-01"}
    world.certifier.post(path, mandate | {"person_id": twin}).must_refuse("PERIOD_OVERLAP", 409)
    # At the same moment as the merge: one of the two wins.
    for place in range(4):
        juror, person = commission.members["EMPLOYER2"]["person_id"], world.person()
        clients = world.certifier.clone(), world.certifier.clone()
        replies = together(lambda: clients[0].post(path, mandate | {"person_id": person}),
                           lambda: merge(world, juror, person, clients[1]))
        expect_equal(sorted(reply.status for reply in replies), [201, 409], f"round {place}")
    world.certifier.post(path, mandate | {"person_id": later}).must(201)


@story
def a_vote_races_with_the_merge_that_would_make_it_ones_own(world):
    """A19: he votes as a stranger, or he is of the organism; never both."""
    organism = world.organisms[0]
    for _ in range(5):
        label = f"EMPLOYER{next(world.numbers)}"
        juror = world.member(world.commission, label, "EMPLOYER")
        world.flush()
        journey = jury_ready(world, organism=organism)
        journey.submit("2026-01-14")
        world.set_today("2026-02-10")
        session = Session(world, "2026-02-10", chair=label).put(journey).convene("2026-02-10")
        session.attend(**{label: "PRESENT", "EMPLOYEE1": "PRESENT"}).open()
        stranger = world.person()
        world.affiliate(stranger, organism.id, "TRAINER")
        voter, merger = juror["client"].clone(), world.certifier.clone()
        vote, merged = together(lambda: session.send_vote(journey, label, "FOR", voter),
                                lambda: merge(world, juror["person_id"], stranger, merger))
        expect((vote.status < 300) != (merged.status == 201), f"both or neither: {vote}, {merged}")
        if vote.status >= 300:
            vote.must_refuse("JUROR_NOT_INDEPENDENT", 409)
        del world.commission.members[label]


@story
def bad_merges_say_why(world):
    person, other = world.person(), world.person()
    right = {"duplicate_id": other, "reason": "Deux comptes"}
    world.certifier.post(f"/v1/persons/{person}/merges", right).must_refuse("PRECONDITION_REQUIRED", 428)
    world.certifier.post(f"/v1/persons/{person}/merges", right, headers={"If-Match": '"9"'}).must_refuse("VERSION_MISMATCH", 412)
    expect_equal(world.certifier.post(f"/v1/persons/{person}/merges", {}, headers={"If-Match": '"1"'}).must(422).errors,
                 {"/duplicate_id": "REQUIRED", "/reason": "REQUIRED"})
    for duplicate in (person, "01980000-0000-7000-8000-000000000001"):
        expect_equal(list(merge(world, person, duplicate).must(422).errors), ["/duplicate_id"])
    merge(world, "01980000-0000-7000-8000-000000000001", person).must(404)
    for client in (world.organisms[0].referent, world.commission.secretary, world.auditor):
        merge(world, person, other, client).must(403)
    world.public.post(f"/v1/persons/{person}/merges", {"duplicate_id": other}).must(401)


def alike(reply):
    return {one["person_id"]: (one["matched"], one["is_alike"]) for one in reply.must(201)["possible_duplicates"]}


@story
def who_may_be_there_already_is_told_to_whoever_records_a_person(world):
    """Of those whom the caller works with, or recorded before; nobody learns who works elsewhere."""
    here, there = (world.organism() for _ in range(2))
    secretary = world.other_commission().secretary
    world.flush()
    asked = {"last_name": "Le Goff", "first_name": "Maël"}
    first = here.referent.post("/v1/persons", asked).must(201)
    expect_equal(first["possible_duplicates"], [])
    spellings = ((asked, ["LAST_NAME", "FIRST_NAME"], True), ({"last_name": "LE-GOFF", "first_name": "Mael"}, ["LAST_NAME", "FIRST_NAME"], True),
                 ({"last_name": "Maël", "first_name": "Le Goff"}, ["NAMES_SWAPPED"], False),
                 ({"last_name": "Le Gof", "first_name": "Maël"}, ["LAST_NAME_SIMILAR", "FIRST_NAME"], False),
                 ({"last_name": "Le Goff", "first_name": "Nolwenn"}, None, None), ({"last_name": "Kerbrat", "first_name": "Maël"}, None, None))
    for body, matched, is_alike in spellings:  # recorded before, without a function yet
        found = alike(here.referent.post("/v1/persons", body))
        expect_equal(found.get(first["id"]), matched and (matched, is_alike), body)
    expect_equal(alike(there.referent.post("/v1/persons", asked)), {}, "of others")
    expect_equal(alike(secretary.post("/v1/persons", asked)), {}, "of others")
    world.affiliate(first["id"], there.id, "TRAINER")
    expect_equal(alike(there.referent.post("/v1/persons", asked))[first["id"]], (["LAST_NAME", "FIRST_NAME"], True), "of theirs by now")
    expect(first["id"] in alike(world.certifier.post("/v1/persons", asked)), "the certifier sees everybody")
    # The same human, as was stated, is no possible one.
    expect(first["id"] not in alike(world.certifier.post("/v1/persons", asked | {"human_id": first["id"]})), "a second account")
