# SPDX-License-Identifier: EUPL-1.2
"""Bounds are guards of the act that adds (decision 36): told with their limit, and no condition of reading. What lies beyond one
all the same, written by SQL here, is read, worked on and cancelled as ever."""

from contextlib import ExitStack, contextmanager

from harness.second_server import SecondServer
from harness.world import siret
from keys import quote
from story import Journey, Session, expect, expect_equal, story

SITTINGS, PATHS, FILES, JURORS, ENTRIES, CONTACTS, KEYS, SYSTEM_KEYS, FILLED, EVENTS, SITES = 64, 32, 32, 64, 64, 64, 16, 64, 64, 4096, 512
TODAY = "2026-06-30"


def informed(world):
    world.set_today(TODAY)
    return Journey(world).informed("2026-01-05")


def partial(world):
    return informed(world).prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")


def guard_of(journey, event, code, who="referent"):
    """What allowed-events says of one guard of an event."""
    events = journey.client(who).get(f"{journey.path}/allowed-events").must(200)["data"]
    [found] = [item for item in events if item["event"] == event]
    [guard] = [guard for guard in found["guards"] if guard["code"] == code]
    return guard


@story
def an_evaluation_has_so_many_sittings_and_no_more(world):
    journey = informed(world).start_prior("2026-01-14")
    for number in range(1, SITTINGS):
        journey.event("ADD_SITTING", "2026-01-14", {"starts_at": f"2026-01-14T{8 + number // 60:02}:{number % 60:02}:00+01:00"})
    expect_equal(len(journey.open_evaluation()["sittings"]), SITTINGS)
    refused = journey.refused("SITTINGS_TOO_MANY", "ADD_SITTING", "2026-01-14", {"held_on": "2026-01-14"})
    expect_equal(refused.details("SITTINGS_TOO_MANY"), {"limit": SITTINGS})
    door = f"/v1/evaluations/{journey.open_evaluation()['id']}/sittings"
    refused = journey.organism.evaluator.post(door, {"held_on": "2026-01-14"}).must_refuse("SITTINGS_TOO_MANY", 409)
    expect_equal(refused.details("SITTINGS_TOO_MANY"), {"limit": SITTINGS})
    guard = guard_of(journey, "ADD_SITTING", "SITTINGS_TOO_MANY", "evaluator")
    expect_equal((guard["answer"], guard["details"]), ("UNMET", {"limit": SITTINGS}))
    journey.results("2026-01-14").event("COMPLETE_PRIOR", "2026-01-14", to="PRIOR_COMPLETED")


@story
def a_cycle_has_so_many_paths_and_no_more(world):
    journey = partial(world)
    for _ in range(PATHS):
        journey.propose("2026-01-20", ("2", "3"), "2026-02-01", "2026-03-31")
        journey.event("DECLINE_PATH", "2026-01-20", to="PARTIAL")
    body = {"planned_start_date": "2026-02-01", "planned_end_date": "2026-03-31", "modules": journey.modules(("2", "3"))}
    refused = journey.refused("PATHS_TOO_MANY", "PROPOSE_PATH", "2026-01-20", body)
    expect_equal(refused.details("PATHS_TOO_MANY"), {"limit": PATHS})
    expect_equal(guard_of(journey, "PROPOSE_PATH", "PATHS_TOO_MANY")["answer"], "UNMET")


@story
def a_file_is_sent_so_often_and_no_more(world):
    journey = informed(world).prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    for _ in range(FILES):
        journey.submit("2026-01-20").event("RECALL_FILE", "2026-01-20", to="JURY_READY")
    refused = journey.refused("FILES_TOO_MANY", "SUBMIT_FILE", "2026-01-20")
    expect_equal(refused.details("FILES_TOO_MANY"), {"limit": FILES})
    expect_equal(guard_of(journey, "SUBMIT_FILE", "FILES_TOO_MANY")["answer"], "UNMET")


@story
def a_file_is_put_on_agendas_so_often_and_no_more(world):
    """Whatever the session; sent anew it is another file."""
    journey = informed(world).prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit("2026-01-20")
    sessions = [Session(world, TODAY), Session(world, TODAY)]
    secretary = world.commission.secretary

    def put(session):
        return secretary.post(f"{session.path}/agenda", {"file_id": journey.file()["id"]})

    for number in range(ENTRIES):
        item = put(sessions[number % 2]).must(201)["id"]
        secretary.post(f"/v1/agenda-items/{item}/removals", {"reason": "Une pièce manque."}).must(201)
    refused = put(sessions[0]).must_refuse("RECORDS_TOO_MANY", 409)
    expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": "FILE_ENTRIES", "limit": ENTRIES})
    journey.refresh().event("RECALL_FILE", "2026-01-20", to="JURY_READY").submit("2026-01-20")
    put(sessions[0]).must(201)


@story
def a_history_grows_so_long_and_no_longer(instance, world):
    """What leaves the candidacy where it is, or brings it back, is refused; what leads on and what ends it is not."""
    journey = informed(world).start_prior("2026-01-14").results("2026-01-14")
    last = int(instance.sql(f"select max(sequence) from candidacy_event where candidacy_id = {quote(journey.id)}")[0][0])

    def renumber(first, by):
        instance.sql(f"set session_replication_role = replica; update candidacy_event set sequence = sequence + {by}"
                     f" where candidacy_id = {quote(journey.id)} and sequence >= {first}")

    renumber(last, EVENTS - last)
    grid = {"results": journey.grid(["2.4.1"])}
    refused = journey.refused("EVENTS_TOO_MANY", "RECORD_RESULTS", "2026-01-14", grid)
    expect_equal(refused.details("EVENTS_TOO_MANY"), {"limit": EVENTS})
    for event, data in (("ADD_SITTING", {"held_on": "2026-01-15"}), ("RECORD_RESULTS", grid)):
        journey.refused("EVENTS_TOO_MANY", event, "2026-01-15", data)
        expect_equal(guard_of(journey, event, "EVENTS_TOO_MANY", "evaluator")["answer"], "UNMET")
    history = f"{journey.path}/history?limit=2"
    page = journey.organism.referent.get(history).must(200)
    following = journey.organism.referent.get(f"{history}&cursor={page['page']['next_cursor']}").must(200)
    expect_equal([row["sequence"] for row in page["data"] + following["data"]], [1, 2, 3, EVENTS])
    expect_equal(journey.organism.referent.get(f"{history}&cursor={following['page']['prev_cursor']}").must(200)["data"], page["data"], "a page back")
    journey.event("COMPLETE_PRIOR", "2026-01-14", to="PRIOR_COMPLETED").restitution("2026-01-14", to="JURY_READY").submit("2026-01-20")
    journey.event("WITHDRAW", "2026-01-20", {"requested_on": "2026-01-20"}, to="WITHDRAWN")
    renumber(EVENTS, last - EVENTS)


@story
def an_organism_meets_a_candidate_so_often_and_no_more(world):
    world.set_today(TODAY)
    candidate = world.candidate()
    here, there = world.organisms[:2]
    for _ in range(CONTACTS):
        journey = Journey(world, here, candidate=candidate).open("2026-01-05")
        journey.event("WITHDRAW", "2026-01-05", {"requested_on": "2026-01-05"}, to="WITHDRAWN")
    body = {"candidate_id": candidate["id"], "occurred_on": "2026-01-05"}
    refused = here.counsellor.post("/v1/candidacies", body).must_refuse("RECORDS_TOO_MANY", 409)
    expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": "CANDIDACIES", "limit": CONTACTS})
    there.counsellor.post("/v1/candidacies", body).must(201)
    world.certifier.post("/v1/candidacies", body | {"organism_id": here.id}).must(201)


@story
def a_person_has_so_many_keys_that_work_and_no_more(world):
    world.set_today(TODAY)
    here = world.organisms[0]
    person = world.person()
    world.affiliate(person, here.id, "COUNSELLOR", "2026-01-01")
    body = {"roles": ["COUNSELLOR"], "person_id": person, "label": "Poste"}
    made = [here.referent.post("/v1/api-keys", body).must(201) for _ in range(KEYS)]
    refused = here.referent.post("/v1/api-keys", body).must_refuse("RECORDS_TOO_MANY", 409)
    expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": "KEYS", "limit": KEYS})
    here.referent.post(f"/v1/api-keys/{made[0]['id']}/events", {"event": "REVOKE"}).must(201)
    here.referent.post("/v1/api-keys", body).must(201)


@story
def a_session_records_so_many_jurors_and_no_more(world):
    """However many members a commission has."""
    world.set_today(TODAY)
    commission = world.new_commission(region="Bretagne", per_college=(JURORS + 2) // 2)
    world.flush()
    session = Session(world, TODAY, commission=commission)
    presence = [{"member_id": member["id"], "presence": "PRESENT"} for member in commission.members.values()]
    expect_equal(len(presence), JURORS + 2)
    path = f"{session.path}/attendance"
    commission.secretary.put(path, {"attendance": presence[:JURORS]}).must(200)
    # Who is left out is absent, and recorded as such: one more is one too many.
    refused = commission.secretary.put(path, {"attendance": presence[1:JURORS + 1]}).must_refuse("JURORS_TOO_MANY", 409)
    expect_equal(refused.details("JURORS_TOO_MANY")["limit"], JURORS)
    commission.secretary.put(path, {"attendance": [item for item in presence if item["member_id"] in
                                                   (session.member_id("EMPLOYER1"), session.member_id("EMPLOYEE1"))]}).must(200)
    attending = [item["presence"] for item in commission.secretary.get(path).must(200)["data"]]
    expect_equal((len(attending), attending.count("PRESENT")), (JURORS + 2, 2))
    session.convene(TODAY).open()


@story
def the_systems_of_a_scope_have_so_many_keys_that_work_and_no_more(world):
    """Nobody is behind them: they are counted by the organism, whose people's keys are not among them."""
    world.set_today(TODAY)
    here = world.organism()
    world.flush()
    body = {"roles": ["COUNSELLOR"], "label": "Logiciel"}
    made = [here.referent.post("/v1/api-keys", body).must(201) for _ in range(SYSTEM_KEYS)]
    refused = here.referent.post("/v1/api-keys", body).must_refuse("RECORDS_TOO_MANY", 409)
    expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": "SYSTEM_KEYS", "limit": SYSTEM_KEYS})
    here.referent.post("/v1/api-keys", body | {"person_id": here.person("COUNSELLOR")}).must(201)
    world.organisms[0].referent.post("/v1/api-keys", body).must(201)
    here.referent.post(f"/v1/api-keys/{made[0]['id']}/events", {"event": "REVOKE"}).must(201)
    here.referent.post("/v1/api-keys", body).must(201)


@story
def what_a_former_owner_wrote_fills_nothing_of_the_next(instance, world):
    """After a transfer the new owner begins anew, for all that is counted of a candidacy."""
    journey = partial(world).trained("2026-01-20", ["2", "3"], "2026-02-01", "2026-03-31")
    here, there = world.organisms[0], world.organisms[1]
    funders = [world.make("/v1/funders", {"name": f"OPCO {number}"})["id"] for number in range(3)]
    bounds = {"portfolio": "PORTFOLIOS", "funding": "FUNDINGS", "funder_consent": "FUNDER_CONSENTS"}
    acts = {"portfolio": ("portfolios", lambda number: {}, {}),
            "funding": ("funding", lambda number: {"step": "PRIOR", "funder_type": "CPF"}, {}),
            "funder_consent": ("funder-consents", lambda number: {"funder_id": funders[number], "proof": "Formulaire signé."},
                               {"withdrawn_on": TODAY})}
    with ExitStack() as stack:
        for table, (door, body, over) in acts.items():
            here.referent.post(f"{journey.path}/{door}", body(0)).must(201)
            stack.enter_context(copied(instance, table, f"candidacy_id = {quote(journey.id)}", FILLED - 1, **over))
            refused = here.referent.post(f"{journey.path}/{door}", body(1)).must_refuse("RECORDS_TOO_MANY", 409)
            expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": bounds[table], "limit": FILLED}, table)
        journey.refresh().offered(there, TODAY).event("TRANSFER", TODAY, {"to_org_id": there.id, "consent_on": TODAY})
        for table, (door, body, _) in acts.items():
            there.referent.post(f"{journey.path}/{door}", body(2)).must(201)


def move(journey, to):
    journey.refresh().offered(to, TODAY).event("TRANSFER", TODAY, {"to_org_id": to.id, "consent_on": TODAY})
    journey.organism = to
    return journey


@story
def acts_of_a_former_owner_fill_nothing_of_the_next(instance, world):
    """Paths and files: the next owner proposes and sends as if it were the first. An evaluation in progress is not handed over."""
    here, there = world.organisms[0], world.organisms[1]
    path = {"planned_start_date": "2026-07-01", "planned_end_date": "2026-12-31"}
    which = "candidacy_id = {}".format
    journey = partial(world).propose("2026-01-20", ("2", "3"), "2026-02-01", "2026-03-31").event("DECLINE_PATH", "2026-01-20", to="PARTIAL")
    with copied(instance, "path", which(quote(journey.id)), PATHS - 1):
        journey.refused("PATHS_TOO_MANY", "PROPOSE_PATH", TODAY, path | {"modules": journey.modules(("2", "3"))})
        move(journey, there).event("PROPOSE_PATH", TODAY, path | {"modules": journey.modules(("2", "3"))}, to="PATH_PROPOSED")
    journey = informed(world).prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit("2026-06-30")
    journey.event("RECALL_FILE", TODAY, to="JURY_READY")
    with copied(instance, "file", which(quote(journey.id)), FILES - 1):
        journey.refused("FILES_TOO_MANY", "SUBMIT_FILE", TODAY)
        move(journey, there).event("SUBMIT_FILE", TODAY, to="SUBMITTED")


@story
def a_file_that_is_sent_elsewhere_spends_no_sending(instance, world):
    """The certifier, who names another commission for a file that waits, sends it once more."""
    journey = informed(world).prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit(TODAY)
    other = world.new_commission(region=None, per_college=1, kind="BRANCH", idcc="6999")
    world.flush()
    asked = {"commission_id": other.id, "reason": "La commission ne peut pas se réunir."}
    # The sendings of the organism are its own: the last of them is used up, and the certifier still names another.
    with copied(instance, "file", f"candidacy_id = {quote(journey.id)}", FILES - 1, status="WITHDRAWN"):
        world.certifier.post(f"{journey.path}/commission-overrides", asked).must(201)


@story
def sites_of_a_network_take_no_room_of_its_member(instance, world):
    """Each side fills its own: what a network enters until its member has a referent, and what is entered for the member itself."""
    world.set_today("2026-06-30")
    network = world.network()
    here = world.make("/v1/organisms", {"siret": siret(next(world.numbers)), "name": "Membre sans référent", "region": "Bretagne"})["id"]
    world.make(f"/v1/networks/{network}/memberships", {"organism_id": here, "valid_from": "2026-06-30", "reason": "Convention"})
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    door = f"/v1/organisms/{here}/sites"

    def become(client, site, status):
        return client.patch(f"/v1/sites/{site['id']}", {"status": status}, site["version"]).must(200).body

    def full(client, name, other):
        first = client.post(door, {"name": name}).must(201).body
        with copied(instance, "site", f"id = {quote(first['id'])}", SITES - 1):
            refused = client.post(door, {"name": "Un site de trop"}).must_refuse("RECORDS_TOO_MANY", 409)
            expect_equal(refused.details("RECORDS_TOO_MANY"), {"bound": "SITES", "limit": SITES})
            if other:
                made = other.post(door, {"name": f"{name}, de l’autre"}).must(201).body
                become(other, become(other, become(other, made, "CLOSED"), "ACTIVE"), "CLOSED")
        return first

    entered = full(manager, "Site du réseau", world.certifier)
    become(manager, full(world.certifier, "Site du membre", manager), "CLOSED")
    person = world.person()
    world.affiliate(person, here, "REFERENT")
    world.flush()
    referent = world.key("ORGANISM", here, ["REFERENT"], person)
    world.flush()
    full(referent, "Premier site", None)
    become(referent, entered, "CLOSED")
    manager.post(door, {"name": "Encore un"}).must_refuse("ORGANISM_HAS_REFERENT", 409)


COPIES = {
    "appointment": "'id', gen_random_uuid(), 'starts_at', t.starts_at + n * interval '1 day'",
    "evaluation_method": "'id', gen_random_uuid(), 'name', 'Méthode ' || n",
    "site": "'id', gen_random_uuid(), 'name', 'Site ' || n",
    "file": "'id', gen_random_uuid(), 'ordinal', t.ordinal + n",
    "portfolio": "'id', gen_random_uuid(), 'ordinal', t.ordinal + n",
    "funding": "'id', gen_random_uuid(), 'funded_minutes', n",
    "funder_consent": "'id', gen_random_uuid(), 'proof', 'Formulaire ' || n",
    "sitting": "'id', gen_random_uuid(), 'place', 'Salle ' || n",
    "path": "'id', gen_random_uuid(), 'ordinal', t.ordinal + n",
    "evaluation": "'id', gen_random_uuid(), 'ordinal', t.ordinal + n, 'annulled_on', t.completed_on, 'annul_reason', 'ERROR'",
    "affiliation": "'id', gen_random_uuid(), 'valid_from', date '1990-01-01' + 2 * n, 'valid_to', date '1990-01-01' + 2 * n",
}


@contextmanager
def copied(instance, table, which, count, **members):
    """So many rows more like one that is there, for as long as the story looks at them."""
    others = "".join(f", {quote(name)}, {quote(value)}" for name, value in members.items())
    [[kept]] = instance.sql(f"""select string_agg(quote_ident(attname), ', ') from pg_attribute
        where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''""")
    rows = instance.sql(f"""insert into {table} ({kept}) select {", ".join(f"r.{column}" for column in kept.split(", "))} from {table} t, generate_series(1, {count}) n,
        jsonb_populate_record(t, jsonb_build_object({COPIES[table]}{others})) r
        where t.id = (select id from {table} where {which} order by created_at limit 1) returning id""")
    ids = [row[0].strip() for row in rows]
    expect_equal(len(ids), count)
    try:
        yield
    finally:
        gone = ", ".join(map(quote, ids))  # and with them the papers that were to say something of them
        instance.sql(f"set session_replication_role = replica; delete from {table} where id in ({gone}); delete from document where subject_id in ({gone})")


def looked_at(journey):
    """Everything that loads the whole of a candidacy."""
    journey.summary()
    for who in ("referent", "evaluator"):
        journey.client(who).get(f"{journey.path}/allowed-events").must(200)
    journey.client("referent").get(f"{journey.path}/separation-check?person_id={journey.organism.person('TRAINER')}").must(200)


def cancel(world, journey):
    world.certifier.post(f"{journey.path}/events", {"event": "CANCEL", "data": {"reason": "ERROR"}}).must(201)


@story
def a_file_beyond_every_bound_is_read_and_cancelled(instance, world):
    journey = informed(world).start_prior("2026-01-14")
    with copied(instance, "sitting", f"candidacy_id = {quote(journey.id)}", SITTINGS + 40):
        looked_at(journey)
        expect_equal(len(journey.open_evaluation()["sittings"]), SITTINGS + 41)
        journey.refused("SITTINGS_TOO_MANY", "ADD_SITTING", "2026-01-14", {"held_on": "2026-01-14"})
        journey.results("2026-01-14")
        cancel(world, journey)
    journey = partial(world).trained("2026-01-20", ["2", "3"], "2026-02-01", "2026-03-31")
    with copied(instance, "path", f"candidacy_id = {quote(journey.id)}", PATHS + 100, status="DECLINED", closed_on=None,
                closed_by=None), copied(instance, "evaluation", f"candidacy_id = {quote(journey.id)}", 100):
        looked_at(journey)
        expect_equal(len(journey.evaluations()), 101)
        cancel(world, journey)


@story
def what_another_organism_writes_fills_nothing_here(instance, world):
    """Three hundred functions of an evaluator elsewhere, and as many at home, stop none of his acts."""
    journey = informed(world)
    home, elsewhere = world.organisms[0], world.organisms[1]
    who = f"person_id = {quote(home.person('EVALUATOR'))} and organism_id = {quote(home.id)}"
    before = instance.sql("select count(*) from affiliation")
    with copied(instance, "affiliation", who, 300, organism_id=elsewhere.id, role="EMPLOYEE"):
        journey.start_prior("2026-01-14", "2026-01-15")
        with copied(instance, "affiliation", who, 300):
            journey.event("ADD_SITTING", "2026-01-16", {"held_on": "2026-01-16"}).results("2026-01-16")
            journey.event("COMPLETE_PRIOR", "2026-01-16", to="PRIOR_COMPLETED")
    expect_equal(instance.sql("select count(*) from affiliation"), before)


@story
def a_file_is_sent_with_its_mandatory_pieces(instance, world):
    """Decision 15. By default an attestation of each evaluation, which restitution makes; a policy may ask for a portfolio."""
    journey = informed(world).prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    expect_equal(guard_of(journey, "SUBMIT_FILE", "FILE_INCOMPLETE")["answer"], "MET")
    with SecondServer(instance, CLEA_POLICY_MANDATORY_PIECES="attestation,portfolio") as stricter:
        there = stricter.client(journey.organism.referent)
        guard = guard_of(journey, "SUBMIT_FILE", "FILE_INCOMPLETE", there)
        expect_equal((guard["answer"], guard["details"]), ("UNMET", {"names": ["PORTFOLIO"]}))
        refused = journey.refused("FILE_INCOMPLETE", "SUBMIT_FILE", "2026-01-20", who=there)
        expect_equal(refused.details("FILE_INCOMPLETE"), {"names": ["PORTFOLIO"]})
        [reason] = [item for item in refused.body["reasons"] if item["code"] == "FILE_INCOMPLETE"]
        way = reason["resolve_with"]
        expect_equal((way["method"], way["href"]), ("POST", f"{journey.path}/portfolios"))
        there.post(way["href"], {}).must(201)
        journey.refresh()
        expect_equal(guard_of(journey, "SUBMIT_FILE", "FILE_INCOMPLETE", there)["answer"], "MET")
        journey.event("SUBMIT_FILE", "2026-06-30", who=there, to="SUBMITTED")
    kinds = instance.sql(f"select kind from file_document where candidacy_id = {quote(journey.id)} order by kind")
    expect_equal([kind.strip() for [kind] in kinds], ["ATTESTATION", "PORTFOLIO"])


@story
def an_answer_to_the_commission_changes_no_result(world):
    """T24."""
    journey = informed(world).prior("2026-01-14").restitution("2026-01-14", to="JURY_READY").submit("2026-06-30")
    Session(world, TODAY).held(journey, "DEFERRED", request_text="Joindre le livret")
    journey.refresh()
    expect_equal(journey.state, "DEFERRED")
    before = journey.summary().body
    answer = {"answer": "Livret joint", "results": journey.grid(["2.4.1"])}
    refused = journey.refused("RESULTS_FROZEN", "ANSWER_COMPLEMENT", TODAY, answer)
    expect(refused.code == "RESULTS_FROZEN", refused.code)
    expect_equal(journey.summary().body, before)
    journey.event("ANSWER_COMPLEMENT", TODAY, {"answer": "Livret joint"}, to="SUBMITTED")
