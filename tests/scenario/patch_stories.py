# SPDX-License-Identifier: EUPL-1.2
"""Merge patches (RFC 7396), over all operations of the contract: each member alone, given and erased."""

from harness.client import Client
from harness.world import siret
from commission_stories import HELD, submitted
from story import Journey, Session, expect, expect_equal, story

TODAY = "2026-02-10"
# Items of a grid by their codes, not the members of a record; and what is said in a part of another one, from whose version
# (correction_stories).
NOT_A_PATCH = {"saveResults", "changeDecision", "changeFile"}

# What a member takes besides, where its schema does not tell.
VALUES = {
    "email": "accueil@organisme.example", "phone": "+33 3 20 00 00 00", "website": "https://organisme.example/accueil",
    "siret": siret(90001), "employer_siret": siret(90002), "branch_idcc": "1516", "birth_commune_insee": "59009",
    "birth_country_code": "109", "postal_code": "59800", "birth_postal_code": "59650", "birth_month": 3, "birth_day": 4,
    "held_on": "2026-03-18", "starts_at": "2026-03-17T08:30:00.000Z", "valid_from": "2026-01-02", "valid_to": "2026-11-30",
    "mandate_to": "2026-10-31", "time_zone": "Indian/Reunion",
}
LISTS = {}  # of what is changed: the list to read it in


def candidate(world):
    organism = world.organisms[0]
    made = world.candidate(organism, usage_name="Durand", first_name_2="Marie", birth_postal_code="59000", email="a@candidat.example")
    return organism.counsellor, f"/v1/candidates/{made['id']}", {}


def organism(world):
    made = world.make("/v1/organisms", {"siret": siret(91000 + next(world.numbers)), "name": "Organisme", "city": "Lens", "region": "Bretagne"})
    return world.certifier, f"/v1/organisms/{made['id']}", {}


def appointment(world):
    here = world.organisms[0]
    journey = Journey(world, here).open("2026-01-05")
    made = here.counsellor.post("/v1/appointments", {
        "candidate_id": journey.candidate["id"], "kind": "OTHER", "starts_at": "2026-03-20T09:30:00+01:00", "duration_minutes": 60,
        "place": "Lille"}).must(201)
    site = here.referent.post(f"/v1/organisms/{here.id}/sites", {"name": f"Site {next(world.numbers)}"}).must(201)
    return here.counsellor, f"/v1/appointments/{made['id']}", {
        "candidacy_id": journey.id, "site_id": site["id"], "counsellor_id": here.person("EVALUATOR"), "kind": "RESTITUTION"}


def funding(world):
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14")
    journey.propose("2026-01-15", ["2", "3"], "2026-01-16", "2026-01-20")
    modules = [module["id"] for module in journey.live_path()["modules"]]
    made = journey.organism.referent.post(f"{journey.path}/funding", {
        "step": "MODULE", "module_id": modules[0], "funder_type": "CPF", "amount_cents": 45000, "vat_rate_bp": 2000,
        "valid_from": "2026-01-01", "valid_to": "2026-12-31"}).must(201)
    _, path, _ = funder(world)
    return journey.organism.referent, f"/v1/funding/{made['id']}", {"module_id": modules[1], "funder_id": path.rsplit("/", 1)[1]}


def funder(world):
    made = world.make("/v1/funders", {"name": f"Financeur {siret(93000 + next(world.numbers))}"})
    return world.certifier, f"/v1/funders/{made['id']}", {"name": f"{made['name']} bis"}


def membership(world):
    made = world.join(world.network(), world.organism(), valid_to="2026-12-31")
    return world.certifier, f"/v1/memberships/{made['id']}", {}


def affiliation(world):
    made = world.affiliate(world.person(), world.organisms[0].id, "EMPLOYEE", valid_to="2026-12-31")
    return world.certifier, f"/v1/affiliations/{made['id']}", {}


def staff_function(world):
    made = world.make(f"/v1/persons/{world.person()}/staff-functions", {
        "role": "NETWORK_MANAGER", "scope_id": world.network(), "valid_from": "2026-01-01", "valid_to": "2026-12-31"})
    return world.certifier, f"/v1/staff-functions/{made['id']}", {}


def quality_certificate(world):
    made = world.make(f"/v1/organisms/{world.organism().id}/quality-certificates", {
        "number": "QUA-1", "valid_from": "2026-01-01", "valid_to": "2026-12-31"})
    return world.certifier, f"/v1/quality-certificates/{made['id']}", {}


def member(world):
    made = world.make(f"/v1/commissions/{world.commission.id}/members", {
        "person_id": world.person(), "college": "EMPLOYER", "mandate_from": "2026-01-01", "mandate_to": "2026-12-31"})
    LISTS[f"/v1/members/{made['id']}"] = f"/v1/commissions/{world.commission.id}/members"
    return world.certifier, f"/v1/members/{made['id']}", {}


def session(world):
    members = world.commission.members
    secretary = world.commission.secretary
    made = secretary.post(f"/v1/commissions/{world.commission.id}/sessions", {
        "held_on": "2026-03-17", "starts_at": "2026-03-17T09:00:00Z", "place": f"Lille, salle {next(world.numbers)}", "capacity": 30,
        "chair_member_id": members["EMPLOYER1"]["id"], "vice_chair_member_id": members["EMPLOYEE1"]["id"]}).must(201)
    return secretary, f"/v1/sessions/{made['id']}", {
        "chair_member_id": members["EMPLOYER2"]["id"], "vice_chair_member_id": members["EMPLOYEE2"]["id"]}


def site(world):
    made = world.make(f"/v1/organisms/{world.organism().id}/sites", {"name": "Centre", "postal_code": "59000"})
    return world.certifier, f"/v1/sites/{made['id']}", {"insee_code": "59350"}


def method(world):
    made = world.make("/v1/evaluation-methods", {"name": "Entretien", "referential_code": "CLEA-SOCLE", "modality": "ON_SITE",
                                                 "sitting_count": 2, "network_id": world.network()})
    return world.certifier, f"/v1/evaluation-methods/{made['id']}", {}


def person(world):
    return world.certifier, f"/v1/persons/{world.person()}", {"last_name": "Vasseur", "first_name": "Irène"}


def network(world):
    return world.certifier, f"/v1/networks/{world.network()}", {"name": f"Réseau {next(world.numbers)} bis"}


def commission(world):
    made = world.make("/v1/commissions", {"kind": "BRANCH", "name": "Branche", "region": "Bretagne", "idcc": f"{next(world.numbers) % 10000:04d}",
                                          "referential_code": "CLEA-SOCLE"})
    return world.certifier, f"/v1/commissions/{made['id']}", {"idcc": f"{next(world.numbers) % 10000:04d}"}


def appeal(world):
    journey = submitted(world)
    Session(world, HELD).held(journey, "REFUSED", reasons="Domaine 3 non démontré", domain_codes=["3"])
    refusal = [item["data"]["decision_id"] for item in journey.client("referent").get(f"{journey.path}/history").must(200)["data"]
               if item["event"] == "REFUSE"][-1]
    made = journey.client("referent").post(f"{journey.path}/appeals", {"decision_id": refusal, "filed_on": HELD, "grounds": "Mal apprécié.",
                                                                       "proof": "Lettre signée"}).must(201)
    world.set_today("2026-02-11")  # the letter is of the day after the session, or of that day
    return journey.client("referent"), f"/v1/appeals/{made['id']}", {"filed_on": "2026-02-11"}


MAKERS = {
    "changeCandidate": candidate, "changeOrganism": organism, "changeAppointment": appointment, "changeFunding": funding,
    "changeMembership": membership, "changeAffiliation": affiliation, "changeQualityCertificate": quality_certificate,
    "changeCommissionMember": member, "changeSession": session, "changeStaffFunction": staff_function, "changeFunder": funder,
    "changeEvaluationMethod": method, "changeSite": site, "changePerson": person, "changeNetwork": network,
    "changeCommission": commission, "changeAppeal": appeal,
}
# A rule across members stands in the way of one alone: what goes before it.
BEFORE_VALUE = {("changeFunding", "step"): {"module_id": None}, ("changeFunding", "module_id"): {"step": "MODULE"},
                ("changeCandidate", "birth_month"): {"birth_year": 1988, "birth_month": 5},
                ("changeCandidate", "birth_day"): {"birth_year": 1988, "birth_month": 3, "birth_day": 9},
                ("changeCandidate", "birth_country_code"): {"birth_commune_insee": None, "birth_postal_code": None},
                ("changeSite", "city"): {"insee_code": None}, ("changeSite", "insee_code"): {"city": None},
                ("changeSession", "held_on"): {"starts_at": None}, ("changeSession", "starts_at"): {"held_on": "2026-03-17"}}
BEFORE_NULL = {("changeCandidate", "birth_month"): {"birth_day": None},
               ("changeCandidate", "birth_year"): {"birth_day": None, "birth_month": None},
               ("changeCandidate", "birth_commune_label"): {"birth_commune_insee": None},
               ("changeCandidate", "birth_country_label"): {"birth_country_code": None}}
# Two members that say one thing: erased without a word on the second, the first takes it along or is refused.
COUPLES = {
    ("changeCandidate", "birth_commune_label"): ("birth_commune_insee", {"birth_commune_label": "Lille", "birth_commune_insee": "59350"}),
    ("changeCandidate", "birth_country_label"): ("birth_country_code", {"birth_country_label": "France", "birth_country_code": "100"}),
    ("changeCandidate", "birth_month"): ("birth_day", {"birth_year": 1988, "birth_month": 3, "birth_day": 9}),
    ("changeCandidate", "birth_year"): ("birth_month", {"birth_year": 1988, "birth_month": 3, "birth_day": 9}),
    ("changeSite", "city"): ("insee_code", {"city": "Lille", "insee_code": "59350"}),
    ("changeSession", "held_on"): ("starts_at", {"held_on": "2026-03-17", "starts_at": "2026-03-17T09:00:00Z"}),
}
NAMES = {"name", "last_name", "first_name"}  # how they read before is kept
STATEMENTS = {"is_distinct"}  # said with a change, and no part of the record
ONLY_VALUE = {("changeFunding", "currency")}  # the only one there is


def operations():
    document = Client.contract.document
    for methods in document["paths"].values():
        if "patch" in methods and methods["patch"]["operationId"] not in NOT_A_PATCH:
            operation = methods["patch"]
            schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
            properties = document["components"]["schemas"][schema]["properties"]
            yield operation["operationId"], {name: properties[name] for name in properties if name not in STATEMENTS}


def needs_something():
    """Operations whose patch names at least one member."""
    document = Client.contract.document
    for methods in document["paths"].values():
        schema = methods.get("patch", {}).get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if schema and document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]].get("required"):
            yield methods["patch"]["operationId"]


def types_of(schema):
    types = schema.get("type", [])
    return types if isinstance(types, list) else [types]


def another(schema, name, now, own):
    """A value that the member takes, and does not have."""
    if name in own or name in VALUES:
        return own.get(name, VALUES.get(name))
    if "enum" in schema:
        return next(value for value in schema["enum"] if value not in (now, None))
    if "boolean" in types_of(schema):
        return not now
    if "integer" in types_of(schema):
        return schema["minimum"] + 1 if now != schema["minimum"] + 1 else schema["minimum"] + 2
    return ("Autre " * 20)[:min(schema["maxLength"], 20)].strip()


def read(client, path):
    """What has no address to read it by stands in a list."""
    if path not in LISTS:
        return client.get(path).must(200).body
    return next(row for row in client.get(LISTS[path]).must(200)["data"] if path.endswith(row["id"]))


def settle(client, path, body, now):
    if body:
        client.patch(path, body, version=now["version"]).must(200)
    return read(client, path)


def changed_alone(client, path, name, value, now):
    """The reply has the value, and whatever else differs is the version."""
    reply = client.patch(path, {name: value}, version=now["version"]).must(200).body
    differs = {member for member in now if reply[member] != now[member]} - {"version", "former_names"}
    differs -= {name.removesuffix("_id") + "_name"} if name.endswith("_id") else set()  # how whoever is named is called
    expect_equal(len(reply.get("former_names", [])) - len(now.get("former_names", [])),
                 int("former_names" in now and name in NAMES and now[name] != value), f"{path} {name}: the names it had before")
    expect_equal((reply[name], differs), (value, {name} if now[name] != value else set()), f"{path} {name}")
    expect_equal(read(client, path), reply, f"{path} {name} as it is read")


@story
def each_member_is_patched_alone(world):
    """It comes back changed, and nothing else does."""
    world.set_today(TODAY)
    world.flush()
    seen = set()
    for operation, properties in operations():
        expect(operation in MAKERS, f"no maker of something that {operation} changes")
        client, path, own = MAKERS[operation](world)
        for name, schema in properties.items():
            now = settle(client, path, BEFORE_VALUE.get((operation, name)), read(client, path))
            value = now[name] if (operation, name) in ONLY_VALUE else another(schema, name, now[name], own)
            expect(value != now[name] or (operation, name) in ONLY_VALUE, f"{operation} {name}: no other value is known")
            changed_alone(client, path, name, value, now)
        seen.add(operation)
    expect_equal(seen, set(MAKERS), "the operations that change something")


@story
def null_erases_each_member_that_may_be_null(world):
    world.set_today(TODAY)
    erased = 0
    for operation, properties in operations():
        client, path, own = MAKERS[operation](world)
        for name, schema in properties.items():
            if "null" not in types_of(schema):
                continue
            now = read(client, path)
            if now[name] is None:
                now = settle(client, path, BEFORE_VALUE.get((operation, name), {}) | {name: another(schema, name, None, own)}, now)
            now = settle(client, path, BEFORE_NULL.get((operation, name)), now)
            changed_alone(client, path, name, None, now)
            erased += 1
    expect(erased > 40, f"{erased} members erased")


@story
def a_patch_is_judged_on_what_it_makes(world):
    """A rule across members holds for the merged record, whichever member the patch names."""
    world.set_today(TODAY)
    counsellor = world.organisms[0].counsellor
    made = world.candidate(birth_year=1988, birth_month=1, birth_day=31)
    path = f"/v1/candidates/{made['id']}"
    wrong = lambda body: counsellor.patch(path, body, version=made["version"]).must(422).errors  # noqa: E731
    expect_equal(wrong({"birth_month": 2}), {"/birth_month": "DATE_INVALID"})
    expect_equal(wrong({"birth_month": None}), {"/birth_month": "BIRTH_DATE_INCOMPLETE"})
    expect_equal(wrong({"birth_month": 2, "birth_day": 30}), {"/birth_day": "DATE_INVALID"})
    changed = counsellor.patch(path, {"birth_month": 2, "birth_day": 29}, version=made["version"]).must(200)
    expect_equal((changed["birth_year"], changed["birth_month"], changed["birth_day"]), (1988, 2, 29))
    made = changed.body
    expect_equal(wrong({"birth_year": 1989}), {"/birth_year": "DATE_INVALID"})
    made = counsellor.patch(path, {"birth_day": None}, version=made["version"]).must(200).body
    made = counsellor.patch(path, {"birth_day": 28}, version=made["version"]).must(200).body  # its month is stored
    expect_equal(made["birth_day"], 28)


@story
def a_patch_of_nothing_moves_nothing(world):
    """Empty, or of what stands there already: 200, the same version, the same record."""
    world.set_today(TODAY)
    for operation, properties in operations():
        client, path, _ = MAKERS[operation](world)
        now = read(client, path)
        same = {name: now[name] for name in properties}
        for body in (same,) if operation in needs_something() else ({}, same):
            reply = client.patch(path, body, version=now["version"]).must(200)
            expect_equal(reply.body, now, f"{operation} of {body}")
            expect_equal(read(client, path), now, f"{operation} of {body}, as it is read")
    journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14").results("2026-01-14")
    door = f"/v1/evaluations/{journey.open_evaluation()['id']}/results"
    reply = journey.client("evaluator").patch(door, {"results": journey.grid(["2.4.1"])}, version=journey.version).must(200)
    expect_equal((reply["version"], journey.read()["version"]), (journey.version, journey.version), "the same results once more")


@story
def a_dry_run_that_finds_somebody_leaves_a_trace(world):
    """That a person exists is told by DUPLICATE_CANDIDATE, dry or not."""
    world.set_today(TODAY)
    person = world.identity()
    counsellor = world.organisms[0].counsellor
    counsellor.post("/v1/candidates", person).must(201)
    dry = counsellor.post("/v1/candidates?dry_run=true", person).must_refuse("DUPLICATE_CANDIDATE", 409)
    rows = world.instance.sql(f"select action from access_log where request_id = '{dry.headers['X-Request-Id']}'")
    expect_equal(rows, [["createCandidate"]])


@story
def a_history_is_read_by_page(world):
    world.set_today(TODAY)
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14")
    referent = journey.client("referent")
    for door in ("events", "history"):
        whole = referent.get(f"{journey.path}/{door}").must(200)["data"]
        found, cursor = [], ""
        while cursor is not None:
            page = referent.get(f"{journey.path}/{door}?limit=2" + (f"&cursor={cursor}" if cursor else "")).must(200)
            found, cursor = found + page["data"], page["page"]["next_cursor"]
        expect_equal(found, whole, door)
        expect(len(whole) > 4, str(whole))
        last = referent.get(f"{journey.path}/{door}?limit=2&cursor={page['page']['prev_cursor']}").must(200)["data"]
        expect_equal(last, whole[-len(page["data"]) - 2:-len(page["data"])], f"{door}, backwards")


def couples_of(properties):
    """By their names: what a code is the code of, and what a day is the day of."""
    for name in properties:
        for code in ("_insee", "_code"):
            if name.endswith(code) and f"{name.removesuffix(code)}_label" in properties:
                yield f"{name.removesuffix(code)}_label", name
        if name == "insee_code" and "city" in properties:
            yield "city", name
        if name.endswith("_month"):
            yield name, name.replace("_month", "_day")
            yield name.replace("_month", "_year"), name
        if name == "starts_at" and "held_on" in properties:
            yield "held_on", name


@story
def what_leans_on_another_member_does_not_stay_behind(world):
    world.set_today(TODAY)
    world.flush()
    seen = {(operation, first): second for operation, properties in operations() for first, second in couples_of(properties)}
    expect_equal(seen, {couple: second for couple, (second, _) in COUPLES.items()}, "couples of the contract, and of the table")
    for (operation, first), (second, both) in COUPLES.items():
        client, path, _ = MAKERS[operation](world)
        now = settle(client, path, both, read(client, path))
        reply = client.patch(path, {first: None}, version=now["version"])
        if reply.status == 422:
            expect_equal(read(client, path), now, f"{operation} {first} was refused")
            continue
        after = reply.must(200).body
        expect_equal((after[first], after[second]), (None, None), f"{operation} {first}")
        # Said with it, it is what was said; erased alone, it leaves the name.
        now = settle(client, path, both, after)
        after = client.patch(path, {second: None}, version=now["version"]).must(200).body
        expect_equal((after[first], after[second]), (both[first], None), f"{operation} {second}")
