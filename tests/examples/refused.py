# SPDX-License-Identifier: EUPL-1.2
"""Refusals for the examples: what can be done is done wrongly, by whom may not, and at every other stage. Everything is sent dry."""

import mutations
from act import REGISTER, new_key
from harness.journey import ACTORS
from stages import Stage, at, final, fresh, informed, jury_ready, partial, prior, proposed, ready_for_final, submitted, training

DRY = "?dry_run=true"
STAGES = (fresh, informed, prior, Stage.graded, Stage.completed, partial, proposed, training, Stage.trained, ready_for_final, final, jury_ready,
          submitted, Stage.abandoned, Stage.deferred, Stage.declined, Stage.meeting)
UNREADABLE = (b"{", b"[]", b'{"a":1,"a":2}', b"\xff")


def dry(path):
    return path + ("&" if "?" in path else "?") + DRY[1:]


def by_others(act, callers):
    for client in callers:
        client.send(act.method, dry(act.path), **sent(act))


def sent(act, body=None, version=None):
    headers = {"Idempotency-Key": new_key()} if act.method == "POST" else {}
    if act.file is not None:
        return {"raw": act.file[0], "headers": headers | {"Content-Type": act.file[1]}}
    body = act.body if body is None else body
    version = act.version if version is None else version
    if version is not None and isinstance(body, dict) and "event" in body:
        body = body | {"expected_version": version}
    elif version is not None:
        headers["If-Match"] = f'"{version}"'
    return {"headers": headers} | ({} if body is None else {"body": body})


def wrongly(act):
    """Each member wrong in its ways; another version, none; a text that is no body."""
    for mutate in (mutations.unknown_members, mutations.unknown_records, mutations.backwards, mutations.extremes):
        for _, body in mutate(act.body) if act.body is not None else ():
            act.client.send(act.method, dry(act.path), **sent(act, body))
    for name in act.body or {}:
        act.client.send(act.method, dry(act.path), **sent(act, {key: value for key, value in act.body.items() if key != name}))
    if act.version is not None:
        act.client.send(act.method, dry(act.path), **sent(act, version=999999))
        act.client.send(act.method, dry(act.path), **({} if act.body is None else {"body": act.body}))


def at_every_stage(world):
    """Every event of a candidacy, with the data that are right somewhere, on candidacies at each stage."""
    bodies = {variant: make(world).body for (operation, variant), make in REGISTER.items() if operation == "recordCandidacyEvent"}
    for stage in STAGES:
        journey = stage(world)
        for event, body in bodies.items():
            for client in dict.fromkeys((journey.client(ACTORS.get(event, "referent")), world.certifier)):
                for day in (at(journey), "2025-01-02", "2026-08-01"):
                    client.post(dry(f"{journey.path}/events"), {"event": event, "data": body["data"], "occurred_on": day})


def at_the_door(world):
    """What is wrong before anybody knows what it is about."""
    here, key = world.organisms[0].counsellor, new_key()
    for path in ("/v1/nothing", "/v1/candidates/CAN-2026-000001-18", "/v1/candidates/x", "/v1/candidacies?limit=0", "/v1/candidacies?cursor=x",
                 "/v1/candidacies?sort=x", "/v1/candidacies?no_such=1", "/v1/candidacies?limit=1&limit=2", "/v1/candidacies?state=SOMETHING",
                 f"/v1/candidates/{new_key()}", "/v1/candidacies?include=nothing", "/v1/vocabularies/nothing"):
        here.get(path)
    here.get("/v1/candidates", headers={"Accept": "image/png"})
    here.get("/v1/candidates", headers={"Clea-Function": new_key()})
    here.get("/v1/candidates", headers={"Clea-Function": "x"})
    here.send("PATCH", "/v1/candidates", {})
    world.public.get("/v1/candidates")
    world.public.get("/v1/candidates", headers={"Authorization": "Bearer clea_test_nonsense"})
    world.public.get("/v1/candidates", headers={"Authorization": "Basic x"})
    for raw in UNREADABLE:
        here.send("POST", "/v1/candidates", raw=raw, headers={"Content-Type": "application/json"})
    here.send("POST", "/v1/candidates", raw=b"x", headers={"Content-Type": "text/plain"})
    here.send("POST", "/v1/candidates", raw=b"x" * 100000, headers={"Content-Type": "application/json"})
    here.send("POST", "/v1/candidates", raw=b"x", headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})
    here.post("/v1/candidates", world.identity(), key=key)
    here.post("/v1/candidates", world.identity(), key=key)  # another body under the same key
    here.post("/v1/candidates", world.identity(), key="x" * 400)


# Values of a candidate, of an organism and of a referential that are none, each alone.
OF_CANDIDATES = ({"email": "x"}, {"phone": "12"}, {"birth_name": "R2D2"}, {"birth_year": 2999}, {"birth_year": 2026, "birth_month": 12},
                 {"birth_commune_insee": "99999"}, {"birth_commune_insee": "5935"}, {"birth_commune_label": "Paris"}, {"postal_code": "5900"},
                 {"id": "01944f0a-0000-7c3b-8a2e-5d1c0b9f4e21"}, {"reference": "CAN-2026-000001-17"}, {"birth_month": 2, "birth_day": 30},
                 {"employer_siret": "12345678901234"}, {"sex": "X"}, {"region": None}, {"birth_name": "x" * 61}, {"birth_name": " "})


def with_values_that_are_none(world):
    here, certifier = world.organisms[0], world.certifier
    for values in OF_CANDIDATES:
        here.counsellor.post(dry("/v1/candidates"), world.identity() | values)
    made = here.counsellor.post("/v1/candidates", world.identity(birth_name="Delobel", first_name_1="Jeanne", birth_year=1991)).must(201)
    twin = {name: made[name] for name in ("birth_name", "first_name_1", "sex", "birth_year", "birth_month", "birth_day", "birth_commune_insee",
                                          "birth_commune_label", "birth_country_code", "region")}
    here.counsellor.post(dry("/v1/candidates"), twin)
    certifier.post(dry("/v1/organisms"), {"siret": "12345678901234", "name": "Organisme", "region": "Bretagne"})
    certifier.get(f"/v1/organisms/{here.id}")
    certifier.post(dry("/v1/organisms"), {"siret": certifier.get(f"/v1/organisms/{here.id}")["siret"], "name": "Organisme", "region": "Bretagne"})
    session = here.evaluator
    session.post("/v1/referentials/CLEA-SOCLE/versions/2018/simulations", {"results": [{"criterion_code": "1.1.1", "status": "VALIDATED"}] * 2}, key=False)
    session.post("/v1/referentials/CLEA-SOCLE/versions/2018/simulations", {"results": [{"criterion_code": "9.9.9", "status": "VALIDATED"}]}, key=False)
    for method, path, options in (
            ("PATCH", "/v1/candidates", {"body": {}}), ("GET", "/v1/candidates?q=" + "x" * 9000, {}), ("POST", "/v1/candidates", {"raw": b"[" * 40 + b"]" * 40, "headers": {"Content-Type": "application/json"}}),
            ("POST", "/v1/candidates", {"raw": b"{}", "headers": {"Content-Type": "application/json", "Expect": "a-miracle"}}),
            ("TRACE", "/v1/me", {}), ("DELETE", "/v1/sites/x", {"body": {"a": 1}}), ("GET", "/v1/me", {"headers": {"Host": "a b"}}),
            ("GET", "/v/" + "0" * 26, {}), ("GET", "/v1/jobs", {})):
        here.referent.send(method, path, **options)
