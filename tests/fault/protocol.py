# SPDX-License-Identifier: EUPL-1.2
"""What every client relies on, whatever it asks for: methods, media types, tags, pages, keys, languages, origins."""

import json
import re
import threading
import uuid

from harness.journey import Journey
from support import ORIGINS, Client, Suite, expect, expect_equal, nothing_written

suite = Suite("protocol")
PATH = "/v1/candidates"


def one(world):
    return world.organisms[0].counsellor


@suite.test
def head_says_what_get_would_say_without_the_body(world):
    id_ = world.candidate()["id"]
    get = one(world).get(f"{PATH}/{id_}").must(200)
    head = one(world).send("HEAD", f"{PATH}/{id_}").must(200)
    expect_equal(head.raw, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        expect_equal(head.headers[name], get.headers[name], name)
    one(world).send("HEAD", f"{PATH}/{uuid.uuid4()}").must(404)


@suite.test
def options_lists_the_methods(world):
    reply = one(world).send("OPTIONS", PATH).must(204)
    expect_equal(sorted(reply.headers["Allow"].split(", ")), ["GET", "HEAD", "OPTIONS", "POST"])
    reply = world.public.send("OPTIONS", f"{PATH}/{uuid.uuid4()}").must(204)
    expect_equal(sorted(reply.headers["Allow"].split(", ")), ["GET", "HEAD", "OPTIONS", "PATCH"])


@suite.test
def a_method_that_is_not_there_is_405_with_allow(world):
    for method in ("DELETE", "PUT", "PATCH"):
        reply = one(world).send(method, PATH, checks=False).must_refuse("METHOD_NOT_ALLOWED", 405)
        expect_equal(sorted(reply.headers["Allow"].split(", ")), ["GET", "HEAD", "OPTIONS", "POST"], method)


@suite.test
def unknown_paths_are_404_problems(world):
    for path in ("/v1/nothing", "/v2/candidates", "/", "/v1/candidates/a/b/c/d/e"):
        reply = one(world).get(path, checks=False).must_refuse("NOT_FOUND", 404)
        expect(reply.headers["Content-Type"].startswith("application/problem+json"), reply)
        expect_equal(reply["type"], "urn:problem-type:clea:not-found")
        expect_equal(reply["status"], 404)


@suite.test
def a_trailing_slash_is_sent_to_the_form_without(world):
    reply = one(world).get(f"{PATH}/", checks=False).must(308)
    expect_equal(reply.headers["Location"], PATH)
    reply = one(world).get(f"{PATH}/?limit=1", checks=False).must(308)
    expect_equal(reply.headers["Location"], f"{PATH}?limit=1", "with a query")


@suite.test
def what_cannot_be_accepted_is_406(world):
    for accept in ("text/html", "application/pdf", "image/*"):
        one(world).get(PATH, headers={"Accept": accept}, checks=False).must_refuse("NOT_ACCEPTABLE", 406)
    for accept in ("*/*", "application/*", "application/json;q=0.5, text/html", None):
        one(world).get(PATH, headers={"Accept": accept}).must(200)


@suite.test
def a_body_of_another_type_is_415_and_writes_nothing(instance, world):
    body = json.dumps(world.identity()).encode()
    with nothing_written(instance):
        for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "application/jsonx", None):
            reply = one(world).post(PATH, raw=body, headers={"Content-Type": kind}, checks=False)
            reply.must_refuse("MEDIA_TYPE_UNSUPPORTED", 415)
    one(world).post(PATH, raw=body, headers={"Content-Type": "application/json; charset=utf-8"}).must(201)


@suite.test
def an_unchanged_representation_is_304_without_body(world):
    candidate = world.candidate()
    path = f"{PATH}/{candidate['id']}"
    tag = one(world).get(path).must(200).headers["ETag"]
    for asked in (tag, f'"0", {tag}', f"W/{tag}"):
        reply = one(world).get(path, headers={"If-None-Match": asked}).must(304)
        expect_equal(reply.raw, b"")
        expect_equal(reply.headers["ETag"], tag)
    one(world).patch(path, {"city": "Lille"}, version=tag).must(200)
    reply = one(world).get(path, headers={"If-None-Match": tag}).must(200)
    expect(reply.headers["ETag"] != tag, "the tag did not move with the change")


@suite.test
def a_change_needs_the_version_it_was_based_on(instance, world):
    candidate = world.candidate()
    path = f"{PATH}/{candidate['id']}"
    with nothing_written(instance):
        one(world).patch(path, {"city": "Lille"}).must_refuse("PRECONDITION_REQUIRED", 428)
        one(world).patch(path, {"city": "Lille"}, version=99).must_refuse("VERSION_MISMATCH", 412)
        for tag in ('"x"', '"-1"', '""', '"2" , "3"', 'W/"1"'):
            one(world).patch(path, {"city": "Lille"}, version=tag).must_refuse("VERSION_MISMATCH", 412)
        for tag in ("1", '"1', '"1" "2"'):
            one(world).patch(path, {"city": "Lille"}, version=tag, checks=False).must_refuse("HEADER_INVALID", 400)
    changed = one(world).patch(path, {"city": "Lille", "employment_status": None}, version=1).must(200)
    expect_equal((changed["city"], changed["employment_status"], changed["version"]), ("Lille", None, 2))
    expect_equal(changed["birth_name"], candidate["birth_name"], "an absent member stays")
    merge = {"Content-Type": "application/merge-patch+json"}
    one(world).patch(path, {"city": "Douai"}, version=2, headers=merge).must(200)


@suite.test
def of_two_changes_from_one_version_one_wins(instance, world):
    path = f"{PATH}/{world.candidate()['id']}"
    replies = []

    def change(town):
        replies.append(one(world).clone().patch(path, {"city": town}, version=1))

    threads = [threading.Thread(target=change, args=(town,)) for town in ("Lille", "Douai", "Lens", "Arras")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect_equal(sorted(reply.status for reply in replies), [200, 412, 412, 412])
    winner = next(reply for reply in replies if reply.status == 200)
    now = one(world).get(path).must(200)
    expect_equal((now["version"], now["city"]), (2, winner["city"]))


def link(reply, relation):
    for target, name in re.findall(r'<([^>]*)>; rel="([a-z]+)"', reply.headers.get("Link") or ""):
        if name == relation:
            return target
    return None


@suite.test
def pages_lead_forward_and_back(world):
    organism = world.organism()
    world.flush()
    made = [world.candidate(organism)["id"] for _ in range(18)]
    client, pages = organism.counsellor, []
    reply = client.get(f"{PATH}?limit=4").must(200)
    expect_equal((reply["page"]["prev_cursor"], link(reply, "prev")), (None, None))
    while True:
        pages.append([item["id"] for item in reply["data"]])
        if len(pages) == 2:  # somebody comes while we read: behind us, so never twice and never in between
            late = world.candidate(organism)["id"]
        following = link(reply, "next")
        expect_equal(following is None, reply["page"]["next_cursor"] is None, "Link and next_cursor")
        if not following:
            break
        reply = client.get(following).must(200)
    expect_equal([len(page) for page in pages], [4, 4, 4, 4, 2])
    expect_equal([id_ for page in pages for id_ in page], made[::-1])
    back = [pages[-1]]
    while previous := link(reply, "prev"):
        reply = client.get(previous).must(200)
        back.append([item["id"] for item in reply["data"]])
    expect_equal(back[:5], pages[::-1])
    expect_equal([id_ for page in back[5:] for id_ in page], [late], "the late one stands on a page of its own, first")


def sorted_lists(world):
    """(path, [its sorts]) of every list that says in which order, from the contract; with what its path needs filled in."""
    fill = {"organism_id": world.organisms[0].id, "network_id": world.network(), "commission_id": world.commission.id,
            "person_id": world.organisms[0].person("counsellor")}
    for path, methods in world.public.get("/openapi.json").must(200)["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", ()):
            if parameter.get("name") == "sort":
                yield path.format(**fill), parameter["schema"]["enum"]


def contact(world, organism):
    return organism.counsellor.post("/v1/candidacies", {"candidate_id": world.candidate(organism)["id"]}).must(201).body


def walk(client, path, sort, limit, meanwhile=lambda: None):
    """The ids of a list, page by page to its end and back again to its beginning; what its sort says, too."""
    found, keys, back, address = [], [], [], f"{path}?limit={limit}&sort={sort}"
    while address:
        reply = client.get(address).must(200)
        found += [item["id"] for item in reply["data"]]
        keys += [item.get(sort.lstrip("-")) for item in reply["data"]]
        expect(len(reply["data"]) == limit or link(reply, "next") is None, "a page that is not full goes on")
        expect_equal(reply["page"]["is_partial"], False)
        back = [item["id"] for item in reply["data"]]
        address, behind = link(reply, "next"), link(reply, "prev")
        meanwhile()
    while behind:
        reply = client.get(behind).must(200)
        back = [item["id"] for item in reply["data"]] + back
        behind = link(reply, "prev")
    return found, keys, back


@suite.test
def every_list_is_walked_whole_in_every_sort(world):
    organism = world.organisms[0]
    for _ in range(5):
        contact(world, organism)
    walked = 0
    for path, sorts in sorted_lists(world):
        for client in (world.certifier, organism.referent):
            whole = client.get(f"{path}?limit=200")
            if whole.status == 403:
                continue
            whole = sorted(item["id"] for item in whole.must(200)["data"])
            for sort in sorts:
                found, keys, back = walk(client, path, sort, 4)
                expect_equal(sorted(found), whole, f"{path} by {sort}: each entry once")
                expect_equal(back, found, f"{path} by {sort}, there and back")
                if sort.lstrip("-").endswith(("_at", "_date", "_on")) and "created" not in sort:
                    known = [key for key in keys if key is not None]
                    expect_equal(known, sorted(known, reverse=sort[0] == "-"), f"{path} by {sort}")
                walked += len(whole) > 4
    expect(walked > 20, f"{walked} walks of more than a page")


@suite.test
def a_walk_meets_everything_that_was_there_whatever_comes_meanwhile(world):
    organism = world.organism()
    world.flush()
    there = [contact(world, organism) for _ in range(9)]
    candidates, candidacies = {c["candidate_id"] for c in there}, {c["id"] for c in there}
    sorts = dict(sorted_lists(world))
    for path, ours in (("/v1/candidates", candidates), ("/v1/candidacies", candidacies)):
        for sort in sorts[path]:
            coming = iter(range(5))  # with one at each page a list would be twice as long after each walk
            found, _, _ = walk(organism.counsellor, path, sort, 2,
                               meanwhile=lambda coming=coming: next(coming, None) is not None and contact(world, organism))
            expect_equal(len(found), len(set(found)), f"{path} by {sort}: nobody twice")
            expect(ours <= set(found), f"{path} by {sort} missed {ours - set(found)}")


@suite.test
def a_sort_is_one_of_the_list_and_of_its_cursors(world):
    client = one(world)
    refused = client.get("/v1/candidacies?sort=state").must_refuse("PARAMETER_INVALID", 400)
    expect("-last_activity_on" in refused["errors"][0]["params"]["values"], refused["errors"])
    for path, sort in ((PATH, ""), (PATH, "-"), ("/v1/networks", "birth_name")):
        client.get(f"{path}?sort={sort}").must_refuse("PARAMETER_INVALID", 400)
    client.get(f"{PATH}?sort=birth_name&sort=created_at").must_refuse("PARAMETER_REPEATED", 400)
    client.get("/v1/candidacies/DOS-2026-000123-52/events?sort=created_at", checks=False).must_refuse("UNKNOWN_PARAMETER", 400)
    world.candidate(), world.candidate()
    cursor = client.get(f"{PATH}?limit=1&sort=birth_name").must(200)["page"]["next_cursor"]
    client.get(f"{PATH}?limit=1&sort=birth_name&cursor={cursor}").must(200)
    for other in ("", "&sort=-birth_name", "&sort=created_at"):
        client.get(f"{PATH}?limit=1{other}&cursor={cursor}").must_refuse("CURSOR_INVALID", 400)


@suite.test
def page_parameters_are_checked(world):
    client = one(world)
    for limit in ("0", "201", "-1", "x", "1e2", ""):
        client.get(f"{PATH}?limit={limit}").must_refuse("PARAMETER_INVALID", 400)
    for cursor in ("x", "", "A" * 43, "A" * 500):
        client.get(f"{PATH}?cursor={cursor}").must_refuse("CURSOR_INVALID", 400)
    client.get(f"{PATH}?limti=1").must_refuse("UNKNOWN_PARAMETER", 400)
    client.get(f"{PATH}?limit=1&limit=2").must_refuse("PARAMETER_REPEATED", 400)
    client.get(f"{PATH}/{uuid.uuid4()}?a=b").must_refuse("UNKNOWN_PARAMETER", 400)
    world.candidate(), world.candidate()
    cursor = client.get(f"{PATH}?limit=1").must(200)["page"]["next_cursor"]
    client.get(f"{PATH}?limit=1&cursor={cursor[:-2]}{'AB' if cursor[-2:] != 'AB' else 'CD'}").must_refuse("CURSOR_INVALID", 400)
    client.post(f"{PATH}/searches?cursor={cursor}", {}).must_refuse("CURSOR_INVALID", 400)


@suite.test
def the_request_id_of_the_client_is_kept(world):
    client = one(world)
    asked = {"X-Request-Id": "trace.me_if-you-can.0123"}
    expect_equal(client.get(PATH, headers=asked).headers["X-Request-Id"], asked["X-Request-Id"])
    reply = client.get(f"{PATH}/{uuid.uuid4()}", headers=asked).must(404)
    expect_equal((reply.headers["X-Request-Id"], reply["request_id"]), (asked["X-Request-Id"],) * 2)
    for unfit in ("short", "x" * 65, "with space inside", "semi;colon"):
        given = client.get(PATH, headers={"X-Request-Id": unfit}).headers["X-Request-Id"]
        expect(given and given != unfit, f"{unfit!r} came back as {given!r}")
    first, second = client.get(PATH).headers["X-Request-Id"], client.get(PATH).headers["X-Request-Id"]
    expect(first and second and first != second, "generated ids differ")


@suite.test
def problems_speak_french_or_english(world):
    client, path = one(world), f"{PATH}/{uuid.uuid4()}"
    french, english = (client.get(path, headers={"Accept-Language": language}).must(404) for language in ("fr-FR", "en-GB"))
    default = client.get(path).must(404)
    expect_equal((french.headers["Content-Language"], english.headers["Content-Language"]), ("fr", "en"))
    expect_equal(default["title"], french["title"])
    expect(english["title"] != french["title"] and english["detail"] != french["detail"], "one language only")
    expect_equal((english.code, english["type"]), (french.code, french["type"]), "what programs read stays")
    expect_equal(client.get(path, headers={"Accept-Language": "de, en;q=0.5, fr;q=0.1"})["title"], english["title"])


@suite.test
def pages_of_known_origins_may_call(world):
    for origin in ORIGINS:
        for reply in (one(world).get(PATH, headers={"Origin": origin}).must(200),
                      world.public.get(PATH, headers={"Origin": origin}).must(401)):
            expect_equal(reply.headers["Access-Control-Allow-Origin"], origin)
            expect("Origin" in reply.headers["Vary"], reply.headers["Vary"])
        reply = world.public.send("OPTIONS", PATH, headers={
            "Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization",
        }).must(204)
        expect_equal(reply.headers["Access-Control-Allow-Origin"], origin)
        expect("POST" in reply.headers["Access-Control-Allow-Methods"], reply.headers)
        allowed = reply.headers["Access-Control-Allow-Headers"].lower()
        for name in ("authorization", "content-type", "idempotency-key", "if-match"):
            expect(name in allowed, f"{name} is not in {allowed}")
        expect("etag" in one(world).get(PATH, headers={"Origin": origin}).headers["Access-Control-Expose-Headers"].lower(), "")


@suite.test
def pages_of_other_origins_may_not(world):
    for origin in ("https://app.example.evil", "http://app.example", "https://app.example:444", "null", "https://sub.app.example"):
        for reply in (one(world).get(PATH, headers={"Origin": origin}).must(200),
                      world.public.send("OPTIONS", PATH, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})):
            expect_equal(reply.headers.get("Access-Control-Allow-Origin"), None, origin)


@suite.test
def replies_defend_themselves(world):
    for reply in (one(world).get(PATH), world.public.get(PATH), one(world).get("/v1/nothing", checks=False)):
        expect_equal(reply.headers["X-Content-Type-Options"], "nosniff")
        expect_equal(reply.headers["Referrer-Policy"], "no-referrer")
        expect("default-src 'none'" in reply.headers["Content-Security-Policy"], reply.headers)
        expect_equal(reply.headers["Cache-Control"], "no-store", "personal data and refusals are not kept")


@suite.test
def only_a_good_key_gets_in(instance, world):
    token = one(world).token
    reply = world.public.get(PATH).must_refuse("CREDENTIALS_REQUIRED", 401)
    expect(reply.headers["WWW-Authenticate"].startswith("Bearer"), reply.headers)
    person = world.person()
    world.affiliate(person, world.organisms[0].id, "COUNSELLOR")
    other, revoked, late = (world.key("ORGANISM", world.organisms[0].id, ["COUNSELLOR"], person) for _ in range(3))
    world.flush()
    from harness.key import digest, new_key
    instance.sql(f"update api_key set status = 'REVOKED', revoked_at = now() where hash = '\\x{digest(revoked.token)}';"
                 f"update api_key set expires_at = now() - interval '1 minute' where hash = '\\x{digest(late.token)}';")
    other.get(PATH).must(200)
    with nothing_written(instance):
        for text in (new_key(), token[:-1] + ("A" if token[-1] != "A" else "B"), token + "x", "clea_test_", "", token.upper()):
            Client(instance.base_url, text or None).get(PATH, headers={"Authorization": f"Bearer {text}"}).must(401)
        for header in (f"Basic {token}", token, f"Bearer  {token} x", f"Bearer {token}, Bearer {token}"):
            world.public.get(PATH, headers={"Authorization": header}).must(401)
        revoked.get(PATH).must_refuse("KEY_REVOKED", 401)
        late.get(PATH).must_refuse("KEY_EXPIRED", 401)
        world.public.post(PATH, world.identity()).must(401)


@suite.test
def roles_and_organisms_keep_to_themselves(instance, world):
    # A name that no other one begins with: the search goes by the beginnings of words.
    mine, theirs = world.candidate(world.organisms[0]), world.candidate(world.organisms[1], birth_name="Ailleurs Inconnue")
    unknown = one(world).get(f"{PATH}/{uuid.uuid4()}").must(404)
    with nothing_written(instance):
        hidden = one(world).get(f"{PATH}/{theirs['id']}").must_refuse("NOT_FOUND", 404)
        expect_equal({k: v for k, v in hidden.body.items() if k != "request_id"},
                     {k: v for k, v in unknown.body.items() if k != "request_id"}, "invisible and unknown look the same")
        one(world).get(f"{PATH}/{theirs['reference']}").must(404)
        one(world).patch(f"{PATH}/{theirs['id']}", {"city": "Lille"}, version=1).must(404)
        world.organisms[0].trainer.post(PATH, world.identity()).must_refuse("ROLE_NOT_ALLOWED", 403)
        world.auditor.post(PATH, world.identity()).must(403)
        world.auditor.patch(f"{PATH}/{mine['id']}", {"city": "Lille"}, version=1).must(403)
    world.auditor.get(f"{PATH}/{theirs['id']}").must(200)
    listed = {item["id"] for item in one(world).every(PATH)}
    expect(mine["id"] in listed and theirs["id"] not in listed, "a list shows the organism's own only")
    found = one(world).post(f"{PATH}/searches", {"birth_name": theirs["birth_name"]}).must(200)
    expect_equal(found["data"], [], "a search does not reach over")


@suite.test
def a_reference_reads_like_an_identifier(world):
    candidate = world.candidate()
    by_reference = one(world).get(f"{PATH}/{candidate['reference']}").must(200)
    expect_equal(by_reference.body, one(world).get(f"{PATH}/{candidate['id']}").body)
    digits = candidate["reference"]
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    one(world).get(f"{PATH}/{wrong}").must_refuse("REFERENCE_INVALID", 400)


@suite.test
def a_key_replays_the_first_answer(instance, world):
    body, key = world.identity(), str(uuid.uuid4())
    first = one(world).post(PATH, body, key=key).must(201)
    expect_equal(first.headers.get("Idempotency-Replayed"), None)
    with nothing_written(instance):
        for spelling in (key, f'"{key}"'):
            again = one(world).post(PATH, body, key=spelling).must(201)
            expect_equal((again.raw, again.headers["Idempotency-Replayed"]), (first.raw, "true"))
            expect_equal((again.headers["Location"], again.headers["ETag"]), (first.headers["Location"], first.headers["ETag"]))
        one(world).post(PATH, world.identity(), key=key).must_refuse("IDEMPOTENCY_KEY_REUSED", 422)
        for unfit in ("x" * 256, "with space"):
            one(world).post(PATH, world.identity(), key=unfit, checks=False).must_refuse("IDEMPOTENCY_KEY_INVALID", 400)
    # The same key of another principal is another key.
    world.organisms[1].counsellor.post(PATH, world.identity(), key=key).must(201)


@suite.test
def a_refused_request_may_be_corrected_under_its_key(world):
    key = str(uuid.uuid4())
    one(world).post(PATH, {"birth_name": "Sans prénom"}, key=key).must(422)
    one(world).post(PATH, world.identity(), key=key).must(201)


@suite.test
def twins_with_one_key_act_once(instance, world):
    body, key, replies = world.identity(), str(uuid.uuid4()), []

    def create():
        replies.append(one(world).clone().post(PATH, body, key=key))

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [reply for reply in replies if reply.status == 201]
    for reply in replies:
        if reply.status != 201:
            reply.must_refuse("IDEMPOTENCY_IN_PROGRESS", 409)
            expect(reply.headers["Retry-After"], "in progress without Retry-After")
    expect(made, f"nobody succeeded: {replies}")
    expect_equal(len({reply["id"] for reply in made}), 1)
    rows = instance.sql(f"select count(*) from candidate where birth_name = '{body['birth_name']}'")
    expect_equal(rows, [["1"]])


@suite.test
def a_system_must_name_its_creations(instance, world):
    system = world.key("ORGANISM", world.organisms[0].id, ["COUNSELLOR"], None)
    world.flush()
    with nothing_written(instance):
        system.post(PATH, world.identity(), key=False).must_refuse("IDEMPOTENCY_KEY_REQUIRED", 400)
    system.post(PATH, world.identity()).must(201)
    one(world).post(PATH, world.identity(), key=False).must(201)


@suite.test
def a_candidate_need_not(instance, world):
    """Whoever is a person sees what the first call did; of a candidate the key has no record of staff behind it."""
    journey = Journey(world).informed("2026-01-05")
    himself = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    said = himself.post(f"{journey.path}/events", {"event": "ACCEPT_PATH", "data": {}}, key=False)
    expect("IDEMPOTENCY_KEY_REQUIRED" not in str(said.body) and said.status == 409, str(said))
