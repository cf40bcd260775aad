# SPDX-License-Identifier: EUPL-1.2
"""Référentiels that live: drafts, reports, versions that follow each other, thresholds, simulations."""

import copy
import json

from harness.second_server import SecondServer
from harness.world import ALWAYS, DATA
from harness.event import event_body
from story import Journey, expect, expect_equal, statuses, story

TREE = json.loads((DATA / "referential-clea-socle.json").read_text())


def draft(version, **changes):
    tree = copy.deepcopy(TREE)
    for member in ("code", "listed_counts"):
        tree.pop(member, None)
    return tree | {"version": version, "valid_from": "2026-01-01", "valid_to": None} | changes


def label(code, version):
    return f"/v1/referentials/{code}/versions/{version}"


def record(world, code, version, **changes):
    return world.certifier.post(f"/v1/referentials/{code}/versions", draft(version, **changes)).must(201)


def event(world, code, version, name, **members):
    return world.certifier.post(label(code, version) + "/events", event_body(name, **members))


def findings(world, code, version, severity="ERROR"):
    report = world.certifier.get(label(code, version) + "/validation").must(200)
    return [(item["code"], item["pointer"], item["subject"]) for item in report["findings"] if item["severity"] == severity]


@story
def a_draft_is_written_anew_until_it_is_activated(world):
    code = "ESSAI-BROUILLON"
    record(world, code, "1")
    first = world.certifier.get(label(code, "1")).must(200)
    body = draft("1", title="Titre corrigé")
    body["domains"][0]["subdomains"] = body["domains"][0]["subdomains"][1:]
    put = lambda sent, tag, who=world.certifier: who.put(label(code, "1"), sent, headers={"If-Match": tag})  # noqa: E731
    world.certifier.put(label(code, "1"), body).must_refuse("PRECONDITION_REQUIRED", 428)
    put(body, first.headers["ETag"], world.organisms[0].referent).must_refuse("ROLE_NOT_ALLOWED", 403)
    expect_equal(put(body | {"version": "2"}, first.headers["ETag"]).must(422).errors, {"/version": "REFERENCE_UNKNOWN"})
    changed = put(body, first.headers["ETag"]).must(200)
    expect_equal((changed["title"], changed["row_version"]), ("Titre corrigé", 2))
    expect(changed["item_count"] < first["item_count"], "the shape did not follow")
    put(body, first.headers["ETag"]).must_refuse("VERSION_MISMATCH", 412)
    event(world, code, "1", "ACTIVATE").must(201)["resource"]
    active = world.certifier.get(label(code, "1")).must(200)
    put(body, active.headers["ETag"]).must_refuse("REFERENTIAL_IMMUTABLE", 409)
    event(world, code, "1", "RETIRE", last_day="2030-01-01").must(201)["resource"]
    retired = world.certifier.get(label(code, "1")).must(200)
    put(body, retired.headers["ETag"]).must_refuse("REFERENTIAL_IMMUTABLE", 409)
    expect_equal(world.certifier.get(label(code, "1")).must(200).body, retired.body)
    world.certifier.put(label(code, "9"), body | {"version": "9"}, headers={"If-Match": '"1"'}).must(404)


@story
def the_report_tells_everything_and_the_activation_agrees(world):
    code = "ESSAI-RAPPORT"
    record(world, code, "1", valid_to="2027-12-31")
    event(world, code, "1", "ACTIVATE").must(201)["resource"]
    body = draft("2", valid_from="2027-12-31")
    subdomains = body["domains"][1]["subdomains"]
    subdomains[0]["criteria"] = []
    subdomains[0]["validation"] = None
    subdomains[1]["validation"] = {"min_pct": 100, "min_validated": 1}
    world.certifier.post(f"/v1/referentials/{code}/versions", body).must(201)
    wanted = [("SUBDOMAIN_WITHOUT_CRITERIA", "/domains/1/subdomains/0/criteria", "2.1"),
              ("THRESHOLD_MISSING", "/domains/1/subdomains/0/validation", "2.1"),
              ("THRESHOLD_AMBIGUOUS", "/domains/1/subdomains/1/validation", "2.2"),
              ("REFERENTIAL_OVERLAP", "/valid_from", "1")]
    expect_equal(findings(world, code, "2"), wanted)
    expect_equal(findings(world, code, "2", "WARNING"),
                 [("REFERENTIAL_COUNTS_DIFFER", "/declared_counts/criteria", None)])
    refused = event(world, code, "2", "ACTIVATE").must(409)
    expect_equal(refused.reasons, [finding[0] for finding in wanted])
    body = draft("2", valid_from="2028-01-01")
    world.certifier.put(label(code, "2"), body, headers={"If-Match": '"1"'}).must(200)
    expect_equal(findings(world, code, "2"), [])
    # 106 declared, 107 listed: told, and no obstacle (1.3).
    expect_equal(len(findings(world, code, "2", "WARNING")), 1)
    event(world, code, "2", "ACTIVATE").must(201)["resource"]
    expect_equal(world.certifier.get(label(code, "2") + "/validation").must(200)["is_complete"], True)
    world.organisms[0].evaluator.get(label(code, "2") + "/validation").must_refuse("ROLE_NOT_ALLOWED", 403)


@story
def a_version_has_a_domain_from_its_first_draft_on(world):
    """And a sub-domain without criteria is never activated: no version that serves is empty."""
    code = "ESSAI-VIDE"
    empty = draft("1", domains=[])
    expect_equal(world.certifier.post(f"/v1/referentials/{code}/versions", empty).must(422).errors, {"/domains": "MIN_LENGTH"})
    record(world, code, "1")
    expect_equal(world.certifier.put(label(code, "1"), empty, headers={"If-Match": '"1"'}).must(422).errors, {"/domains": "MIN_LENGTH"})


@story
def a_running_cycle_keeps_its_version(world):
    """Two complete versions: the second comes into force while a candidacy is in training."""
    code = "ESSAI-CYCLE"
    record(world, code, "1", valid_to="2026-06-30")
    event(world, code, "1", "ACTIVATE").must(201)["resource"]
    organism = world.organism()
    for activity in ("EVALUATION", "TRAINING"):
        world.make("/v1/habilitations", {"activity": activity, "referential_code": code, "state": "GRANTED",
                                         "organism_id": organism.id, "valid_from": ALWAYS[0], "valid_to": ALWAYS[1]})
    world.flush()
    world.set_today("2026-09-01")
    old = Journey(world, organism)
    old.open("2026-01-05", code).event("RECORD_INFORMATION", "2026-01-05", {"has_consent": True}, to="INFORMED")
    old.prior("2026-01-14", fails=("2.1",)).restitution("2026-01-15", to="PARTIAL")
    old.trained("2026-01-20", ["2"], "2026-02-02", "2026-06-30")
    # Version 2: one criterion less in 2.1, all of the others wanted.
    body = draft("2", valid_from="2026-07-01")
    changed = body["domains"][1]["subdomains"][0]
    gone = changed["criteria"].pop()["code"]
    changed["validation"] = {"min_pct": 100}
    world.certifier.post(f"/v1/referentials/{code}/versions", body).must(201)
    event(world, code, "2", "ACTIVATE").must(201)["resource"]

    new = Journey(world, organism)
    new.open("2026-07-01", code).event("RECORD_INFORMATION", "2026-07-01", {"has_consent": True}, to="INFORMED")
    new.start_prior("2026-07-02")
    expect(gone not in new.missing_codes(), "the new candidacy has the old grid")
    new.results("2026-07-02", fails=("2.1.1",)).event("COMPLETE_PRIOR", "2026-07-02", to="PRIOR_COMPLETED")
    expect_equal(statuses(new.results_of(new.evaluations()[0]))["2.1"], "NOT_VALIDATED", "100 % of six")

    old.event("START_FINAL", "2026-07-02", {"held_on": "2026-07-02"}, to="FINAL_IN_PROGRESS")
    expect(gone in old.missing_codes(), "the running candidacy lost its grid")
    old.results("2026-07-02", fails=("2.1.1",)).event("COMPLETE_FINAL", "2026-07-02", to="FINAL_COMPLETED")
    expect_equal(statuses(old.results_of(old.evaluations()[1]))["2.1"], "VALIDATED", "75 % of seven")
    # Retired, a version still serves the cycles that are pinned to it.
    event(world, code, "1", "RETIRE", last_day="2026-06-30").must(201)["resource"]
    old.restitution("2026-07-03", to="JURY_READY")


@story
def numerique_gets_its_results_by_domain(world):
    organism = world.organism()
    for activity in ("EVALUATION", "TRAINING"):
        world.make("/v1/habilitations", {"activity": activity, "referential_code": "CLEA-NUMERIQUE", "state": "GRANTED",
                                         "organism_id": organism.id, "valid_from": ALWAYS[0], "valid_to": ALWAYS[1]})
    world.flush()
    world.set_today("2026-09-01")

    def evaluated(**results):
        journey = Journey(world, organism)
        journey.open("2026-01-05", "CLEA-NUMERIQUE")
        journey.event("RECORD_INFORMATION", "2026-01-05", {"has_consent": True}, to="INFORMED").start_prior("2026-01-14")
        expect_equal(journey.missing_codes(), ["1", "2", "3", "4"], "the domains themselves are what gets a result")
        grid = [{"criterion_code": code, "status": results.get("d" + code, "VALIDATED")} for code in "123"]
        journey.event("RECORD_RESULTS", "2026-01-14", {"results": grid})
        missing = journey.refused("GRID_INCOMPLETE", "COMPLETE_PRIOR", "2026-01-14")
        expect("4" in json.dumps(missing.details("GRID_INCOMPLETE")), missing)
        journey.refused("CRITERION_NOT_IN_REFERENTIAL", "RECORD_RESULTS", "2026-01-14",
                        {"results": [{"criterion_code": "1.1.1", "status": "VALIDATED"}]})
        journey.event("RECORD_RESULTS", "2026-01-14", {"results": [{"criterion_code": "4", "status": "VALIDATED"}]})
        return journey.event("COMPLETE_PRIOR", "2026-01-14", to="PRIOR_COMPLETED")

    whole = evaluated().restitution("2026-01-14", to="JURY_READY")
    expect_equal(whole.missing_domains(), [])
    partial = evaluated(d3="NOT_VALIDATED").restitution("2026-01-14", to="PARTIAL")
    expect_equal(partial.missing_domains(), ["3"])
    partial.trained("2026-01-20", ["3"], "2026-02-02", "2026-06-30")
    partial.event("START_FINAL", "2026-07-01", {"held_on": "2026-07-01"}, to="FINAL_IN_PROGRESS")
    expect_equal(partial.missing_codes(), ["3"])
    partial.event("RECORD_RESULTS", "2026-07-01", {"results": [{"criterion_code": "3", "status": "VALIDATED"}]})
    partial.event("COMPLETE_FINAL", "2026-07-01").restitution("2026-07-01", to="JURY_READY")


@story
def the_version_of_2015_is_history(world):
    """Decision 11: loaded as RETIRED, never opened, on none of its own days either."""
    old = world.public.get(label("CLEA-SOCLE", "2015")).must(200)
    expect_equal(old["status"], "RETIRED")
    event(world, "CLEA-SOCLE", "2015", "ACTIVATE").must_refuse("INVALID_STATE", 409)
    world.certifier.put(label("CLEA-SOCLE", "2015"), draft("2015"), headers={"If-Match": old.headers["ETag"]}).must_refuse(
        "REFERENTIAL_IMMUTABLE", 409)
    expect("SUBDOMAIN_WITHOUT_CRITERIA" in [found[0] for found in findings(world, "CLEA-SOCLE", "2015")], "it is incomplete")
    world.set_today("2017-06-01")
    journey = Journey(world).informed("2017-05-01")
    journey.refused("NO_ACTIVE_REFERENTIAL", "START_PRIOR", "2017-05-02", {"held_on": "2017-05-02"})


# Simulations and the stricter policy


def simulate(client, results, version="2018", code="CLEA-SOCLE"):
    return client.post(label(code, version) + "/simulations", {"results": results}, key=False)


def grid(world, validated_of=None, leave_out=()):
    """All validated; {sub-domain: so many of it}."""
    left = dict(validated_of or {})
    results = []
    for code in world.referential.criteria:
        subdomain = world.referential.subdomain_of[code]
        is_validated = left.get(subdomain, 1) > 0
        if subdomain in left:
            left[subdomain] -= 1
        if code not in leave_out:
            results.append({"criterion_code": code, "status": "VALIDATED" if is_validated else "NOT_VALIDATED"})
    return results


def rows(world):
    return world.instance.sql("select (select count(*) from evaluation), (select count(*) from candidacy_event),"
                              " (select count(*) from audit)")


@story
def a_simulation_scores_and_stores_nothing(world):
    evaluator = world.organisms[0].evaluator
    before = rows(world)
    whole = simulate(evaluator, grid(world)).must(200)
    expect_equal((whole["is_ready_for_jury"], whole["missing_domain_codes"], whole["missing_criterion_codes"]), (True, [], []))
    # Scenarios 3 and 4: 75 % of seven, 66 % of three.
    for subdomain, count, is_validated in (("2.1", 5, False), ("2.1", 6, True), ("2.5", 1, False), ("2.5", 2, True)):
        found = simulate(evaluator, grid(world, {subdomain: count})).must(200)
        expect_equal(statuses_of(found)[subdomain], "VALIDATED" if is_validated else "NOT_VALIDATED", f"{subdomain} {count}")
        expect_equal(found["missing_domain_codes"], [] if is_validated else ["2"])
        expect_equal(found["is_ready_for_jury"], is_validated)
    part = simulate(evaluator, grid(world, leave_out=("2.4.1", "3.1.1"))).must(200)
    expect_equal(part["missing_criterion_codes"], ["2.4.1", "3.1.1"])
    expect("2" in part["missing_domain_codes"], part)
    domain = simulate(world.auditor, [{"criterion_code": "3", "status": "NOT_VALIDATED"}], code="CLEA-NUMERIQUE").must(200)
    expect_equal((domain["missing_domain_codes"], domain["missing_criterion_codes"]), (["1", "2", "3", "4"], ["1", "2", "4"]))
    one = {"criterion_code": "1.1.1", "status": "VALIDATED"}
    expect_equal(simulate(evaluator, [one, one, one | {"criterion_code": "9.9.9"}]).must(422).errors,
                 {"/results/1/criterion_code": "DUPLICATE_ITEM", "/results/2/criterion_code": "REFERENCE_UNKNOWN"})
    simulate(evaluator, [one], version="1999").must(404)
    simulate(world.public, [one]).must(401)
    expect_equal(rows(world), before, "something was stored")


def statuses_of(simulation):
    return {subdomain["code"]: subdomain["status"] for domain in simulation["domains"] for subdomain in domain["subdomains"]}


@story
def a_stricter_policy_overrides_the_thresholds(instance, world):
    """2.2 rule 7: 75 % everywhere, by configuration; 2.5 (66 % of three) then wants all three."""
    world.set_today("2026-09-01")
    results = grid(world, {"2.5": 2})
    usual = simulate(world.organisms[0].evaluator, results).must(200)
    with SecondServer(instance, CLEA_POLICY_STRICTER_THRESHOLDS="true") as strict:
        evaluator = strict.client(world.organisms[0].evaluator)
        found = simulate(evaluator, results).must(200)
        expect_equal((usual["has_stricter_thresholds"], found["has_stricter_thresholds"]), (False, True))
        expect_equal((statuses_of(usual)["2.5"], statuses_of(found)["2.5"]), ("VALIDATED", "NOT_VALIDATED"))
        expect_equal(found["missing_domain_codes"], ["2"])
        wanted = {s["code"]: (s["required_count"], s["criterion_count"]) for d in found["domains"] for s in d["subdomains"]}
        for subdomain, (required, count) in wanted.items():
            expect_equal(required, -(-75 * count // 100), subdomain)
        # The grid of an evaluation is judged by the same policy.
        journey = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
        journey.event("RECORD_RESULTS", "2026-01-14", {"results": results})
        evaluation = journey.open_evaluation()
        expect_equal(statuses(journey.results_of(evaluation))["2.5"], "VALIDATED")
        expect_equal(statuses(journey.results_of(evaluation, who=evaluator))["2.5"], "NOT_VALIDATED")
        # And what is completed under it stays: the restitution leads to a path on domain 2, then to the file.
        journey.event("COMPLETE_PRIOR", "2026-01-14", who=evaluator, to="PRIOR_COMPLETED")
        journey.event("RECORD_RESTITUTION", "2026-01-14", {"synthesis": "Le domaine 2 reste à travailler."}, who=evaluator, to="PARTIAL")
        expect_equal(journey.missing_domains(), ["2"])
    # The thresholds of the completion are remembered: a server with the usual policy reads the same.
    expect_equal(journey.missing_domains(), ["2"])
    expect_equal(statuses(journey.results_of(evaluation))["2.5"], "NOT_VALIDATED")
    expect_equal([item["stricter_min_pct"] for item in journey.evaluations()], [75])
    attestation = journey.client("referent").get(f"/v1/evaluations/{evaluation['id']}/attestation").must(200)
    expect_equal(statuses(attestation)["2.5"], "NOT_VALIDATED")
    easier = Journey(world).informed("2026-01-05").start_prior("2026-01-14")
    easier.event("RECORD_RESULTS", "2026-01-14", {"results": results}).event("COMPLETE_PRIOR", "2026-01-14")
    easier.restitution("2026-01-14", to="JURY_READY")
    expect_equal([item["stricter_min_pct"] for item in easier.evaluations()], [None])


# Methods of evaluation


@story
def a_method_belongs_to_a_certification_and_to_a_network_or_branch(world):
    """Decision 19: of another certification, of another network, of a branch, from outside its membership."""
    world.set_today("2026-09-01")
    network, other = world.network(), world.network()
    organism = world.organism()
    world.join(network, organism, "2026-01-10")
    world.flush()
    method = {"name": "Entretien", "referential_code": "CLEA-SOCLE", "modality": "MIXED", "sitting_count": 2,
              "instruments": ["Entretien", "Mise en situation"]}
    made = lambda **members: world.make("/v1/evaluation-methods", method | members)["id"]  # noqa: E731
    own, strange, branch = made(network_id=network), made(network_id=other), made(branch_idcc="1486")
    numerique = made(network_id=other, referential_code="CLEA-NUMERIQUE")

    journey = Journey(world, organism).informed("2026-01-05")
    start = lambda method_id, day: {"held_on": day, "method_id": method_id}  # noqa: E731
    journey.refused("METHOD_NOT_AVAILABLE", "START_PRIOR", "2026-01-14", start(strange, "2026-01-14"))
    journey.refused("METHOD_NOT_AVAILABLE", "START_PRIOR", "2026-01-09", start(own, "2026-01-09"))
    journey.refused("METHOD_NOT_AVAILABLE", "START_PRIOR", "2026-01-14", start(branch, "2026-01-14"))
    both = journey.refused("METHOD_OF_OTHER_REFERENTIAL", "START_PRIOR", "2026-01-14", start(numerique, "2026-01-14"))
    expect_equal(both.reasons, ["METHOD_OF_OTHER_REFERENTIAL", "METHOD_NOT_AVAILABLE"])
    expect_equal(both.details("METHOD_NOT_AVAILABLE"), {"pointer": "/data/method_id"})
    unknown = journey.send("START_PRIOR", "2026-01-14", start(network, "2026-01-14")).must(422)
    expect_equal(unknown.errors, {"/data/method_id": "REFERENCE_UNKNOWN"})
    journey.event("START_PRIOR", "2026-01-14", start(own, "2026-01-14"), to="PRIOR_IN_PROGRESS")
    expect_equal(journey.open_evaluation()["method_id"], own)
    journey.results("2026-01-14", fails=("2",)).event("COMPLETE_PRIOR", "2026-01-14")
    journey.restitution("2026-01-14", to="PARTIAL").trained("2026-01-20", ["2"], "2026-02-02", "2026-06-30")
    journey.refused("METHOD_NOT_AVAILABLE", "START_FINAL", "2026-07-01", start(strange, "2026-07-01"))
    journey.event("START_FINAL", "2026-07-01", start(own, "2026-07-01"), to="FINAL_IN_PROGRESS")

    employee = Journey(world, organism, branch_idcc="1486").informed("2026-01-05")
    employee.event("START_PRIOR", "2026-01-14", start(branch, "2026-01-14"), to="PRIOR_IN_PROGRESS")
    expect_equal(employee.open_evaluation()["method_id"], branch)


@story
def a_closed_method_begins_no_evaluation(world):
    """Its network closes it, or the certifier does; another network changes nothing. What began by it keeps it."""
    world.set_today("2026-09-01")
    network, other = world.network(), world.network()
    organism = world.organism()
    world.join(network, organism, "2026-01-01")
    world.flush()
    made = world.make("/v1/evaluation-methods", {"name": "Entretien", "referential_code": "CLEA-SOCLE", "modality": "ON_SITE",
                                                 "sitting_count": 1, "network_id": network})
    path, start = f"/v1/evaluation-methods/{made['id']}", {"held_on": "2026-01-14", "method_id": made["id"]}
    begun = Journey(world, organism).informed("2026-01-05").event("START_PRIOR", "2026-01-14", start)
    manager, stranger = (world.key("NETWORK", one, ["NETWORK_MANAGER"], world.person()) for one in (network, other))
    world.flush()
    stranger.patch(path, {"status": "CLOSED"}, version=1).must_refuse("ACT_OF_ANOTHER", 403)
    closed = manager.patch(path, {"status": "CLOSED"}, version=1).must(200)
    expect_equal(closed.body, made | {"status": "CLOSED", "version": 2, "former_names": None, "redacted_fields": ["former_names"]})
    expect_equal(manager.patch(path, {"modality": "REMOTE"}, version=2).must(422).errors, {"/modality": "READ_ONLY_FIELD"})
    later = Journey(world, organism).informed("2026-01-05")
    later.refused("METHOD_NOT_AVAILABLE", "START_PRIOR", "2026-01-14", start)
    expect_equal(begun.open_evaluation()["method_id"], made["id"])
    listed = lambda status: [row["id"] for row in manager.get(f"/v1/evaluation-methods?network_id={network}&status={status}").must(200)["data"]]  # noqa: E731
    expect_equal((listed("ACTIVE"), listed("CLOSED")), ([], [made["id"]]))
    world.certifier.patch(path, {"status": "ACTIVE"}, version=2).must(200)
    later.event("START_PRIOR", "2026-01-14", start)
