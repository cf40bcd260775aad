# SPDX-License-Identifier: EUPL-1.2
"""Cursors of pages: each belongs to the list, the filters, the order and the search that it was made for."""

import urllib.parse
import uuid

from support import Client, Suite, expect, expect_equal

suite = Suite("cursors")


def some(schema):
    """A value that a parameter takes."""
    schema = schema.get("items", schema)
    if "enum" in schema:
        return schema["enum"][0]
    made = {"uuid": str(uuid.uuid4()), "date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z"}
    return made.get(schema.get("format"), {"boolean": "true", "integer": schema.get("minimum", 1)}.get(schema.get("type"), "CLEA_SOCLE"))


# How what was found is given, and not what is looked for.
LAYOUT = {"sort", "fields", "include", "format"}


@suite.test
def a_cursor_belongs_to_what_was_looked_for(world):
    """With another filter, or the body of another search, it is refused: it would answer something else."""
    client, tried, wrong = world.organisms[0].counsellor, 0, []
    for birth_name in ("Jumeau", "Jumeau", "Plein", "Plein"):
        world.candidate(birth_name=birth_name)
    look = lambda body, query="?limit=1": client.post(f"/v1/candidates/searches{query}", body)  # noqa: E731
    cursor = look({"name": "jumeau"}).must(200)["page"]["next_cursor"]
    expect(cursor, "one page only")
    again = f"?limit=1&cursor={cursor}"
    expect_equal(look({"name": " jumeau "}, again).must(200)["data"][0]["birth_name"], "Jumeau", "the same search, read as it was")
    for other in ({"name": "plein"}, {"birth_name": "jumeau"}, {"name": "jumeau", "birth_year": 1988}):
        look(other, again).must_refuse("CURSOR_INVALID", 400)
    for (method, path), operation in Client.contract.operations.items():
        parameters = {p.get("name", p.get("$ref", "").rpartition("/")[2]): p for p in operation.get("parameters", [])}
        filters = [p for name, p in parameters.items() if p.get("in") == "query" and not p.get("required") and name not in LAYOUT]
        reader = next((caller for caller in (client, world.certifier) if method == "GET" and "Cursor" in parameters and "{" not in path
                       and caller.get(f"{path}?limit=1").status == 200), None)
        cursor = reader and reader.get(f"{path}?limit=1")["page"]["next_cursor"]
        for filter_ in filters if cursor else ():
            tried += 1
            query = urllib.parse.urlencode({"limit": 1, filter_["name"]: some(Client.contract.resolved(filter_["schema"])), "cursor": cursor})
            reply = reader.get(f"{path}?{query}")
            if reply.errors.get("cursor") != "CURSOR_INVALID":
                wrong.append(f"{path} {filter_['name']}: {reply}")
    expect(not wrong and tried > 10, f"{tried} filters: {wrong}")


@suite.test
def what_too_many_begin_with_is_looked_up_by_something_else(world):
    """As many entries of an index are looked at as candidate_search_most says, whoever asks; the word that leads to the fewest leads."""
    here, path, many = world.organism(), "/v1/candidates/searches", 1100
    world.flush()
    made = here.counsellor.post("/v1/candidates", world.identity(birth_name="Quesnel", first_name_1="Quentin", birth_year=1903)).must(201)
    ours = f"created_by_org_id = '{here.id}' and birth_year = 1950"
    world.instance.sql(f"""
        insert into candidate (id, reference, birth_name, first_name_1, birth_year, search_name, name_rule, created_by_org_id, identity_parts, search_words)
        select gen_random_uuid(), reference_text('CAN', 1950, n), 'Quatrain', 'Quitterie', 1950, 'QUATRAIN QUITTERIE', 2, '{here.id}',
               array['QUATRAIN', 'QUITTERIE', null, '1950', null, null, null, null], array['QUATRAIN', 'QUITTERIE'] from generate_series(1, {many}) n""")
    try:
        for client in (here.counsellor, world.certifier):
            for criteria in ({"name": "q"}, {"birth_year": 1950}, {"birth_month": 1}, {"name": "quatrain"}, {"name": "quatrain", "first_name_1": "Quitterie"}):
                client.post(path, criteria).must_refuse("SEARCH_TOO_WIDE", 409)
            for criteria in ({"name": "quesnel q"}, {"name": "q", "birth_year": 1903}, {"name": "q", "reference": made["reference"]}):
                expect_equal([one["id"] for one in client.post(path, criteria).must(200)["data"]], [made["id"]], f"{criteria}")
            # Common words, which few have together: the one with both is found, with a mark as well.
            world.instance.sql(f"update candidate set search_words = array['QUATRAIN', 'QUENTIN'] where id = (select min(id::text)::uuid from candidate where {ours})")
            expect_equal(len(client.post(path, {"name": "quatrain quentin"}).must(200)["data"]), 1)
            expect_equal(len(client.post(path, {"name": "qua quentin", "birth_year": 1950}).must(200)["data"]), 1)
            refused = client.post(path, {"name": "quatrain", "birth_year": 1950}).must_refuse("SEARCH_TOO_WIDE", 409)
            expect_equal(refused.details("SEARCH_TOO_WIDE")["names"], ["birth_name", "first_name_1", "birth_commune_insee"])
    finally:
        world.instance.sql(f"delete from candidate_word where candidate_id in (select id from candidate where {ours}); "
                           f"delete from candidate_access where candidate_id in (select id from candidate where {ours}); delete from candidate where {ours}")
