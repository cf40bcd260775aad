# SPDX-License-Identifier: EUPL-1.2
"""Candidates are looked for by what is known of them; and what they correct of their own record."""

from story import Journey, expect, expect_equal, story


@story
def what_too_many_begin_with_is_looked_up_by_something_else(world):
    """A year, a commune, a letter: so many entries of an index are looked at and no more, whoever asks; the most telling word leads."""
    here = world.organism()
    counsellor = here.counsellor
    world.flush()
    identity = world.identity(birth_name="Quesnel", first_name_1="Quentin", birth_year=1903, birth_commune_insee="62041")
    made = counsellor.post("/v1/candidates", identity).must(201)
    later = counsellor.post("/v1/candidates", world.identity(birth_name="Quesnoy", birth_year=1904, birth_commune_insee="62041")).must(201)
    path = "/v1/candidates/searches"

    def found(client=counsellor, **criteria):
        return [one["id"] for one in client.post(path, criteria).must(200)["data"]]

    everybody = [later["id"], made["id"]]
    for criteria, ids in (({"birth_year": 1903}, [made["id"]]), ({"birth_commune_insee": "62041"}, everybody), ({"name": "q"}, everybody),
                          ({"name": "qu", "birth_year": 1904}, [later["id"]]), ({"birth_month": identity["birth_month"]}, None),
                          ({"birth_year": 1903, "birth_commune_insee": "62041", "birth_name": "QUESNEL"}, [made["id"]]),
                          ({"birth_year": 1903, "name": "quesnoy"}, []), ({"birth_year": 1905}, [])):
        if ids is not None:
            expect_equal(found(**criteria), ids, f"{criteria}")
            expect(set(ids) <= set(found(world.certifier, **criteria)), f"{criteria} by the certifier")
        else:
            expect(made["id"] in found(**criteria), f"{criteria}")
    version = counsellor.patch(f"/v1/candidates/{made['id']}", {"birth_year": 1902, "birth_commune_insee": "59009", "birth_commune_label": None}, version=1).must(200)["version"]
    expect_equal((found(birth_year=1903), found(birth_year=1902), found(birth_commune_insee="62041")), ([], [made["id"]], [later["id"]]))
    counsellor.patch(f"/v1/candidates/{made['id']}", {"birth_year": 1903}, version=version).must(200)


@story
def candidates_correct_where_they_are_reached(world):
    """And nothing else of their own record; nor anything of another's."""
    here = world.organisms[0]
    journey = Journey(world, here).informed("2026-01-05")
    himself, path = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None), f"/v1/candidates/{journey.candidate['id']}"
    world.flush()
    version = himself.get(path).must(200)["version"]
    reached = {"email": "moi@candidat.example", "phone": "+33 6 00 00 00 01", "address_line_1": "1 rue Neuve", "address_line_2": None,
               "postal_code": "59000", "city": "Lille"}
    now = himself.patch(path, reached, version=version).must(200)
    expect_equal({name: now[name] for name in reached}, reached)
    himself.patch(path, {"city": "Arras"}, version=version).must_refuse("VERSION_MISMATCH", 412)
    for member, value in (("birth_name", "Autre"), ("region", "Bretagne"), ("sex", "M"), ("is_distinct", True), ("birth_day", 3)):
        refused = himself.patch(path, {"city": "Arras", member: value}, version=now["version"]).must_refuse("ROLE_NOT_ALLOWED", 403)
        expect_equal([reason["details"]["pointer"] for reason in refused["reasons"]], [f"/{member}"])
    expect_equal(himself.get(path).must(200)["city"], "Lille")
    expect_equal(here.counsellor.get(path).must(200)["email"], reached["email"])
    other = world.candidate(here)
    himself.patch(f"/v1/candidates/{other['id']}", {"city": "Arras"}, version=1).must(404)
