# SPDX-License-Identifier: EUPL-1.2
"""The blind pack: what a juror decides on, without who it is of; nobody else reads it, and the log says that it was read."""

import re

from commission_stories import HELD, submitted
from story import Journey, Session, expect, expect_equal, story, within_a_second

UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PSEUDONYM = re.compile(r"^[COP]-[0-9A-F]{10}$")
# Whatever says who, where or which: every text of these columns, wherever it stands.
TELLING = """
select string_agg(format('select %I::text from %I where char_length(%I::text) > 2', c.column_name, c.table_name, c.column_name), ' union ')
from information_schema.columns c
where c.table_schema = 'public' and c.table_name in ('candidate', 'person', 'organism', 'site', 'candidacy', 'file', 'commission', 'evaluation_method', 'network')
  and c.column_name ~ '(^|_)(name|name_1|name_2|name_3|address|city|email|phone|siret|reference|postal_code|birthplace|nir|commune_insee|birth_commune_insee)$'"""


def telling(world):
    """Names, addresses and references that are in the database, as bytes."""
    [[question]] = world.instance.sql(TELLING)
    return {row[0].strip().encode() for row in world.instance.sql(question) if row[0].strip()}


def found_in(world, session, raw):
    """What of the data stands in an answer that it should not tell."""
    words = {word for word in telling(world) if re.search(rb"(?<![\w-])" + re.escape(word) + rb"(?![\w-])", raw)}
    return words | {id_ for id_ in UUID.findall(raw) if id_.decode() != session.id}


def pack(session, client):
    return client.get(f"{session.path}/pack")


def trained(world):
    """A file by way of a training path: evaluators, a trainer, two evaluations."""
    world.set_today("2026-06-30")
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14", fails=("2", "3")).restitution("2026-01-14", to="PARTIAL")
    journey.propose("2026-01-20", ["2", "3"], "2026-02-02", "2026-06-01").accept("2026-01-20").close_modules("2026-06-01")
    journey.event("CLOSE_PATH", "2026-06-01", to="FINAL_READY").event("START_FINAL", "2026-06-02", {"held_on": "2026-06-02"}).results("2026-06-02")
    journey.event("COMPLETE_FINAL", "2026-06-02").event("RECORD_RESTITUTION", "2026-06-02")
    return journey.refresh().submit("2026-06-10")


@story
def a_juror_reads_what_decides_and_not_who(world):
    long_way, direct = trained(world), submitted(world, today="2026-06-30")
    world.set_today("2026-06-30")
    session = Session(world, "2026-06-30").put(long_way, direct).convene("2026-06-30")
    read = pack(session, session.juror("EMPLOYER2")).must(200)
    first, second = read["files"]
    expect_equal((first["position"], second["position"], first["is_direct_route"], second["is_direct_route"]), (1, 2, False, True))
    prior, final = first["evaluations"]
    failed = {line["code"] for line in prior["subdomains"] if line["status"] == "NOT_VALIDATED"}
    expect(failed and {code[0] for code in failed} == {"2", "3"}, str(failed))
    expect(all(line["failed_criterion_codes"] for line in prior["subdomains"] if line["code"] in failed), "which criteria failed")
    expect_equal({line["status"] for line in final["subdomains"] if line["code"] in failed}, {"VALIDATED"})
    expect_equal({line["status"] for line in final["subdomains"] if line["code"] not in failed}, {"NOT_EVALUATED"})
    [path] = first["paths"]
    expect_equal([module["domain_code"] for module in path["modules"]], ["2", "3"])
    said = [first["candidate"], second["candidate"], first["centre"], path["modules"][0]["trainer"], *prior["evaluators"]]
    expect(all(PSEUDONYM.match(word) for word in said), str(said))
    expect_equal(len({first["candidate"], second["candidate"]}), 2)
    expect_equal({first["centre"], second["centre"], prior["centre"]}, {first["centre"]}, "one centre has one pseudonym")
    expect_equal(prior["evaluators"], second["evaluations"][0]["evaluators"], "and so has one person")
    # The scan: nothing of it in the pack; and it sees what the file itself tells.
    expect_equal(found_in(world, session, read.raw), set())
    plain = session.secretary.get(f"/v1/files/{long_way.file()['id']}").must(200)
    seen = found_in(world, session, plain.raw)
    expect(long_way.candidate["birth_name"].encode() in seen and long_way.id.encode() in seen, str(seen))


@story
def pseudonyms_are_those_of_one_session(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey).convene(HELD)
    first = pack(session, session.juror("EMPLOYER1")).must(200)
    again = pack(session, session.juror("EMPLOYEE2")).must(200)
    expect_equal(first.body, again.body, "stable within the session, whoever reads it")
    session.event("CANCEL", HELD, reason="Grève")
    other = Session(world, HELD).put(journey).convene(HELD)
    elsewhere = pack(other, other.juror("EMPLOYER1")).must(200)
    [here], [there] = first["files"], elsewhere["files"]
    for member in ("candidate", "centre"):
        expect(here[member] != there[member], f"the pseudonym of a {member} is the same in two sessions")
    words = set(re.findall(r"[COP]-[0-9A-F]{10}", first.raw.decode()))
    expect_equal(words & set(re.findall(r"[COP]-[0-9A-F]{10}", elsewhere.raw.decode())), set())
    pack(session, session.juror("EMPLOYER1")).must_refuse("NOT_FOUND", 404)


@story
def who_sits_reads_it_and_nobody_else(world):
    journey = submitted(world)
    session = Session(world, HELD).put(journey)
    pack(session, session.juror("EMPLOYER2")).must_refuse("NOT_FOUND", 404)  # not convened yet, and no chair
    pack(session, session.juror("EMPLOYER1")).must(200)
    session.convene(HELD)
    for client in (session.secretary, world.certifier, world.auditor, journey.client("referent")):
        pack(session, client).must_refuse("ROLE_NOT_ALLOWED", 403)
    elsewhere = world.new_commission(region="Corse", per_college=1)
    world.flush()
    pack(session, elsewhere.members["EMPLOYER1"]["client"]).must_refuse("NOT_FOUND", 404)
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT", EMPLOYEE2="ABSENT")
    pack(session, session.juror("EMPLOYEE2")).must_refuse("NOT_FOUND", 404)


@story
def that_it_was_read_is_in_the_log_of_each_candidate(world):
    journeys = submitted(world), submitted(world)
    session = Session(world, HELD).put(*journeys).convene(HELD)
    read = pack(session, session.juror("EMPLOYER1")).must(200)
    rows = world.instance.sql("select candidate_ids::text, object_ids::text from access_log where request_id = "
                              f"'{read.headers['X-Request-Id']}'")
    expect_equal(len(rows), 1)
    for journey in journeys:
        expect(journey.candidate["id"] in rows[0][0] and journey.id in rows[0][1], f"{rows} does not name {journey.id}")

        def it_is_told(journey=journey):
            told = journey.client("referent").get(f"{journey.path}/accesses").must(200)["data"]
            return any(line["action"] == "DELIBERATION" for line in told)
        within_a_second(it_is_told)
