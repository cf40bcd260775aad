# SPDX-License-Identifier: EUPL-1.2
"""Evidence (preuves): files beside a candidacy, who may put them there, who reads them and when, and what is refused."""

import base64
import hashlib
import itertools
import pathlib
import socket
import time
import urllib.parse
import uuid

import files
from harness.second_server import SecondServer
from commission_stories import HELD
from story import Journey, Session, expect, expect_equal, story, together

DAY = "2026-01-10"
SWEEP = pathlib.Path(__file__).resolve().parents[2] / "server/jobs/sql/evidence_sweep.sql"
LIMIT = 10 * 1024 * 1024


def begun(world, organism=None):
    world.set_today(DAY)
    return Journey(world, organism).informed("2026-01-05")


numbers = itertools.count(1)


def add(journey, data=None, client="referent", kind=files.PDF, title=None, key=None, query="", **headers):
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{urllib.parse.quote(title)}"} if title else {}
    return journey.client(client).post(f"{journey.path}/evidences{query}", raw=files.pdf(mark=b"%06d" % next(numbers)) if data is None else data, key=key,
                                       headers={"Content-Type": kind} | named | headers)


def judged(world, evidence, state="CLEAN", finding=None):
    """By the worker's hand: what the scanner says is told in tests/documents."""
    world.instance.sql(f"update evidence set state = '{state}', scanned_at = clock_timestamp(), finding = {repr(finding) if finding else 'null'}"
                       f" where id = '{evidence['id']}'", role="clea_documents")
    return evidence


def clean(world, journey, *arguments, **options):
    return judged(world, add(journey, *arguments, **options).must(201))


def listed(client, journey):
    return [row["id"] for row in client.get(f"{journey.path}/evidences").must(200)["data"]]


def content(client, evidence, **options):
    return client.get(f"/v1/evidences/{evidence['id']}/content", **options)


def remove(client, evidence, reason="Fichier d’une autre personne", version=None, **options):
    read = client.get(f"/v1/evidences/{evidence['id']}")
    version = version or (read["version"] if read.status == 200 else 1)
    return client.post(f"/v1/evidences/{evidence['id']}/events",
                       {"event": "REMOVE", "expected_version": version, "data": {"reason": reason} if reason else {}}, **options)


def parts(world, where="true"):
    return int(world.instance.sql(f"select count(*) from evidence_part where {where}")[0][0])


def himself(world, journey):
    client = world.key("CANDIDATE", journey.candidate["id"], ["CANDIDATE"], None)
    world.flush()
    return client


@story
def the_same_file_twice_is_one(world):
    """By its bytes and its name, of one side; of several at once one is kept, and what came twice is swept."""
    journey, data = begun(world), files.pdf()
    first = add(journey, data, title="preuve.pdf").must(201)
    expect_equal(add(journey, data, title="preuve.pdf").must(200).body, first.body)
    expect_equal(add(journey, data, title="preuve.pdf", key=str(uuid.uuid4())).must(200)["id"], first["id"])
    named = add(journey, data, title="autre nom.pdf").must_refuse("ALREADY_RECORDED", 409)
    expect_equal(named.details("ALREADY_RECORDED")["id"], first["id"])
    other = files.pdf() + b"\n"
    clients = [journey.client("referent").clone() for _ in range(4)]
    replies = together(*(lambda client=client: client.post(f"{journey.path}/evidences", raw=other, key=str(uuid.uuid4()), headers={"Content-Type": files.PDF})
                         for client in clients))
    expect_equal((sorted(reply.status for reply in replies), len({reply["id"] for reply in replies})), ([200, 200, 200, 201], 1))
    expect_equal(len(listed(journey.client("referent"), journey)), 2)
    remove(journey.client("referent"), first).must(201)
    expect(add(journey, data, title="preuve.pdf").must(201)["id"] != first["id"], "what was removed is not there")


@story
def a_file_comes_and_goes_as_it_is(world):
    journey = begun(world)
    for data, kind, ending in ((files.pdf(), files.PDF, "pdf"), (files.png(), files.PNG, "png"), (files.jpeg(), files.JPEG, "jpg")):
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        made = add(journey, data, kind=kind, title=f"Été « {kind[:5]} ».{ending}", **{"Content-Digest": f"sha-256=:{digest}:"}).must(201)
        expect_equal((made["state"], made["media_type"], made["byte_count"], made["sha256"], made["title"], made["acting_scope"]),
                     ("PENDING_SCAN", kind, len(data), hashlib.sha256(data).hexdigest(), f"Été « {kind[:5]} ».{ending}", "ORGANISM"))
        expect_equal(made.headers["Location"], f"/v1/evidences/{made['id']}")
        content(journey.client("referent"), made).must_refuse("EVIDENCE_NOT_READABLE", 409)
        judged(world, made)
        read = content(journey.client("referent"), made).must(200)
        expect_equal((read.raw, read.headers["Content-Type"], read.headers["Repr-Digest"], read.headers["X-Content-Type-Options"]),
                     (data, kind, f"sha-256=:{digest}:", "nosniff"))
        expect(read.headers["Content-Disposition"].startswith(f'attachment; filename="preuve.{ending}"; filename*=UTF-8\'\''), "its name")
        expect_equal(content(journey.client("referent"), made, headers={"If-None-Match": read.headers["ETag"]}).status, 304)
        head = journey.client("referent").send("HEAD", f"/v1/evidences/{made['id']}/content", checks=False)
        expect_equal((head.status, head.headers["Content-Length"], head.raw), (200, str(len(data)), b""))


@story
def a_large_file_comes_and_goes_as_it_is(world):
    journey = begun(world)
    for size in (65535, 65536, 65537, 131072, LIMIT):
        data = files.pdf(size)
        expect_equal(len(data), size)
        made = clean(world, journey, data)
        expect_equal((made["byte_count"], parts(world, f"evidence_id = '{made['id']}'")), (size, -(-size // 65536)))
        expect(content(journey.client("referent"), made).must(200).raw == data, f"{size} bytes come back")
    add(journey, files.pdf(LIMIT + 1)).must_refuse("BODY_TOO_LARGE", 413)
    expect_equal(add(journey, files.pdf(LIMIT + 1)).details("BODY_TOO_LARGE"), {"limit_bytes": LIMIT})
    expect_equal(int(world.instance.sql("select count(*) from evidence_part where loose_since is not null")[0][0]), 0, "no piece is loose")


@story
def what_is_no_such_file_is_refused_by_name(world):
    journey = begun(world)
    before = parts(world)
    expect_equal(add(journey, files.png(), kind=files.PDF).must_refuse("FILE_TYPE_DIFFERS", 422).details("FILE_TYPE_DIFFERS"),
                 {"claimed": files.PDF, "found": files.PNG})
    expect_equal(add(journey, b"<!DOCTYPE html><script>", kind=files.PDF).must_refuse("FILE_TYPE_DIFFERS", 422).details("FILE_TYPE_DIFFERS"),
                 {"claimed": files.PDF, "found": None})
    add(journey, b"%PDF", kind=files.PDF).must_refuse("FILE_TYPE_DIFFERS", 422)
    for data, kind in ((files.pdf()[:-20], files.PDF), (files.png()[:-5], files.PNG), (files.jpeg()[:-1], files.JPEG), (files.png() + b"MZ", files.PNG)):
        add(journey, data, kind=kind).must_refuse("FILE_UNSOUND", 422)
    add(journey, b"").must_refuse("FILE_EMPTY", 422)
    large = b"MZ" + bytes(3 * 65536)
    add(journey, large).must_refuse("FILE_TYPE_DIFFERS", 422)  # told behind its first piece
    for kind in ("application/octet-stream", "text/html", "application/json", "image/gif"):
        refused = add(journey, kind=kind).must_refuse("MEDIA_TYPE_UNSUPPORTED", 415)
        expect_equal(refused.headers["Accept-Post"], "application/pdf, image/jpeg, image/png")
    add(journey, **{"Content-Digest": "sha-256=:" + base64.b64encode(bytes(32)).decode() + ":"}).must_refuse("DIGEST_DIFFERS", 422)
    add(journey, **{"Repr-Digest": "sha-256=:" + base64.b64encode(bytes(32)).decode() + ":"}).must_refuse("DIGEST_DIFFERS", 422)
    for name, value in (("Content-Digest", "sha-256=nonsense"), ("Content-Disposition", "attachment; filename*=UTF-8''%FF"),
                        ("Content-Disposition", "attachment; filename*=UTF-8''" + "a" * 201)):
        expect_equal(add(journey, **{name: value}).must(400).errors, {name: "HEADER_INVALID"})
    add(journey, **{"Content-Encoding": "gzip"}).must_refuse("CODING_UNSUPPORTED", 415)
    expect_equal((listed(journey.client("referent"), journey), parts(world)), ([], before), "nothing is left of it")


@story
def who_may_put_evidence_there(world):
    journey = begun(world)
    candidate, stranger = himself(world, journey), world.organisms[1]
    for client in ("counsellor", "evaluator", "referent", candidate):
        add(journey, client=client).must(201)
    for client in (journey.client("trainer"), world.commission.secretary, world.certifier, world.auditor):
        add(journey, client=client).must_refuse("ROLE_NOT_ALLOWED", 403)
    add(journey, client=stranger.referent).must(404)
    other = begun(world, stranger)
    add(journey, client=himself(world, other)).must(404)


@story
def who_may_not_is_told_before_he_sends(world):
    """From the head: the server answers while nothing of the body has come."""
    journey = begun(world)
    contact = Journey(world).open("2026-01-05")
    cases = ((journey, world.commission.secretary, files.PDF, 403), (journey, world.organisms[1].referent, files.PDF, 404),
             (contact, journey.client("referent"), files.PDF, 409), (journey, journey.client("referent"), "text/plain", 415),
             (journey, journey.client("referent"), files.PDF, None))
    for of, client, kind, status in cases:
        with socket.create_connection(client.address.split(":"), timeout=5) as connection:
            connection.sendall((f"POST {of.path}/evidences HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {client.token}\r\n"
                                f"Content-Type: {kind}\r\nIdempotency-Key: {uuid.uuid4()}\r\nContent-Length: {LIMIT}\r\n\r\n").encode())
            connection.settimeout(5 if status else 0.5)
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                answer = b""
            expect_equal(answer[9:12].decode(), str(status or ""), f"the answer to {kind}")


@story
def who_reads_it_and_when(world):
    """6.4: the organism, the commission of the file, the candidate, certifier and auditor; once it is clean, and no network or funder."""
    journey, canary = begun(world), b"canari-" + uuid.uuid4().hex.encode()
    candidate = himself(world, journey)
    network = world.network()
    world.join(network, journey.organism)
    world.set_today(DAY)
    manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
    world.flush()
    mine = add(journey, files.pdf(mark=canary)).must(201)
    his = add(journey, client=candidate).must(201)
    inside, own = [journey.client(who) for who in ("counsellor", "evaluator", "referent")], (candidate,)
    nation, outside = [world.certifier, world.auditor], [world.organisms[1].referent, himself(world, begun(world, world.organisms[1]))]
    for client in inside:
        expect_equal(listed(client, journey), [mine["id"]], "before it is clean, the side that put it there")
        content(client, mine).must_refuse("EVIDENCE_NOT_READABLE", 409)
        client.get(f"/v1/evidences/{his['id']}").must(404)
    for client in own:
        expect_equal(listed(client, journey), [his["id"]], "the candidate")
        client.get(f"/v1/evidences/{mine['id']}").must(404)
        content(client, mine).must(404)
    judged(world, mine), judged(world, his)
    for client in inside + list(own) + nation:
        expect_equal(listed(client, journey), [mine["id"], his["id"]], "clean")
        expect(canary in content(client, mine).must(200).raw, "the file itself")
    for client in outside:
        client.get(f"{journey.path}/evidences").must(404)
        for address in ("", "/content"):
            expect(canary not in client.get(f"/v1/evidences/{mine['id']}{address}").must(404).raw, "the canary is nobody else's")
    for client in (manager, journey.client("trainer")):
        client.get(f"{journey.path}/evidences").must_refuse("ROLE_NOT_ALLOWED", 403)
        content(client, mine).must_refuse("ROLE_NOT_ALLOWED", 403)
    world.commission.secretary.get(f"/v1/evidences/{mine['id']}").must(404)
    # The database says the same to whoever runs a statement as the application.
    for scope, scope_id, wanted in (("ORGANISM", world.organisms[1].id, "0"), ("NETWORK", network, "0"), ("ORGANISM", journey.organism.id, "1")):
        told = world.instance.sql(f"begin; select set_config('app.scope', '{scope}', true), set_config('app.scope_id', '{scope_id}', true);"
                                  f" select count(*) from evidence_part where evidence_id = '{mine['id']}'; rollback", role="clea_read")
        expect_equal(told[-1][-1].split("\n")[-1], wanted, f"pieces that {scope} sees")


@story
def the_commission_reads_what_was_sent_to_it(world):
    world.set_today(HELD)
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    made = clean(world, journey)
    late = add(journey).must(201)
    world.commission.secretary.get(f"/v1/evidences/{made['id']}").must(404)
    journey.refresh().submit("2026-01-20")
    expect_equal(listed(world.commission.secretary, journey), [made["id"]])
    content(world.commission.secretary, made).must(200)
    content(world.commission.secretary, late).must(404)
    juror = world.commission.members["EMPLOYER1"]["client"]
    juror.get(f"/v1/evidences/{made['id']}").must(404)
    session = Session(world, HELD).put(journey).convene("2026-02-01")
    content(juror, made).must(200)
    # What was judged stays, whatever becomes of the file; nothing is added while the commission has it.
    add(journey).must_refuse("INVALID_STATE", 409)
    remove(journey.client("referent"), made).must_refuse("EVIDENCE_SENT", 409)
    session.attend(EMPLOYER1="PRESENT", EMPLOYEE1="PRESENT").open().vote(journey, EMPLOYER1="ABSTAIN", EMPLOYEE1="ABSTAIN")
    session.decide(journey, "DEFERRED", request_text="Joindre le livret").close()
    session.sign("EMPLOYER1")
    session.sign("EMPLOYEE1")
    expect_equal(journey.refresh().state, "DEFERRED")
    remove(journey.client("referent"), made).must_refuse("EVIDENCE_SENT", 409)
    booklet = clean(world, journey, title="Livret.pdf")
    content(world.commission.secretary, booklet).must(200)
    remove(journey.client("referent"), booklet).must(201)


@story
def a_file_that_was_recalled_was_sent_to_nobody(world):
    world.set_today(HELD)
    journey = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    made = clean(world, journey)
    journey.refresh().submit("2026-01-20")
    journey.refresh().event("RECALL_FILE", "2026-01-21", to="JURY_READY")
    remove(journey.client("referent"), made).must(201)


@story
def evidence_is_removed_by_its_side_with_a_reason(world):
    journey = begun(world)
    candidate = himself(world, journey)
    made, his = clean(world, journey, title="Autre.pdf"), clean(world, journey, client=candidate)
    client = journey.client("referent")
    remove(client, his).must_refuse("ACT_OF_ANOTHER", 403)
    remove(candidate, made).must_refuse("ACT_OF_ANOTHER", 403)
    remove(client, made, reason=None).must_refuse("REASON_REQUIRED", 409)
    remove(client, made, version=99).must_refuse("VERSION_MISMATCH", 412)
    allowed = client.get(f"/v1/evidences/{made['id']}/allowed-events").must(200)
    expect_equal([(row["event"], row["is_allowed"]) for row in allowed["data"]], [("REMOVE", True)])
    gone = remove(client, made).must(201)["resource"]
    expect_equal((gone["state"], gone["removal_reason"], gone["removed_by"]), ("REMOVED", "Fichier d’une autre personne", journey.organism.person("REFERENT")))
    expect_equal(parts(world, f"evidence_id = '{made['id']}'"), 0, "no byte of it")
    content(client, made).must_refuse("EVIDENCE_NOT_READABLE", 409)
    world.auditor.get(f"/v1/evidences/{made['id']}").must(200)
    candidate.get(f"/v1/evidences/{made['id']}").must(404)
    remove(client, made).must_refuse("INVALID_STATE", 409)
    remove(candidate, his, reason="Erreur").must(201)


@story
def what_the_scanner_refused_is_nobody_s(world):
    journey = begun(world)
    made = judged(world, add(journey).must(201), "REFUSED", "stream: Eicar-Signature FOUND")
    read = journey.client("referent").get(f"/v1/evidences/{made['id']}").must(200)
    expect_equal((read["state"], read["finding"]), ("REFUSED", "stream: Eicar-Signature FOUND"))
    expect_equal(parts(world, f"evidence_id = '{made['id']}'"), 0, "no byte of it")
    content(journey.client("referent"), made).must_refuse("EVIDENCE_NOT_READABLE", 409)
    himself(world, journey).get(f"/v1/evidences/{made['id']}").must(404)
    remove(journey.client("referent"), made).must_refuse("INVALID_STATE", 409)


@story
def the_same_file_with_the_same_key_is_there_once(world):
    journey = begun(world)
    for data in (files.pdf(), files.pdf(300000)):
        key = str(uuid.uuid4())
        first = add(journey, data, key=key, title="a.pdf").must(201)
        again = add(journey, data, key=key, title="a.pdf").must(201)
        expect_equal((again.body, again.headers["Idempotency-Replayed"]), (first.body, "true"))
        add(journey, data + b" ", key=key, title="a.pdf").must_refuse("IDEMPOTENCY_KEY_REUSED", 422)
        add(journey, data, key=key, title="b.pdf").must_refuse("IDEMPOTENCY_KEY_REUSED", 422)
        expect_equal(parts(world, "loose_since is not null"), 0, "what is only compared is not kept")
    key = str(uuid.uuid4())
    replies = together(*[lambda: add(journey, files.pdf(200000), client=journey.client("referent").clone(), key=key) for _ in range(6)])
    expect_equal(sorted({reply.status for reply in replies} - {409}), [201])
    expect_equal(len({reply["id"] for reply in replies if reply.status == 201}), 1, "one of twins")
    # The answer of before is given when the state has moved on.
    world.set_today(HELD)
    sent = Journey(world).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
    key = str(uuid.uuid4())
    first = add(sent, files.pdf(), key=key).must(201)
    sent.refresh().submit("2026-01-20")
    expect_equal(add(sent, files.pdf(), key=key).must(201).body, first.body)


@story
def a_dry_run_keeps_no_piece(world):
    journey, before = begun(world), parts(world)
    version = journey.refresh().version
    for size in (None, 300000):
        dry = add(journey, files.pdf(size), query="?dry_run=true").must(201)
        expect_equal((dry.headers["Dry-Run"], dry["state"]), ("true", "PENDING_SCAN"))
    add(journey, b"MZ" + bytes(100), query="?dry_run=true").must_refuse("FILE_TYPE_DIFFERS", 422)
    expect_equal((listed(journey.client("referent"), journey), parts(world), journey.refresh().version), ([], before, version))


@story
def a_side_puts_so_much_there_and_no_more(world):
    """BOUND_EVIDENCE_MEGABYTES; what is removed makes room. The number of pieces is asked in tests/acts."""
    journey = begun(world)
    made = [add(journey, files.pdf(LIMIT, b"%d" % n)).must(201) for n in range(10)]
    expect_equal(add(journey).must_refuse("RECORDS_TOO_MANY", 409).details("RECORDS_TOO_MANY")["limit"], 100)
    add(journey, client=himself(world, journey)).must(201)
    remove(journey.client("referent"), made[0]).must(201)
    add(journey).must(201)


@story
def a_client_that_goes_away_leaves_nothing(world):
    journey, client = begun(world), world.organisms[0].referent
    data = files.pdf(1000000)
    for share in (0, 1, 70000, 500000, 999999):
        with socket.create_connection(client.address.split(":"), timeout=5) as connection:
            connection.sendall((f"POST {journey.path}/evidences HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {client.token}\r\n"
                                f"Content-Type: {files.PDF}\r\nContent-Length: {len(data)}\r\n\r\n").encode() + data[:share])
            time.sleep(0.2)
    expect_equal(listed(client, journey), [])
    expect(parts(world, f"candidacy_id = '{journey.id}'") > 0, "pieces that came are there, and belong to nothing")
    expect_equal(int(world.instance.sql(f"select count(*) from evidence where candidacy_id = '{journey.id}'")[0][0]), 0)
    world.instance.sql(f"set session_replication_role = replica; update evidence_part set loose_since = loose_since - interval '2 days' where candidacy_id = '{journey.id}' and loose_since is not null")
    sweep = SWEEP.read_text()
    for parameter, value in (("$1::text", "'SYSTEM'"), ("$3::bigint[]", "array[extract(epoch from now())::bigint - 86400]"), ("$4::int[]", "array[20]")):
        sweep = sweep.replace(parameter, value)
    world.instance.sql(f"begin; select set_config('app.scope', 'SYSTEM', true);\n{sweep};\ncommit", role="clea_national")
    expect_equal(parts(world, f"candidacy_id = '{journey.id}'"), 0)
    add(journey, data).must(201)


@story
def a_client_that_reads_no_further_holds_nobody_up(world):
    journey = begun(world)
    made, client = clean(world, journey, files.pdf(LIMIT)), journey.client("referent")
    held = []
    for _ in range(5):
        connection = socket.create_connection(client.address.split(":"), timeout=5)
        connection.sendall(f"GET /v1/evidences/{made['id']}/content HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {client.token}\r\n\r\n".encode())
        connection.recv(1000)
        held.append(connection)
    started = time.monotonic()
    expect(content(client, made).must(200).raw == files.pdf(LIMIT), "another one reads")
    expect(time.monotonic() - started < 10, "in time")
    for connection in held:
        connection.close()


@story
def a_former_owner_keeps_what_it_saw(world):
    journey, here, there = begun(world), world.organisms[0], world.organisms[1]
    candidate = himself(world, journey)
    mine, his, secret = clean(world, journey), clean(world, journey, client=candidate), add(journey, client=candidate).must(201)
    journey.refresh().offered(there, DAY)
    journey.refresh().event("TRANSFER", DAY, {"to_org_id": there.id, "consent_on": DAY})
    later = there.referent.post(f"{journey.path}/evidences", raw=files.pdf(), headers={"Content-Type": files.PDF}).must(201)
    judged(world, later)
    expect_equal(listed(here.referent, journey), [mine["id"], his["id"]])
    content(here.referent, mine).must(200)
    for closed in (later, secret):
        here.referent.get(f"/v1/evidences/{closed['id']}").must(404)
        content(here.referent, closed).must(404)
    add(journey, client=here.referent).must_refuse("OUT_OF_SCOPE")
    expect_equal(listed(there.referent, journey), [mine["id"], his["id"], later["id"]])
    # What an organism put there is the present one's to remove, the candidate's own his; the certifier's all of it.
    remove(here.referent, mine).must_refuse("ACT_OF_ANOTHER", 403)
    remove(there.referent, his).must_refuse("ACT_OF_ANOTHER", 403)
    remove(there.referent, mine, reason=None).must_refuse("REASON_REQUIRED", 409)
    gone = remove(there.referent, mine).must(201)["resource"]
    expect_equal((gone["state"], gone["removed_by"]), ("REMOVED", there.person("REFERENT")))
    remove(world.certifier, his).must(201)
    expect_equal(parts(world, f"evidence_id in ('{mine['id']}', '{his['id']}')"), 0, "no byte of them")


def served_name(reply):
    return urllib.parse.unquote(reply.headers["Content-Disposition"].split("filename*=UTF-8''", 1)[1])


@story
def a_file_is_served_under_a_name_that_ends_as_what_it_is(world):
    """Whatever it was called: what opens it is chosen by the ending."""
    journey = begun(world)
    named = {"preuve.hta": "preuve.hta.pdf", "preuve.pdf.js": "preuve.pdf.js.pdf", "Reçu.PDF": "Reçu.PDF", "desktop.ini": "desktop.ini.pdf",
             ".pdf": ".pdf.pdf", "CV": "CV.pdf", None: "preuve.pdf"}
    for title, expected in named.items():
        read = content(world.certifier, clean(world, journey, title=title)).must(200)
        expect_equal(served_name(read), expected)
    for kind, data, expected in ((files.JPEG, files.jpeg(), "a.jpeg"), (files.PNG, files.png(), "a.jpeg.png")):
        expect_equal(served_name(content(world.certifier, clean(world, journey, data, kind=kind, title="a.jpeg")).must(200)), expected)
    for twice in ('attachment; filename="a.pdf"; filename="b.hta"', "attachment; filename*=UTF-8''a.pdf; filename*=UTF-8''b.hta"):
        add(journey, **{"Content-Disposition": twice}).must(400)


@story
def no_two_files_have_one_etag(world):
    journey = begun(world)
    one, other = (clean(world, journey, files.pdf(size)) for size in (1000, 2000))
    twin = clean(world, journey, files.pdf(1000), client=himself(world, journey))
    tags = [content(world.certifier, made).must(200).headers["ETag"] for made in (one, other, twin)]
    expect(tags[0] != tags[1], tags)
    expect_equal((tags[0] == tags[2]), one["sha256"] == twin["sha256"])


@story
def files_are_sent_so_often_and_no_more(instance, world):
    """Refused and broken off ones count like others: each has cost the disk."""
    journey = begun(world)
    with SecondServer(instance, CLEA_LIMITS_UPLOADS_PER_HOUR="8") as server:
        client = server.client(journey.client("referent"))
        for _ in range(4):
            add(journey, files.pdf()[:-8], client=client).must_refuse("FILE_UNSOUND", 422)
        late = add(journey, client=client).must_refuse("RATE_LIMITED", 429)
        expect("uploads-own" in late.headers["RateLimit-Policy"], late.headers)
        mate = server.client(journey.client("counsellor"))
        add(journey, files.pdf()[:-8], client=mate).must_refuse("FILE_UNSOUND", 422)
