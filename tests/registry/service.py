# SPDX-License-Identifier: EUPL-1.2
"""What the server says of itself."""

from support import Suite, same

suite = Suite("registry")
test = suite.test


@test
def probes_and_versions_need_no_key(world):
    same(world.public.get("/livez").must(200).body, {"status": "ok"})
    same(world.public.get("/readyz").must(200)["checks"], [{"name": "database", "status": "ok"}, {"name": "mode", "status": "ok"}])
    same(world.public.get("/version").must(200)["is_sandbox"], True)
    world.public.get("/v1").must(200)
    world.public.get("/v1/me").must_refuse("CREDENTIALS_REQUIRED", 401)


@test
def me_tells_scope_roles_and_person(world):
    me = world.referent_a.get("/v1/me").must(200)
    same((me["scope"], me["scope_reference"], me["scope_name"], me["roles"], me["person"]),
         ("ORGANISM", world.organism_a["reference"], "Organisme A", ["REFERENT"], None))
    person = world.person()
    me = world.client("NETWORK", ["NETWORK_MANAGER"], world.network_a["id"], person["id"]).get("/v1/me").must(200)
    same((me["scope_name"], me["person"]["last_name"]), ("Réseau A", "Moreau"))


@test
def every_problem_is_in_the_catalogue(world):
    problems = world.public.get("/v1/problems").must(200)["data"]
    same(len({problem["code"] for problem in problems}), len(problems))
    for problem in problems:
        same([member for member, value in problem.items() if not value and not member.startswith("hint_")], [])
    same(world.public.get("/v1/problems/GRID_INCOMPLETE").must(200)["type"], "urn:problem-type:clea:grid-incomplete")
    world.public.get("/v1/problems/NO_SUCH_THING").must(404)


@test
def vocabularies_have_labels_in_both_languages(world):
    for vocabulary in world.public.get("/v1/vocabularies").must(200)["data"]:
        same(world.public.get(f"/v1/vocabularies/{vocabulary['name']}").must(200).body, vocabulary)
        codes = [term["code"] for term in vocabulary["terms"]]
        same(len(set(codes)), len(codes))
        same([term for term in vocabulary["terms"] if not (term["label_fr"] and term["label_en"])], [])
    world.public.get("/v1/vocabularies/none").must(404)


@test
def vocabularies_know_every_state_that_the_database_knows(world):
    for name, query in (("candidacy-states", "select state from candidacy_state"),):
        terms = {term["code"] for term in world.public.get(f"/v1/vocabularies/{name}").must(200)["terms"]}
        same(terms, {row[0] for row in world.instance.sql(query)} - {"NONE"})


@test
def the_clock_is_set_by_the_certifier_and_given_back(world):
    world.auditor.put("/v1/sandbox/clock", {"today": "2027-01-31"}).must_refuse("ROLE_NOT_ALLOWED", 403)
    same(world.certifier.put("/v1/sandbox/clock", {"today": "2027-01-31"}).must(200)["effective_date"], "2027-01-31")
    same(world.referent_a.get("/v1/me").must(200)["today"], "2027-01-31")
    clock = world.certifier.put("/v1/sandbox/clock", {"today": None}).must(200)
    same((clock["today"], clock["is_real"]), (None, True))
    same(world.certifier.put("/v1/sandbox/clock", {}).must(422).errors, {"/today": "ONE_REQUIRED"})
    same(world.certifier.put("/v1/sandbox/clock", {"today": "2027-02-30"}).must(422).errors, {"/today": "DATE_INVALID"})


@test
def a_server_and_its_database_agree_on_being_a_sandbox(world):
    done = world.instance.command("serve", check=False, environment={"CLEA_SANDBOX_ENABLED": "false"})
    same(done.returncode, 1)
    assert "its database is" in done.stdout + done.stderr, done
