# SPDX-License-Identifier: EUPL-1.2
"""What neither a fixture of an act nor a read by known ids leads to."""

from commission_acts import certificate
from harness.runner import expect

ASKED = []


def asked(function):
    ASKED.append(function)
    return function


@asked
def candidates_are_searched(world):
    world.candidate(birth_name="Delacroix", first_name_1="Camille")
    found = world.organisms[0].counsellor.post("/v1/candidates/searches", {"birth_name": "Delacroix"}).must(200)
    expect(found["data"], found)


@asked
def a_problem_and_a_vocabulary_are_read(world):
    world.public.get("/v1/problems/GRID_INCOMPLETE").must(200)
    world.public.get("/v1/vocabularies/modalities").must(200)


@asked
def a_grid_is_tried(world):
    results = [{"criterion_code": code, "status": "VALIDATED"} for code in world.referential.criteria[:3]]
    world.organisms[0].evaluator.post("/v1/referentials/CLEA-SOCLE/versions/2018/simulations", {"results": results}).must(200)


@asked
def a_staff_function_is_asked_for(world):
    world.commission.secretary.post(f"/v1/persons/{world.person()}/staff-functions", {"role": "SECRETARY", "valid_from": world.today}).must(202)


@asked
def a_certificate_is_verified(world):
    made = certificate(world)
    code = made["verification_code"]
    for path in (f"/v1/verifications/{code}", f"/v/{code}", f"/v1/verifications?code={code}", f"/v?code={code}"):
        world.public.get(path).must(200)
    world.public.post("/v1/verifications", {"code": code, "number": made["number"]}).must(200)
