# SPDX-License-Identifier: EUPL-1.2
"""Who may train, and from which day on what lets him (A27): a habilitation, later a quality certificate."""

from harness.second_server import SecondServer
from path_stories import partial
from story import expect_equal, story, together

FROM = "2026-02-02"
CERTIFICATE = {"number": "QUA-2026-0417", "valid_from": "2026-01-01", "valid_to": "2028-12-31"}


def record(world, organism, client=None, **members):
    return (client or world.certifier).post(f"/v1/organisms/{organism.id}/quality-certificates", CERTIFICATE | members)


def status(client, organism, on, activity="TRAINING"):
    return client.get(f"/v1/organisms/{organism.id}/habilitation-status?activity={activity}&referential_code=CLEA-SOCLE&on={on}").must(200)


def propose(journey, client, trainer, start):
    """Tried only: whether the organism of the trainer may train from that day on."""
    body = {"planned_start_date": start, "planned_end_date": "2026-06-30",
            "modules": journey.modules(("2", "3"), trainer.person("TRAINER"), training_org_id=trainer.id)}
    return client.post(f"{journey.path}/events?dry_run=true", {"event": "PROPOSE_PATH", "occurred_on": "2026-01-20", "data": body})


@story
def a_quality_certificate_lets_train_from_the_day_of_the_policy(instance, world):
    """A27, at its boundary: the day before it is the habilitation that counts, on the day the certificate."""
    journey = partial(world)
    habilitated, certified = world.organism(), world.organism(evaluation=None, training=None)
    world.flush()
    made = record(world, certified).must(201)
    expect_equal((made["number"], made["valid_from"], made["valid_to"]), tuple(CERTIFICATE.values()))
    referent = journey.organism.referent
    # By default the founding rule: a habilitation, whenever.
    propose(journey, referent, habilitated, "2026-03-02").must(201)
    propose(journey, referent, certified, "2026-03-02").must_refuse("TRAINING_ORGANISM_NOT_ALLOWED", 409)
    expect_equal(status(referent, certified, "2026-03-02")["is_habilitated"], False)
    with SecondServer(instance, CLEA_POLICY_QUALITY_CERTIFICATE_FROM=FROM) as later:
        there = later.client(referent)
        for start, needed, useless in (("2026-02-01", habilitated, certified), (FROM, certified, habilitated)):
            propose(journey, there, needed, start).must(201)
            refused = propose(journey, there, useless, start).must_refuse("TRAINING_ORGANISM_NOT_ALLOWED", 409)
            ground = "QUALITY_CERTIFICATE" if start == FROM else "HABILITATION"
            told = refused.details("TRAINING_ORGANISM_NOT_ALLOWED")
            expect_equal((told["names"], told["date"], told["id"]), ([ground], start, useless.id))
            expect_equal((status(there, useless, start)["needs"], status(there, useless, start)["basis"]), (ground, None))
            way = next(item["resolve_with"] for item in refused.body["reasons"] if item["code"] == "TRAINING_ORGANISM_NOT_ALLOWED")
            expect_equal(way["href"], f"/v1/organisms/{useless.id}/habilitation-status"
                         f"?activity=TRAINING&referential_code=CLEA-SOCLE&on={start}")
            expect_equal((status(there, needed, start)["is_habilitated"], status(there, useless, start)["is_habilitated"]), (True, False))
        basis = status(there, certified, FROM)["basis"]
        expect_equal(basis, {"habilitation_id": None, "quality_certificate_id": made["id"],
                             "quality_certificate_number": CERTIFICATE["number"], "holder_kind": "ORGANISM", "network_id": None,
                             "valid_from": CERTIFICATE["valid_from"], "valid_to": CERTIFICATE["valid_to"]})
        before = status(there, habilitated, "2026-02-01")["basis"]
        expect_equal((before["quality_certificate_id"], before["quality_certificate_number"], before["habilitation_id"] is not None),
                     (None, None, True))
        # To evaluate a habilitation is needed as ever.
        expect_equal(status(there, certified, FROM, "EVALUATION")["is_habilitated"], False)
        expect_equal(status(there, certified, FROM, "EVALUATION")["needs"], "HABILITATION")
        expect_equal(status(there, habilitated, FROM, "EVALUATION")["is_habilitated"], True)
        # The day of the certificate, not of the proposal, is that of the module's start: its last one counts, the next does not.
        ended = world.certifier.patch(f"/v1/quality-certificates/{made['id']}", {"valid_to": "2026-02-10"}, version=1).must(200)
        propose(journey, there, certified, "2026-02-10").must(201)
        propose(journey, there, certified, "2026-02-11").must_refuse("TRAINING_ORGANISM_NOT_ALLOWED", 409)
        expect_equal(ended["version"], 2)


@story
def each_module_asks_for_what_its_own_start_asks_for(instance, world):
    """A27 within one path: a module before the day of the policy, one on it."""
    journey = partial(world)
    habilitated, certified = world.organism(), world.organism(evaluation=None, training=None)
    world.flush()
    record(world, certified).must(201)

    def path(client, first, second, on=FROM):
        modules = [*journey.modules(("2",), first.person("TRAINER"), training_org_id=first.id, planned_start_date="2026-02-01"),
                   *journey.modules(("3",), second.person("TRAINER"), training_org_id=second.id, planned_start_date=on)]
        body = {"planned_start_date": "2026-02-01", "planned_end_date": "2026-06-30", "modules": modules}
        return client.post(f"{journey.path}/events", {"event": "PROPOSE_PATH", "occurred_on": "2026-01-20", "data": body})

    with SecondServer(instance, CLEA_POLICY_QUALITY_CERTIFICATE_FROM=FROM) as later:
        there = later.client(journey.organism.referent)
        both = path(there, certified, habilitated).must_refuse("TRAINING_ORGANISM_NOT_ALLOWED", 409)
        expect_equal(both.details("TRAINING_ORGANISM_NOT_ALLOWED")["names"], ["HABILITATION", "QUALITY_CERTIFICATE"])
        one = path(there, certified, certified).must_refuse("TRAINING_ORGANISM_NOT_ALLOWED", 409)
        expect_equal(one.details("TRAINING_ORGANISM_NOT_ALLOWED")["names"], ["HABILITATION"])
        path(there, habilitated, habilitated, on="2026-02-01").must(201)
    expect_equal([module["training_org_id"] for module in journey.live_path()["modules"]], [habilitated.id] * 2)


@story
def a_certificate_moves_its_organism(world):
    """Whoever decided on an organism's right to train finds, at the save, that it changed meanwhile (decision 8)."""
    organism = world.organism()
    world.flush()
    version = lambda: organism.referent.get(f"/v1/organisms/{organism.id}").must(200)["version"]  # noqa: E731
    before = version()
    made = record(world, organism).must(201)
    expect_equal(version(), before + 1)
    world.certifier.patch(f"/v1/quality-certificates/{made['id']}", {"valid_to": "2026-12-31"}, version=1).must(200)
    expect_equal(version(), before + 2)


@story
def quality_certificates_are_the_certifiers_to_record(world):
    organism, other = world.organism(), world.organism()
    world.flush()
    world.set_today("2026-01-20")
    path = f"/v1/organisms/{organism.id}/quality-certificates"
    for client in (organism.referent, other.referent, world.auditor):
        record(world, organism, client).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(world.certifier.post(path, {}).must(422).errors, {"/number": "REQUIRED", "/valid_from": "REQUIRED"})
    expect_equal(record(world, organism, valid_to="2025-12-31").must(422).errors, {"/valid_to": "RANGE"})
    expect_equal(record(world, organism, number="").must(422).errors, {"/number": "MIN_LENGTH"})
    expect_equal(record(world, organism, activity="TRAINING").must(422).errors, {"/activity": "UNKNOWN_FIELD"})
    world.certifier.post("/v1/organisms/01980000-0000-7000-8000-000000000001/quality-certificates", CERTIFICATE).must(404)
    made = record(world, organism).must(201)
    # An overlap is told with the date that is in the way, and the certificate it runs into.
    for days, pointer in (({"valid_from": "2028-12-31", "valid_to": None}, "/valid_from"), ({"valid_to": "2030-01-01"}, "/valid_from"),
                          ({"valid_from": "2025-01-01", "valid_to": "2026-01-01"}, "/valid_to"),
                          ({"valid_from": "2025-01-01", "valid_to": None}, "/valid_to")):
        refused = record(world, organism, number="QUA-2028-0001", **days).must_refuse("PERIOD_OVERLAP", 409)
        expect_equal(refused.details("PERIOD_OVERLAP"), {"pointer": pointer, "id": made["id"]})
    record(world, organism, number="QUA-2025-0001", valid_from="2025-01-01", valid_to="2025-12-31").must(201)
    following = record(world, organism, number="QUA-2029-0001", valid_from="2029-01-01", valid_to=None).must(201)
    # The same number and days, of another organism: once, though recorded twice at one moment.
    twins = together(*[lambda client=world.certifier.clone(): record(world, other, client) for _ in range(2)])
    expect_equal(sorted(reply.status for reply in twins), [201, 409])
    expect_equal(next(reply.reasons for reply in twins if reply.status == 409), ["PERIOD_OVERLAP"])
    listed = other.referent.get(path).must(200)["data"]
    expect_equal([item["number"] for item in listed], [following["number"], made["number"], "QUA-2025-0001"])
    one = f"/v1/quality-certificates/{made['id']}"
    expect_equal(other.referent.get(one).must(200)["organism_id"], organism.id)
    world.public.get(one).must(401)
    organism.referent.patch(one, {"valid_to": "2026-12-31"}, version=1).must_refuse("ROLE_NOT_ALLOWED", 403)
    prolonged = world.certifier.patch(one, {"valid_to": None}, version=1).must_refuse("PERIOD_OVERLAP", 409)
    expect_equal(prolonged.details("PERIOD_OVERLAP"), {"pointer": "/valid_to", "id": following["id"]})
    expect_equal(world.certifier.patch(one, {"valid_to": "2025-12-31"}, version=1).must(422).errors, {"/valid_to": "RANGE"})
    organism.referent.patch(one, {"number": "QUA-2026-0418"}, version=1).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(world.certifier.patch(one, {"number": "QUA-2026-0418"}, version=1).must(200)["number"], "QUA-2026-0418")
    world.certifier.patch(one, {"valid_to": "2026-12-31"}, version=2).must(200)
    world.certifier.patch(one, {"valid_to": "2026-11-30"}, version=1).must_refuse("VERSION_MISMATCH", 412)
    world.certifier.get("/v1/quality-certificates/01980000-0000-7000-8000-000000000001").must(404)
