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
