# SPDX-License-Identifier: EUPL-1.2
"""Around the evaluations: appointments and their calendar, funding, adjustments for a disability."""

import datetime

from harness.calendar import calendar
from harness.event import event_body
from story import Journey, Session, expect, expect_equal, story, together

TODAY = "2026-01-15"


def body(candidate, on="2026-01-20", at="09:30:00+01:00", **changes):
    return {"candidate_id": candidate["id"], "kind": "INFORMATION", "starts_at": f"{on}T{at}", "duration_minutes": 60} | changes


def plan(world, organism=None, candidate=None, **changes):
    organism = organism or world.organisms[0]
    return organism.counsellor.post("/v1/appointments", body(candidate or world.candidate(organism), **changes)).must(201).body


def send(client, appointment, event, **members):
    return client.post(f"/v1/appointments/{appointment['id']}/events", event_body(event, **members))


def read(client, appointment):
    return client.get(f"/v1/appointments/{appointment['id']}").must(200).body


@story
def an_appointment_lives_once(world):
    """E4.24: from its plan to its end, by the machine's table."""
    world.set_today(TODAY)
    counsellor, referent = world.organisms[0].counsellor, world.organisms[0].referent
    made = plan(world)
    expect_equal((made["state"], made["starts_at"], made["time_zone"], made["counsellor_id"], made["version"]),
                 ("PLANNED", "2026-01-20T08:30:00.000Z", "Europe/Paris", world.organisms[0].person("COUNSELLOR"), 1))
    moved = send(counsellor, made, "RESCHEDULE", starts_at="2026-01-22T14:00:00+01:00").must(201)["resource"]
    expect_equal((moved["state"], moved["starts_at"], moved["version"]), ("PLANNED", "2026-01-22T13:00:00.000Z", 2))
    send(counsellor, made, "DONE").must_refuse("APPOINTMENT_TO_COME", 409)
    world.set_today("2026-01-22")
    expect_equal(send(referent, made, "DONE", expected_version=2).must(201)["resource"]["state"], "DONE")
    for event, more in (("DONE", {}), ("CANCEL", {"reason": "x"}),
                        ("RESCHEDULE", {"starts_at": "2026-02-01T10:00:00Z"})):
        reply = send(counsellor, made, event, **more).must_refuse("INVALID_STATE", 409)
        expect_equal(reply["allowed_events"], ["MISSED"], "what puts it right")
    counsellor.patch(f"/v1/appointments/{made['id']}", {"place": "Lille"}, version=3).must_refuse("INVALID_STATE", 409)
    expect_equal(read(counsellor, made)["version"], 3)


@story
def nobody_is_expected_yesterday(world):
    """E4.24: the past is neither planned nor taken back, by the civil date in Paris."""
    world.set_today(TODAY)
    counsellor = world.organisms[0].counsellor
    candidate = world.candidate()
    refused = lambda **more: counsellor.post("/v1/appointments", body(candidate, **more)).must_refuse("APPOINTMENT_PAST", 409)  # noqa: E731
    refused(on="2026-01-14")
    refused(on="2026-01-14", at="22:59:59Z")  # in Paris it is still the 14th
    on_the_day = plan(world, candidate=candidate, on="2026-01-14", at="23:00:00Z")  # and now the 15th
    send(counsellor, on_the_day, "RESCHEDULE", starts_at="2026-01-14T10:00:00Z").must_refuse("APPOINTMENT_PAST", 409)
    world.set_today("2026-01-16")
    send(counsellor, on_the_day, "CANCEL", reason="Malade").must_refuse("APPOINTMENT_PAST", 409)
    send(counsellor, on_the_day, "RESCHEDULE", starts_at="2026-02-01T10:00:00Z").must_refuse("APPOINTMENT_PAST", 409)
    expect_equal(send(counsellor, on_the_day, "MISSED").must(201)["resource"]["state"], "MISSED")


@story
def one_initial_appointment_at_a_time(world):
    """E4.24: also when two desks plan at once; another organism, another kind or another time later are free."""
    world.set_today(TODAY)
    here, there = world.organisms[0], world.organisms[1]
    candidate = world.candidate(here)
    counsellor = here.counsellor
    replies = together(lambda: counsellor.clone().post("/v1/appointments", body(candidate)),
                       lambda: counsellor.clone().post("/v1/appointments", body(candidate, on="2026-01-21")))
    expect_equal(sorted(reply.status for reply in replies), [201, 409])
    first = next(reply for reply in replies if reply.status == 201)
    counsellor.post("/v1/appointments", body(candidate, on="2026-01-22")).must_refuse("APPOINTMENT_ALREADY_PLANNED", 409)
    plan(world, candidate=candidate, kind="OTHER")
    send(counsellor, first, "CANCEL").must_refuse("REASON_REQUIRED", 409)
    cancelled = send(counsellor, first, "CANCEL", reason="Le candidat préfère février").must(201)["resource"]
    expect_equal((cancelled["state"], cancelled["cancel_reason"]), ("CANCELLED", "Le candidat préfère février"))
    plan(world, candidate=candidate, on="2026-02-03")
    there.counsellor.post("/v1/appointments", body(candidate)).must(422)


@story
def whoever_receives_belongs_to_the_organism(world):
    """S3: a counsellor informs; on that day, not on another one."""
    world.set_today(TODAY)
    here, there = world.organisms[0], world.organisms[1]
    late = world.person()
    world.affiliate(late, here.id, "COUNSELLOR", valid_from="2026-01-21", valid_to="2026-01-31")
    candidate = world.candidate(here)
    refused = lambda **more: here.counsellor.post("/v1/appointments", body(candidate, **more)).must_refuse(  # noqa: E731
        "COUNSELLOR_NOT_AFFILIATED", 409)
    refused(counsellor_id=late)
    refused(counsellor_id=there.person("COUNSELLOR"))
    refused(counsellor_id=here.person("TRAINER"))
    plan(world, candidate=candidate, kind="RESTITUTION", counsellor_id=here.person("EVALUATOR"))
    made = plan(world, candidate=candidate, on="2026-01-21", counsellor_id=late)
    send(here.counsellor, made, "RESCHEDULE", starts_at="2026-02-01T10:00:00Z").must_refuse("COUNSELLOR_NOT_AFFILIATED", 409)
    path = f"/v1/appointments/{made['id']}"
    here.counsellor.patch(path, {"counsellor_id": here.person("TRAINER")}, version=1).must_refuse("COUNSELLOR_NOT_AFFILIATED", 409)
    changed = here.counsellor.patch(path, {"counsellor_id": here.person("COUNSELLOR"), "place": "Lille"}, version=1).must(200)
    expect_equal((changed["place"], changed["duration_minutes"], changed["version"]), ("Lille", 60, 2))
    expect_equal(here.counsellor.patch(path, {"place": None}, version=2).must(200)["place"], None)
    here.counsellor.patch(path, {"place": "x"}, version=2).must_refuse("VERSION_MISMATCH", 412)


@story
def a_wrong_appointment_is_pointed_at(world):
    world.set_today(TODAY)
    here = world.organisms[0]
    candidate, stranger = world.candidate(here), world.candidate(world.organisms[1])
    other = Journey(world, here).informed("2026-01-10")
    wrong = lambda candidate, **more: here.counsellor.post("/v1/appointments", body(candidate, **more)).must(422).errors  # noqa: E731
    expect_equal(wrong(stranger), {"/candidate_id": "REFERENCE_UNKNOWN"})
    expect_equal(wrong(candidate, candidacy_id=other.id), {"/candidacy_id": "REFERENCE_UNKNOWN"})
    expect_equal(wrong(candidate, site_id=candidate["id"]), {"/site_id": "REFERENCE_UNKNOWN"})
    expect_equal(sorted(wrong(candidate, duration_minutes=1, time_zone="Europe/Berlin", state="DONE")),
                 ["/duration_minutes", "/state", "/time_zone"])
    made = plan(world, candidate=other.candidate, candidacy_id=other.id, time_zone="Indian/Reunion")
    expect_equal((made["candidacy_id"], made["time_zone"]), (other.id, "Indian/Reunion"))
    expect_equal(send(here.counsellor, made, "RESCHEDULE").must(422).errors, {"/data/starts_at": "REQUIRED"})
    expect_equal(send(here.counsellor, made, "DONE", starts_at="2026-01-20T10:00:00Z", reason="x").must(422).errors,
                 {"/data/starts_at": "UNKNOWN_FIELD", "/data/reason": "UNKNOWN_FIELD"})
    expect_equal(here.counsellor.patch(f"/v1/appointments/{made['id']}", {"starts_at": "2026-01-20T10:00:00Z"},
                                       version=1).must(422).errors, {"/starts_at": "READ_ONLY_FIELD"})


@story
def appointments_are_the_organisms_and_the_candidates(world):
    world.set_today(TODAY)
    here, there = world.organisms[0], world.organisms[1]
    network = world.network()
    world.join(network, here)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    candidate = world.candidate(here)
    himself = world.key("CANDIDATE", candidate["id"], ["CANDIDATE"], None)
    stranger = world.key("CANDIDATE", world.candidate(here)["id"], ["CANDIDATE"], None)
    world.flush()
    made = plan(world, candidate=candidate, counsellor_id=here.person("COUNSELLOR"))
    path = f"/v1/appointments/{made['id']}"
    for client in (himself, here.referent, world.auditor, world.certifier):
        client.get(path).must(200)
    for client in (there.counsellor, stranger):
        client.get(path).must(404)
    for client in (manager, here.trainer):
        client.get(path).must(403)
    send(there.counsellor, made, "CANCEL", reason="x").must(404)
    send(himself, made, "CANCEL", reason="x").must(403)
    ids = lambda client, query="": [item["id"] for item in client.get(f"/v1/appointments?{query}").must(200)["data"]]  # noqa: E731
    later = plan(world, candidate=candidate, on="2026-03-01", kind="OTHER")
    expect_equal(ids(himself), [later["id"], made["id"]])
    expect_equal(ids(himself, "from=2026-02-01"), [later["id"]])
    expect_equal(ids(himself, "to=2026-01-20"), [made["id"]])
    expect_equal(ids(himself, "to=2026-01-19"), [])
    expect_equal(ids(himself, "state=DONE,MISSED"), [])
    expect_equal(ids(himself, f"counsellor_id={here.person('TRAINER')}"), [])
    expect_equal(ids(here.referent, f"candidate_id={candidate['id']}&state=PLANNED&limit=1"), [later["id"]])
    expect(made["id"] not in ids(there.counsellor), "another organism lists it")
    expect_equal(set(calendar(himself)[0]), {made["id"], later["id"]})


@story
def the_calendar_of_appointments_is_one(world):
    """RFC 5545, read by somebody else's parser."""
    world.set_today(TODAY)
    here = world.organisms[0]
    candidate = world.candidate(here)
    place = "Maison de l'emploi, 3e étage; salle « Été » – à côté de l'ascenseur \\ porte gauche, sonner deux fois"
    made = plan(world, candidate=candidate, place=place)
    events, text = calendar(here.counsellor, f"/v1/appointments.ics?candidate_id={candidate['id']}")
    expect_equal(list(events), [made["id"]])
    event = events[made["id"]]
    start = datetime.datetime(2026, 1, 20, 8, 30, tzinfo=datetime.timezone.utc)
    expect_equal((event["DTSTART"].dt, event["DTEND"].dt), (start, start + datetime.timedelta(hours=1)))
    expect_equal((int(event["SEQUENCE"]), str(event["STATUS"]), str(event["LOCATION"])), (1, "CONFIRMED", place))
    expect_equal(str(event["SUMMARY"]), f"Information-conseil {candidate['reference']}")
    for name in ("birth_name", "first_name_1"):
        expect(candidate[name] not in text, f"the {name} leaves the house")
    send(here.counsellor, made, "RESCHEDULE", starts_at="2026-07-20T09:30:00+02:00").must(201)["resource"]
    send(here.counsellor, made, "CANCEL", reason="x").must(201)["resource"]
    event = calendar(here.counsellor)[0][made["id"]]
    expect_equal((int(event["SEQUENCE"]), str(event["STATUS"]), event["DTSTART"].dt.hour), (3, "CANCELLED", 7))
    reply = here.counsellor.get("/v1/appointments.ics", headers={"Accept-Language": "en"}).must(200)
    expect("SUMMARY:Information CAN-" in reply.raw.decode(), "not in English")
    expect_equal(calendar(here.counsellor, "/v1/appointments.ics?from=2027-01-01")[0], {})
    expect(made["id"] not in calendar(world.organisms[1].counsellor)[0], "another organism's calendar has it")
    world.public.get("/v1/appointments.ics").must(401)
    here.counsellor.get("/v1/appointments.ics?token=x").must_refuse("UNKNOWN_PARAMETER", 400)


# Funding


def fund(journey, client=None, **changes):
    return (client or journey.organism.referent).post(f"{journey.path}/funding", {
        "step": "PRIOR", "funder_type": "CPF", "amount_cents": 45000, "vat_rate_bp": 2000} | changes)


@story
def money_moves_nothing(world):
    """Invariant 30: in every phase, neither state, version, history nor what may happen next."""
    world.set_today("2026-02-10")
    journey = Journey(world).open("2026-01-05")
    seen = []

    def pay():
        before, history = journey.read().body, journey.history()
        allowed = journey.organism.referent.get(f"{journey.path}/allowed-events").must(200).body
        made = fund(journey).must(201)
        path = f"/v1/funding/{made['id']}"
        made = journey.organism.referent.patch(path, {"amount_cents": 1, "funded_minutes": 120}, version=1).must(200)
        expect_equal((made["amount_cents"], made["funded_minutes"], made["vat_rate_bp"], made["version"]), (1, 120, 2000, 2))
        journey.organism.counsellor.delete(path, version=2).must(204)
        fund(journey, journey.organism.counsellor).must(201)
        expect_equal((journey.read().body, journey.history()), (before, history), "the candidacy")
        expect_equal(journey.organism.referent.get(f"{journey.path}/allowed-events").must(200).body, allowed)
        seen.append(before["state"])

    pay()
    journey.event("RECORD_INFORMATION", "2026-01-05", {"has_consent": True})
    pay()
    journey.start_prior("2026-01-14")
    pay()
    journey.results("2026-01-14", ("2",)).event("COMPLETE_PRIOR", "2026-01-14")
    pay()
    journey.restitution("2026-01-14")
    pay()
    journey.propose("2026-01-15", ["2"], "2026-01-16", "2026-01-20")
    pay()
    journey.accept("2026-01-15")
    pay()
    journey.close_modules("2026-01-20").event("CLOSE_PATH", "2026-01-20")
    pay()
    journey.event("START_FINAL", "2026-01-21", {"held_on": "2026-01-21"})
    pay()
    journey.results("2026-01-21").event("COMPLETE_FINAL", "2026-01-21")
    pay()
    journey.restitution("2026-01-21")
    pay()
    journey.submit("2026-01-22")
    pay()
    session = Session(world, "2026-02-10").put(journey)
    journey.refresh()
    pay()
    session.convene("2026-02-01").attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    session.vote(journey, EMPLOYER1="FOR", EMPLOYEE1="FOR").decide(journey, "CERTIFIED").close().sign()
    pay()
    expect_equal((len(seen), seen[-1]), (14, "CERTIFIED"))
    expect_equal(len(journey.organism.referent.get(f"{journey.path}/funding").must(200)["data"]), 14)
    withdrawn = Journey(world).informed("2026-01-05")
    withdrawn.event("WITHDRAW", "2026-01-06", {"requested_on": "2026-01-06"}, to="WITHDRAWN")
    fund(withdrawn).must(201)


@story
def money_is_whole_cents_for_a_step(world):
    world.set_today("2026-02-10")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14")
    other = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2",)).restitution("2026-01-14")
    for one in (journey, other):
        one.propose("2026-01-15", ["2"], "2026-01-16", "2026-01-20")
    module, stranger = (one.live_path()["modules"][0]["id"] for one in (journey, other))
    made = fund(journey, step="MODULE", module_id=module, funder_type="OPCO", agreement_number="AB-12", funded_minutes=1200,
                valid_from="2026-01-01", valid_to="2026-06-30").must(201)
    expect_equal((made["module_id"], made["currency"], made["amount_cents"], made["recorded_by"]),
                 (module, "EUR", 45000, journey.organism.person("REFERENT")))
    wrong = lambda **more: fund(journey, **more).must(422).errors  # noqa: E731
    expect_equal(wrong(step="MODULE", module_id=stranger), {"/module_id": "REFERENCE_UNKNOWN"})
    expect_equal(wrong(module_id=module), {"/module_id": "FIELD_NOT_APPLICABLE"})
    expect_equal(wrong(amount_cents=450.5), {"/amount_cents": "TYPE"})
    expect_equal(wrong(amount_cents=-1), {"/amount_cents": "RANGE"})
    expect_equal(sorted(wrong(currency="USD", funder_type="BANK", version=2)), ["/currency", "/funder_type", "/version"])
    expect_equal(wrong(valid_from="2026-02-01", valid_to="2026-01-31"), {"/valid_to": "RANGE"})
    path, referent = f"/v1/funding/{made['id']}", journey.organism.referent
    expect_equal(referent.patch(path, {"step": "FINAL"}, version=1).must(422).errors, {"/module_id": "FIELD_NOT_APPLICABLE"})
    expect_equal(referent.patch(path, {"valid_to": "2025-01-01"}, version=1).must(422).errors, {"/valid_to": "RANGE"})
    changed = referent.patch(path, {"step": "FINAL", "module_id": None, "amount_cents": None}, version=1).must(200)
    expect_equal((changed["step"], changed["module_id"], changed["amount_cents"], changed["funded_minutes"]), ("FINAL", None, None, 1200))
    referent.patch(path, {"funded_minutes": 60}, version=1).must_refuse("VERSION_MISMATCH", 412)
    referent.delete(path).must(428)
    referent.delete(path, version=1).must(412)


@story
def amounts_are_not_for_everybody(world):
    world.set_today("2026-02-10")
    here, there = world.organisms[0], world.organisms[1]
    network = world.network()
    world.join(network, here)
    journey = Journey(world, here).informed("2026-01-05")
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    made = fund(journey).must(201)
    path, of = f"/v1/funding/{made['id']}", f"{journey.path}/funding"
    here.trainer.get(path).must_refuse("ROLE_NOT_ALLOWED", 403)  # who trains alone
    for client in (here.referent, himself, world.certifier, world.auditor):
        client.get(path).must(200)
        expect_equal([item["id"] for item in client.get(of).must(200)["data"]], [made["id"]])
    there.referent.get(path).must(404)
    there.referent.get(of).must(404)
    there.referent.patch(path, {"funded_minutes": 60}, version=1).must(404)
    manager.get(path).must(403)
    fund(journey, himself).must(403)
    fund(journey, there.referent).must(404)
    journey.offered(there, "2026-01-14").event("TRANSFER", "2026-01-14", {"to_org_id": there.id, "consent_on": "2026-01-14"})
    later = fund(journey, there.referent).must(201)
    ids = lambda client: [item["id"] for item in client.get(of).must(200)["data"]]  # noqa: E731
    expect_equal((ids(there.referent), ids(here.referent)), ([made["id"], later["id"]], [made["id"]]))
    fund(journey, here.referent).must_refuse("OUT_OF_SCOPE", 403)
    here.referent.patch(path, {"funded_minutes": 60}, version=1).must_refuse("OUT_OF_SCOPE", 403)
    here.referent.delete(path, version=1).must_refuse("OUT_OF_SCOPE", 403)
    there.referent.patch(path, {"funded_minutes": 60}, version=1).must(200)


# Adjustments


NEED = "Sujets en gros caractères, tiers temps"


@story
def adjustments_are_for_those_who_adapt(instance, world):
    """6.4: the organism in charge and the candidate, nobody else, and nowhere else."""
    world.set_today("2026-02-10")
    here, there = world.organisms[0], world.organisms[1]
    network = world.network()
    world.join(network, here)
    journey = Journey(world, here).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14")
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    path, before = f"{journey.path}/adjustments", journey.read().body
    nothing = here.evaluator.get(path).must(200)
    expect_equal((nothing["has_adjustments"], nothing["need"], nothing["version"]), (None, None, 1))
    asked = {"has_adjustments": True, "need": NEED}
    put = lambda client, sent, version: client.put(path, sent, headers={"If-Match": f'"{version}"'})  # noqa: E731
    here.counsellor.put(path, asked).must(428)
    reply = here.counsellor.put(path, asked, headers={"If-Match": '"1"', "Idempotency-Key": "adjust-1"}).must(204)
    expect_equal(reply.raw, b"")
    put(here.referent, {"has_adjustments": False}, 1).must_refuse("VERSION_MISMATCH", 412)
    expect_equal(put(here.referent, {"has_adjustments": False, "need": "x"}, 2).must(422).errors, {"/need": "FIELD_NOT_APPLICABLE"})
    here.trainer.get(path).must(404)  # whom he does not train
    for client in (here.counsellor, here.evaluator, here.referent, himself):
        got = client.get(path).must(200)
        expect_equal((got["has_adjustments"], got["need"], got["version"]), (True, NEED, 2))
    put(here.trainer, asked, 2).must(403)
    put(himself, {"has_adjustments": True, "need": NEED + ", pause"}, 2).must(204)
    put(here.referent, asked, 3).must(204)
    # Nobody else.
    journey.submit("2026-01-20")
    before = journey.read().body
    there.referent.get(path).must(404)
    put(there.referent, asked, 4).must(404)
    for client in (manager, world.commission.secretary, world.commission.members["EMPLOYER1"]["client"], world.certifier, world.auditor):
        client.get(path).must(403)
        put(client, asked, 4).must(403)
    # Nowhere else.
    journey.event("RECALL_FILE", "2026-01-21", to="JURY_READY")
    for other in ("", "/history", "/summary", "/paths", "/evaluations", "/allowed-events"):
        expect("gros caract" not in here.referent.get(journey.path + other).must(200).raw.decode(), f"told by {other}")
    for table in ("candidacy_event", "audit", "access_log", "idempotency_record", "candidacy", "candidate", "file"):
        expect_equal(instance.sql(f"select count(*) from {table} t where t::text like '%gros caract%'"), [["0"]], table)
    expect("gros caract" not in instance.log.read_text(errors="replace"), "told by the log")
    # Whoever held it before reads no more.
    journey.offered(there, "2026-01-21").event("TRANSFER", "2026-01-21", {"to_org_id": there.id, "consent_on": "2026-01-21"})
    here.referent.get(path).must(404)
    put(here.referent, asked, 4).must(404)
    expect_equal(there.evaluator.get(path).must(200)["need"], NEED)


@story
def row_security_says_the_same(instance, world):
    """Whatever a statement forgets: asked as the server's own database users, without any filter."""
    world.set_today("2026-02-10")
    here, there = world.organisms[0], world.organisms[1]
    network = world.network()
    world.join(network, here)
    journey = Journey(world, here).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14").submit("2026-01-20")
    here.referent.put(f"{journey.path}/adjustments", {"has_adjustments": True}, headers={"If-Match": '"1"'}).must(204)
    fund(journey).must(201)
    plan(world, here, journey.candidate, on="2026-03-01")

    def seen(scope, scope_id, role="clea_read"):
        place = f"'{scope_id}'" if scope_id else "null"
        row = instance.sql(
            f"begin; select from scope_set('{scope}', {place});"
            f"select (select count(*) from adjustment where candidacy_id = '{journey.id}'),"
            f" (select count(*) from funding where candidacy_id = '{journey.id}'),"
            f" (select count(*) from appointment where candidate_id = '{journey.candidate['id']}'); rollback;", role=role)[-1]
        return tuple(int(count) for count in row)

    for role in ("clea_read", "clea_app"):
        expect_equal(seen("ORGANISM", here.id, role), (1, 1, 1))
        expect_equal(seen("CANDIDATE", journey.candidate["id"], role), (1, 1, 1))
        for scope, scope_id in (("ORGANISM", there.id), ("NETWORK", network), ("COMMISSION", world.commission.id), ("PUBLIC", None),
                                ("CERTIFIER", None), ("AUDITOR", None), ("SYSTEM", None)):
            expect_equal(seen(scope, scope_id, role), (0, 0, 0), scope)
    for role in ("clea_national", "clea_national_read"):
        expect_equal(seen("CERTIFIER", None, role), (0, 1, 1))
        expect_equal(seen("AUDITOR", None, role), (0, 1, 1))
        for scope, scope_id in (("ORGANISM", here.id), ("CANDIDATE", journey.candidate["id"]), ("PUBLIC", None)):
            expect_equal(seen(scope, scope_id, role), (0, 0, 0), scope)


@story
def a_site_is_corrected_and_closed(world):
    """By whoever may record it. A closed one takes nothing new, keeps what it had, and makes room."""
    world.set_today(TODAY)
    here, there = world.organisms[0], world.organisms[1]
    path = f"/v1/organisms/{here.id}/sites"
    first, other = (here.referent.post(path, {"name": name, "postal_code": "59000", "city": "Lille"}).must(201) for name in ("Nord", "Sud"))
    site = f"/v1/sites/{first['id']}"
    there.referent.patch(site, {"name": "x"}, version=1).must_refuse("ACT_OF_ANOTHER", 403)
    here.counsellor.patch(site, {"name": "x"}, version=1).must_refuse("ROLE_NOT_ALLOWED", 403)
    twin = here.referent.patch(site, {"name": "Sud"}, version=1).must_refuse("ALREADY_RECORDED", 409)
    expect_equal(twin.details("ALREADY_RECORDED"), {"id": other["id"]})
    expect_equal(here.referent.patch(site, {"name": "Centre nord"}, version=1).must(200)["name"], "Centre nord")
    here.referent.patch(site, {"insee_code": "59350", "city": "Lille"}, version=2).must(200)
    expect_equal(here.referent.patch(site, {"city": "Lomme"}, version=3).must(422).errors, {"/insee_code": "REQUIRED"})
    expect_equal(here.referent.patch(site, {"insee_code": "59350"}, version=3).must(422).errors, {"/city": "REQUIRED"})
    planned = plan(world, site_id=first["id"])
    closed = here.referent.patch(site, {"status": "CLOSED"}, version=3).must(200)
    expect_equal((closed["status"], closed["version"]), ("CLOSED", 4))
    refused = here.counsellor.post("/v1/appointments", body(world.candidate(here), site_id=first["id"])).must_refuse("SITE_CLOSED", 409)
    expect_equal(refused.details("SITE_CLOSED"), {"id": first["id"], "pointer": "/site_id"})
    journey = Journey(world).informed("2026-01-05")
    sitting = {"held_on": TODAY, "site_id": first["id"]}
    refused = journey.refused("SITE_CLOSED", "START_PRIOR", TODAY, sitting)
    expect_equal(refused.details("SITE_CLOSED"), {"id": first["id"], "pointer": "/data/site_id"})
    expect_equal(here.counsellor.get(f"/v1/appointments/{planned['id']}").must(200)["site_id"], first["id"])
    here.referent.post(path, {"name": "Centre nord", "postal_code": "59000", "city": "Lille", "insee_code": "59350"}).must(201)  # it is another one
    again = here.referent.patch(site, {"status": "ACTIVE"}, version=4).must_refuse("ALREADY_RECORDED", 409)
    expect(again.details("ALREADY_RECORDED")["id"] != other["id"], str(again))
    here.referent.patch(site, {"status": "ACTIVE", "name": "Ancien nord"}, version=4).must(200)
    journey.event("START_PRIOR", TODAY, sitting)
