# SPDX-License-Identifier: EUPL-1.2
"""Doors that whoever profits could open alone, or as often as he likes: a system that states a consent, a network that names the
people of an organism, requests that are repeated, keys without end, the address that a proxy tells."""

import time

from consent_stories import ask_function, ask_membership, manager_of, send, somebody
from harness.client import Client
from harness.key import new_key
from harness.second_server import SecondServer
from harness.world import siret
from story import Journey, expect, expect_equal, story, within_a_second
from transfer_request_stories import meeting

DAY = "2026-01-14"
MOST = 5  # policy.requests_per_matter


def server_url(server):
    return f"http://127.0.0.1:{server.port}"


def system(world, organism, *roles):
    """A key behind which nobody stands."""
    client = world.key("ORGANISM", organism.id, list(roles), None)
    world.flush()
    return client


@story
def a_system_states_the_consent_of_nobody(world):
    """Decision 34: a person gives a consent or writes it down; a system asks for links, declines, takes back."""
    here, there, held, contact = meeting(world)
    ours, theirs = (system(world, organism, "COUNSELLOR", "REFERENT") for organism in (here, there))
    funder = world.make("/v1/funders", {"name": f"OPCO {next(world.numbers)}"})["id"]
    network = world.network()
    asked = ask_membership(manager_of(world, network), network, here, valid_from=DAY).must(202)
    other = Journey(world, here).informed(DAY)
    offer = other.offer(there, DAY).must(201)

    def answer(client, request, event, **data):
        return client.post(f"/v1/transfer-requests/{request['id']}/events", {"event": event, "expected_version": request["version"], "data": data})

    stated = {
        "a transfer is asked for": theirs.post(f"{contact.path}/transfer-requests", {"consent_on": DAY}),
        "a file is offered": ours.post(f"{held.path}/transfer-offers", {"to_org_id": there.id, "consent_on": DAY}),
        "an offer is accepted": answer(theirs, offer, "ACCEPT"),
        "a file is transferred": held.send("TRANSFER", DAY, {"to_org_id": there.id, "consent_on": DAY}, who=ours),
        "a funder reads": ours.post(f"{held.path}/funder-consents", {"funder_id": funder, "proof": "Formulaire signé."}),
        "a membership is accepted": send(ours, asked, "ACCEPT"),
    }
    for what, reply in stated.items():
        expect("PERSON_REQUIRED" in (reply.code, *reply.reasons) and reply.status == 403, f"{what}: {reply}")
    allowed = {event["event"]: event for event in theirs.get(f"/v1/transfer-requests/{offer['id']}/allowed-events?explain=true").must(200)["data"]}
    expect_equal((allowed["ACCEPT"]["is_allowed"], allowed["DECLINE"]["is_allowed"]), (False, True))
    files = [event["event"] for event in ours.get(f"{held.path}/allowed-events").must(200)["data"]]
    expect("TRANSFER" not in files, f"{files}")
    # What binds nobody it may do, and what it withdraws.
    answer(theirs, offer, "DECLINE", reason="Complet.").must(201)
    send(ours, asked, "DECLINE").must(201)
    given = here.counsellor.post(f"{held.path}/funder-consents", {"funder_id": funder, "proof": "Formulaire signé."}).must(201)
    ours.delete(f"/v1/funder-consents/{given['id']}", version=1).must(204)
    # It tells what a counsellor heard, whom it names (A38).
    fresh = Journey(world, here).open(DAY)
    fresh.send("RECORD_INFORMATION", DAY, {"has_consent": True}, who=ours).must_refuse("VALIDATION_FAILED", 422)
    fresh.event("RECORD_INFORMATION", DAY, {"has_consent": True, "counsellor_id": here.person("COUNSELLOR")}, who=ours, to="INFORMED")


@story
def a_network_names_no_people_of_an_organism_that_has_a_referent(world):
    """Or it would read results through a referent of its own making."""
    world.set_today(DAY)
    network, organism = world.network(), world.organism()
    manager = manager_of(world, network)
    world.join(network, organism)
    person = manager.post("/v1/persons", {"last_name": "Prêté", "first_name": "Dominique"}).must(201)["id"]
    held = world.certifier.get(f"/v1/persons/{organism.person('REFERENT')}/affiliations").must(200)["data"][0]
    for role in ("REFERENT", "EVALUATOR", "EMPLOYEE"):
        for whom in (person, world.person()):
            ask_function(manager, whom, organism_id=organism.id, role=role, valid_from=DAY).must_refuse("ORGANISM_HAS_REFERENT", 409)
    manager.patch(f"/v1/affiliations/{held['id']}", {"valid_to": DAY}, version=held["version"]).must_refuse("ORGANISM_HAS_REFERENT", 409)
    expect_equal(world.certifier.get(f"/v1/persons/{person}/affiliations").must(200)["data"], [])
    # Nor after the referent has left; the certifier does.
    world.certifier.patch(f"/v1/affiliations/{held['id']}", {"valid_to": "2026-01-13"}, version=held["version"]).must(200)
    ask_function(manager, person, organism_id=organism.id, role="REFERENT", valid_from=DAY).must_refuse("ORGANISM_HAS_REFERENT", 409)
    # An organism without one is set up by its network: at once its own people, until the first referent.
    fresh = manager.post("/v1/organisms", {"siret": siret(next(world.numbers)), "name": "Nouveau", "region": "Bretagne"}).must(201)["id"]
    ask_function(manager, person, organism_id=fresh, role="COUNSELLOR", valid_from=DAY).must_refuse("ACT_OF_ANOTHER", 403)  # no member yet
    world.certifier.post(f"/v1/networks/{network}/memberships", {"organism_id": fresh, "valid_from": DAY, "reason": "Convention"}).must(201)
    first = ask_function(manager, person, organism_id=fresh, role="REFERENT", valid_from=DAY).must(201)
    ask_function(manager, person, organism_id=fresh, role="COUNSELLOR", valid_from=DAY).must_refuse("ORGANISM_HAS_REFERENT", 409)
    # What was a mistake and is taken back was none.
    world.certifier.patch(f"/v1/affiliations/{first['id']}", {"valid_to": "2026-01-13"}, version=1).must(200)
    ask_function(manager, person, organism_id=fresh, role="REFERENT", valid_from=DAY).must(201)


@story
def the_same_is_asked_so_often_and_no_more(world):
    """Decision 36: each request is told to the other side and stays; a guard of whatever asks, of one side about one matter."""
    here, there, held, contact = meeting(world)
    third = world.organism()
    network, person = world.network(), somebody(world, here)[0]
    manager = manager_of(world, network)
    consent = {"consent_on": DAY}

    def back(made, client, path):
        client.post(f"{path}/{made['id']}/events", {"event": "RETRACT", "expected_version": made["version"], "data": {}}).must(201)

    asks = {
        "the file of a candidate": (lambda: there.counsellor.post(f"{contact.path}/transfer-requests", consent), there.counsellor,
                                    "/v1/transfer-requests", 201),
        "an offer": (lambda: held.offer(third, DAY), here.referent, "/v1/transfer-requests", 201),
        "a membership": (lambda: ask_membership(manager, network, here, valid_from=DAY), manager, "/v1/link-requests", 202),
        "a function": (lambda: ask_function(third.referent, person, valid_from=DAY), third.referent, "/v1/link-requests", 202),
        "a mandate": (lambda: world.commission.secretary.post(f"/v1/commissions/{world.commission.id}/members", {
            "person_id": person, "college": "EMPLOYER", "mandate_from": DAY}), world.commission.secretary, "/v1/link-requests", 202),
    }
    world.flush()
    for what, (ask, client, path, status) in asks.items():
        for _ in range(MOST):
            back(ask().must(status), client, path)
        refused = ask().must_refuse("REQUESTS_TOO_MANY", 409)
        expect_equal(refused.details("REQUESTS_TOO_MANY"), {"limit": MOST}, what)
    held.offer(there, DAY).must(201)  # another organism is another matter, and what others asked does not count
    ask_function(world.organisms[1].referent, person, valid_from=DAY).must(202)
    world.set_today("2026-02-14")
    for what, (ask, _, _, status) in asks.items():
        if what != "an offer":
            reply = ask()
            expect(reply.status in (status, 409) and "REQUESTS_TOO_MANY" not in reply.reasons, f"{what}: {reply}")
    world.set_today(DAY)


@story
def more_keys_bring_no_more_guesses(instance, world):
    """C11: what could tell who is known is counted of the organism, whatever key asks; and keys are not made without end."""
    here, there = world.organisms[:2]
    colleague, third = (world.key("CERTIFIER", None, ["CERTIFIER"], world.person()) for _ in range(2))
    world.flush()
    with SecondServer(instance, CLEA_LIMITS_IDENTITY_PER_MINUTE="5", CLEA_LIMITS_GRANTS_PER_MINUTE="8") as server:
        referent, other, certifier = (server.client(who) for who in (there.referent, here.counsellor, world.certifier))
        body = {"label": "Essai", "roles": ["COUNSELLOR"], "person_id": there.person("COUNSELLOR")}
        made = [referent.post("/v1/api-keys", body) for _ in range(6)]
        expect_equal([reply.status for reply in made], [201] * 4 + [429] * 2)
        made[-1].must_refuse("RATE_LIMITED", 429)
        referent.post("/v1/persons", {"last_name": "Leroy", "first_name": "Claude"}).must_refuse("RATE_LIMITED", 429)
        guesses = [Client(server_url(server), key["key"]).post("/v1/candidates?dry_run=true", world.identity()).status
                   for key in made[:4] for _ in range(3)]
        expect_equal(guesses, [201] * 3 + [429] * 9, "keys of one person are one person")
        mate = server.client(there.referent)
        expect_equal([mate.post("/v1/candidates?dry_run=true", world.identity()).status for _ in range(3)], [201] * 2 + [429])
        other.post("/v1/candidates?dry_run=true", world.identity()).must(201)
        asked = [certifier.post("/v1/persons", {"last_name": "Leroy", "first_name": "Claude"}).status for _ in range(6)]
        expect_equal(asked, [201] * 4 + [429] * 2, "one of the certifier's")
        asked = [server.client(colleague).post("/v1/persons", {"last_name": "Leroy", "first_name": "Claude"}).status for _ in range(6)]
        expect_equal(asked, [201] * 4 + [429] * 2, "and another one, who is not kept waiting by the first")
        server.client(third).post("/v1/persons", {"last_name": "Leroy", "first_name": "Claude"}).must_refuse("RATE_LIMITED", 429)


@story
def behind_a_listed_proxy_the_caller_is_whom_it_names(instance, world):
    here = world.organisms[0]
    key = here.referent.post("/v1/api-keys", {"label": "Du siège", "roles": ["COUNSELLOR"], "person_id": here.person("COUNSELLOR"),
                                              "allowed_from": ["192.0.2.0/24"]}).must(201)["key"]

    def ask(base, told, header="X-Forwarded-For"):
        return Client(base, key).get("/v1/me", headers={header: told} if told else {})

    ask(instance.base_url, "192.0.2.9").must_refuse("NETWORK_NOT_ALLOWED", 403)  # nobody's word is taken
    with SecondServer(instance, CLEA_HTTP_PROXIES="127.0.0.0/8, 198.51.100.7", CLEA_LIMITS_WRONG_KEYS_PER_MINUTE="5") as server:
        base = server_url(server)
        for told in ("192.0.2.9", "203.0.113.5, 192.0.2.9", "192.0.2.9, 198.51.100.7", "192.0.2.9:4711"):
            ask(base, told).must(200)
        for told in (None, "192.0.2.9, 203.0.113.5", "192.0.2.9, unknown", "192.0.2.9,"):
            ask(base, told).must_refuse("NETWORK_NOT_ALLOWED", 403)
        ask(base, "for=192.0.2.9", "Forwarded").must_refuse("NETWORK_NOT_ALLOWED", 403)  # the other header is not looked at
        # Whoever guesses keys is counted by the address that the proxy tells: others are not kept out.
        statuses = [Client(base, new_key()).get("/v1/me", headers={"X-Forwarded-For": told}).status for told in ["203.0.113.5"] * 7 + ["203.0.113.6"]]
        expect_equal(statuses, [401] * 5 + [429] * 2 + [401])
    with SecondServer(instance, CLEA_HTTP_PROXIES="127.0.0.1", CLEA_HTTP_PROXY_HEADER="forwarded") as server:
        ask(server_url(server), 'for=1.1.1.1, for="192.0.2.9:80";proto=https', "Forwarded").must(200)
        ask(server_url(server), "192.0.2.9").must_refuse("NETWORK_NOT_ALLOWED", 403)


@story
def what_is_given_today_is_taken_back_today(world):
    """The last day may be the one before the first: no day is left, at once; what was done in it stays."""
    world.set_today(DAY)
    yesterday, before = "2026-01-13", "2026-01-12"
    organism, network, commission = world.organisms[0], world.network(), world.commission
    person = world.person()
    made = {
        "affiliations": world.affiliate(person, organism.id, "COUNSELLOR", DAY),
        "staff-functions": world.certifier.post(f"/v1/persons/{person}/staff-functions", {
            "role": "NETWORK_MANAGER", "scope_id": network, "valid_from": DAY, "reason": "Lettre de mission"}).must(201).body,
        "members": world.make(f"/v1/commissions/{commission.id}/members", {
            "person_id": person, "college": "EMPLOYER", "mandate_from": DAY, "reason": "Nommé"}),
        "memberships": world.make(f"/v1/networks/{network}/memberships", {
            "organism_id": world.organism().id, "valid_from": DAY, "reason": "Convention"}),
    }
    client = world.key("ORGANISM", organism.id, ["COUNSELLOR"], person)
    world.flush()
    client.get("/v1/candidacies").must(200)
    for path, link in made.items():
        member = "mandate_to" if path == "members" else "valid_to"
        where = f"/v1/{path}/{link['id']}"
        refused = world.certifier.patch(where, {member: before}, version=1).must_refuse("VALIDATION_FAILED", 422)
        expect_equal(refused.errors, {f"/{member}": "RANGE"}, path)
        expect(yesterday in str(refused.body["errors"]), f"{refused}")
        expect_equal(world.certifier.patch(where, {member: yesterday}, version=1).must(200)[member], yesterday, path)
    within_a_second(lambda: client.get("/v1/candidacies").must_refuse("FUNCTION_ENDED", 401))
    # It stands in the way of nothing: the same again, today.
    world.affiliate(person, organism.id, "COUNSELLOR", DAY)
    within_a_second(lambda: client.get("/v1/candidacies").must(200))
    world.make(f"/v1/commissions/{commission.id}/members", {"person_id": person, "college": "EMPLOYEE", "mandate_from": DAY, "reason": "Nommé"})
    # Nothing is created that way.
    body = {"role": "TRAINER", "organism_id": organism.id, "valid_from": DAY, "valid_to": yesterday, "reason": "x"}
    world.certifier.post(f"/v1/persons/{person}/affiliations", body).must_refuse("RANGE", 422)


@story
def whose_results_were_read_is_in_the_log(world):
    """An answer that shows a part of a file alone names its candidate there too."""
    world.set_today(DAY)
    journey = Journey(world).informed("2026-01-05").start_prior(DAY)
    evaluation = journey.open_evaluation()["id"]
    reads = [f"/v1/evaluations/{evaluation}/results", f"/v1/evaluations/{evaluation}", f"{journey.path}/summary", f"{journey.path}/history",
             f"{journey.path}/allowed-events", f"{journey.path}/diff", f"{journey.path}/separation-check?person_id={journey.organism.person('TRAINER')}"]
    for path in reads:
        reply = journey.organism.referent.get(path).must(200)
        named = world.instance.sql("select array_to_string(candidate_ids, ',') from access_log where request_id ="
                                   f" '{reply.headers['X-Request-Id']}'")
        expect_equal(named, [[journey.candidate["id"]]], path)


@story
def whose_candidacy_changed_is_in_the_log(world):
    """A page of changes names some by their record and of others a candidacy alone: all of them are named in its line."""
    world.set_today(DAY)
    organism = world.organisms[0]
    journey = Journey(world, organism).informed("2026-01-05")
    since = organism.referent.get("/v1/changes?after=NOW").must(200)["page"]["next_cursor"]
    journey.start_prior(DAY)
    other = world.candidate(organism)
    for _ in range(300):  # nothing is told past what others have not committed yet, the invariants' question too
        reply = organism.referent.get(f"/v1/changes?after={since}").must(200)
        if len(reply["data"]) == 2:
            break
        time.sleep(0.1)
    told = {(change["kind"], change["object_id"], change["candidate_id"]) for change in reply["data"]}
    expect_equal(told, {("CANDIDACY", journey.id, None), ("CANDIDATE", other["id"], other["id"])})
    [[named]] = world.instance.sql("select array_to_string(candidate_ids, ',') from access_log where request_id ="
                                   f" '{reply.headers['X-Request-Id']}'")
    expect_equal(sorted(named.split(",")), sorted([journey.candidate["id"], other["id"]]))


def some_minutes_later(world):
    world.instance.sql("update idempotency_record set created_at = created_at - interval '6 minutes'")


@story
def what_was_answered_once_is_told_again_to_who_would_be_let_in(world):
    """A key replays what was done, with the rights of now: whoever has lost them since hears what a new request would. For five minutes the
    answer is told to whom it was given: an act may end what let its author in."""
    world.set_today("2026-01-02")
    network = world.network()
    member = world.make("/v1/organisms", {"siret": siret(next(world.numbers)), "name": "Sans référent", "region": "Bretagne"})["id"]
    membership = world.make(f"/v1/networks/{network}/memberships", {"organism_id": member, "valid_from": "2026-01-02", "reason": "Convention"})
    world.set_today("2026-06-30")
    manager = manager_of(world, network)
    world.flush()
    # As one who works for a member, which has had no referent yet: his network's manager makes a site there.
    key, site = new_key(), {"name": "Antenne de Douai", "postal_code": "59500", "city": "Douai"}

    def ask(client, path, body, key):
        reply = client.post(path, body, key=key)
        return reply.status, reply.code, reply.headers.get("Idempotency-Replayed")

    sites = f"/v1/organisms/{member}/sites"
    expect_equal([ask(manager, sites, site, key) for _ in range(2)], [(201, None, None), (201, None, "true")])
    world.certifier.patch(f"/v1/memberships/{membership['id']}", {"valid_to": "2026-06-29"}, version=membership["version"]).must(200)
    fresh = ask(manager, sites, site, new_key())
    expect(fresh[0] in (403, 404), f"a new request: {fresh}")
    expect_equal(ask(manager, sites, site, key), (201, None, "true"), "a moment ago")
    some_minutes_later(world)
    expect_equal(ask(manager, sites, site, key), fresh, "the one that was answered before")
    # A file that has gone elsewhere: whoever had it reads it as it was, and hears again what he was told of it then.
    here, there = world.organisms[0], world.organisms[1]
    journey = Journey(world, here).open("2026-01-05")
    body = {"event": "RECORD_INFORMATION", "occurred_on": "2026-01-05", "data": {"has_consent": True}}
    first = here.counsellor.post(f"{journey.path}/events", body, key=key).must(201)
    journey.refresh().offered(there, "2026-06-30")
    handed = {"event": "TRANSFER", "occurred_on": "2026-06-30", "expected_version": journey.refresh().version, "data": {
        "to_org_id": there.id, "consent_on": "2026-06-30"}}
    for replayed in (None, "true"):
        expect_equal(here.referent.post(f"{journey.path}/events", handed, key=key).must(201).headers.get("Idempotency-Replayed"), replayed)
    some_minutes_later(world)
    again = here.counsellor.post(f"{journey.path}/events", body, key=key).must(201)
    expect_equal((again.headers.get("Idempotency-Replayed"), again.body), ("true", first.body))


@story
def a_part_of_an_identity_is_not_tried_one_after_the_other(instance, world):
    """Who was born where is told to nobody by guessing: of one name and year so many whole identities an hour, dry or not, by whatever
    door; the refusal stays true, and other names and other organisms are not kept waiting."""
    here, there = world.organisms[0], world.organisms[1]
    known = world.identity()
    here.counsellor.post("/v1/candidates", known).must(201)
    with SecondServer(instance, CLEA_LIMITS_LIKENESS_PER_HOUR="3") as server:
        client, other = server.client(there.counsellor), server.client(here.counsellor)
        guess = lambda commune, **more: client.post("/v1/candidates?dry_run=true", known | {  # noqa: E731
            "birth_commune_insee": commune, "birth_commune_label": None} | more)
        guess("62041").must(201)
        guess("59009", birth_name=known["birth_name"].upper()).must(201)
        mine = client.post("/v1/candidates", world.identity()).must(201)
        client.patch(f"/v1/candidates/{mine['id']}?dry_run=true", {
            name: known[name] for name in ("birth_name", "birth_year", "birth_month", "birth_day")} | {
                "birth_commune_insee": "80021", "birth_commune_label": None}, version=1).must(200)
        guess("59350").must_refuse("IDENTITY_TRIED", 429)
        client.patch(f"/v1/candidates/{mine['id']}?dry_run=true", {
            name: known[name] for name in ("birth_name", "birth_year", "birth_month", "birth_day")}, version=1).must_refuse("IDENTITY_TRIED", 429)
        client.patch(f"/v1/candidates/{mine['id']}?dry_run=true", {"city": "Lille"}, version=1).must(200)
        client.post("/v1/candidates?dry_run=true", world.identity()).must(201)
        other.post("/v1/candidates?dry_run=true", known).must_refuse("DUPLICATE_CANDIDATE", 409)
