# SPDX-License-Identifier: EUPL-1.2
"""The agenda of a session: its order, when each file is taken, when it would end; and who was told of it (3.4)."""

from commission_stories import HELD, submitted
from story import Session, expect, expect_equal, story, together

NINE = f"{HELD}T09:00:00+01:00"


def agenda(session, client=None):
    return (client or session.secretary).get(f"{session.path}/agenda").must(200)["data"]


def order(session, journeys, client=None, version=None):
    ids = [session.items[journey.id] if not isinstance(journey, str) else journey for journey in journeys]
    return (client or session.secretary).send("PUT", f"{session.path}/agenda-order", body={"agenda_item_ids": ids},
                                              headers={"If-Match": f'"{version or session.read().version}"'})


def times(session):
    return [(item["starts_at_local"], item["starts_at"], item["ends_at"]) for item in agenda(session)]


def planned(world, count, **members):
    journeys = [submitted(world) for _ in range(count)]
    return Session(world, HELD, **members).put(*journeys), journeys


@story
def the_secretary_moves_files_and_each_has_its_place(world):
    session, (a, b, c) = planned(world, 3)
    moved = order(session, (c, a, b)).must(200)
    expect(moved["version"] > session.version, "the version did not move")
    expect_equal([item["candidacy_id"] for item in agenda(session)], [c.id, a.id, b.id])
    expect_equal([item["position"] for item in agenda(session)], [1, 2, 3])
    session.remove(a).must(201)
    d = submitted(world)
    session.put(d)
    expect_equal([item["candidacy_id"] for item in agenda(session)], [c.id, b.id, d.id], "who is put on it comes last")
    order(session, (d, c, b)).must(200)
    session.convene(HELD)
    order(session, (b, c, d)).must(200)
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open()
    order(session, (c, b, d)).must_refuse("SESSION_LOCKED", 409)
    expect_equal([item["candidacy_id"] for item in agenda(session)], [b.id, c.id, d.id])


@story
def an_order_has_every_file_once(world):
    session, (a, b) = planned(world, 2)
    stranger = Session(world, HELD).put(submitted(world))
    before = agenda(session), session.read().version
    short = order(session, (a,)).must_refuse("MIN_LENGTH", 422)
    expect_equal(short.errors, {"/agenda_item_ids": "MIN_LENGTH"})
    expect_equal(short["errors"][0]["params"]["missing"], [session.items[b.id]])
    expect_equal(order(session, (a, b, b)).must_refuse("DUPLICATE_ITEM", 422).errors, {"/agenda_item_ids/2": "DUPLICATE_ITEM"})
    [other] = stranger.items.values()
    expect_equal(order(session, (a, other)).must_refuse("REFERENCE_UNKNOWN", 422).errors, {"/agenda_item_ids/1": "REFERENCE_UNKNOWN"})
    order(session, (b, a), client=session.juror("EMPLOYER1")).must_refuse("ROLE_NOT_ALLOWED", 403)
    order(session, (b, a), version=session.version - 1).must_refuse("VERSION_MISMATCH", 412)
    session.secretary.put(f"{session.path}/agenda-order", {"agenda_item_ids": list(session.items.values())}).must(428)
    expect_equal((agenda(session), session.read().version), before)


@story
def each_line_has_its_time_in_the_zone_of_the_session(world):
    session, journeys = planned(world, 5, starts_at=NINE, file_minutes=20, break_every_count=2, break_minutes=15)
    expect_equal([local for local, _, _ in times(session)], ["09:00", "09:20", "09:55", "10:15", "10:50"])
    expect_equal(times(session)[0][1:], (f"{HELD}T08:00:00.000Z", f"{HELD}T08:20:00.000Z"))
    read = session.secretary.get(session.path).must(200)
    expect_equal((read["ends_at"], times(session)[-1][2]), (f"{HELD}T10:10:00.000Z",) * 2)
    simulation = session.secretary.get(f"{session.path}/simulation").must(200)
    expect_equal((simulation["starts_at"], simulation["ends_at"]), (f"{HELD}T08:00:00.000Z", read["ends_at"]))
    order(session, reversed(journeys)).must(200)
    expect_equal([item["starts_at_local"] for item in agenda(session) if item["candidacy_id"] == journeys[0].id], ["10:50"])
    session.remove(journeys[4]).must(201)
    expect_equal([local for local, _, _ in times(session)], ["09:00", "09:20", "09:55", "10:15"], "who follows moves up")
    gone = [item for item in session.secretary.get(f"{session.path}/agenda?with_removed=true").must(200)["data"] if item["removed_on"]]
    expect_equal([(item["starts_at"], item["starts_at_local"]) for item in gone], [(None, None)])
    version = session.read().version
    session.secretary.patch(session.path, {"break_every_count": None, "file_minutes": 30}, version=version).must(200)
    expect_equal([local for local, _, _ in times(session)], ["09:00", "09:30", "10:00", "10:30"])
    overseas, _ = planned(world, 2, starts_at=f"{HELD}T09:00:00+04:00", time_zone="Indian/Reunion")
    expect_equal([local for local, _, _ in times(overseas)], ["09:00", "09:10"], "by the policy")


@story
def without_a_beginning_or_a_file_there_are_no_times(world):
    session, _ = planned(world, 2)
    expect_equal(times(session), [(None, None, None)] * 2)
    expect_equal(session.secretary.get(session.path).must(200)["ends_at"], None)
    empty = Session(world, HELD, starts_at=NINE)
    read = empty.secretary.get(empty.path).must(200)
    expect_equal((read["ends_at"], read["file_minutes"], read["break_every_count"], read["break_minutes"]), (None, 10, None, 15))


@story
def orders_at_once_give_one_of_them(world):
    session, (a, b, c) = planned(world, 3)
    for _ in range(5):
        version = session.read().version
        replies = together(*(lambda journeys=journeys: order(session, journeys, session.secretary.clone(), version)
                             for journeys in ((a, b, c), (c, b, a), (b, c, a))))
        expect_equal(sorted(reply.status for reply in replies), [200, 412, 412], str(replies))
        expect_equal(sorted(item["position"] for item in agenda(session)), [1, 2, 3])


@story
def who_was_told_is_written_down(world):
    """Everybody but the alternates, unless the secretary names them; from then on these are who is invited."""
    session, _ = planned(world, 1)
    path = f"{session.path}/convocations"
    expect_equal(session.secretary.get(path).must(200)["data"], [])
    session.convene(HELD)
    told = session.secretary.get(path).must(200)["data"]
    everybody = {session.member_id(label) for label in ("EMPLOYER1", "EMPLOYER2", "EMPLOYEE1", "EMPLOYEE2")}
    expect(everybody <= {line["member_id"] for line in told}, "members who were not told")
    expect(all(line["convened_on"] == HELD and not line["is_alternate"] for line in told), str(told))
    chosen, _ = planned(world, 1)
    members = [chosen.member_id("EMPLOYER2"), chosen.member_id("EMPLOYEE1")]
    chosen.event("CONVENE", HELD, member_ids=members)
    told = chosen.juror("EMPLOYER2").get(f"{chosen.path}/convocations").must(200)["data"]
    expect_equal(sorted(line["member_id"] for line in told), sorted(members))
    simulation = chosen.secretary.get(f"{chosen.path}/simulation").must(200)
    expect_equal(sorted(simulation["invited_member_ids"]), sorted(members))
    # Who was forgotten is told later, with the others left as they are.
    again = {"member_ids": [chosen.member_id("EMPLOYER1"), members[0]]}
    chosen.event("CONVENE", HELD, **again)
    told_later = chosen.secretary.get(f"{chosen.path}/convocations").must(200)["data"]
    expect_equal(sorted(line["member_id"] for line in told_later), sorted([*members, chosen.member_id("EMPLOYER1")]))
    expect_equal([line for line in told_later if line["member_id"] in members], told)
    for sent in (again, {}):
        chosen.refused("ALREADY_CONVENED", "CONVENE", HELD, **sent)
    wrong, _ = planned(world, 1)
    stranger = "01900000-0000-7000-8000-00000000beef"
    wrong.set_hour()
    refused = wrong.send("CONVENE", HELD, member_ids=[wrong.member_id("EMPLOYER1"), stranger])
    expect_equal(refused.must_refuse("REFERENCE_UNKNOWN", 422).errors, {"/data/member_ids/1": "REFERENCE_UNKNOWN"})
    expect_equal((wrong.read().state, wrong.secretary.get(f"{wrong.path}/convocations").must(200)["data"]), ("PLANNED", []))
    replies = together(*(lambda: wrong.secretary.clone().post(f"{wrong.path}/events", {"event": "CONVENE", "occurred_on": HELD}) for _ in range(4)))
    expect_equal(sorted(reply.status for reply in replies), [201, 409, 409, 409])
