# SPDX-License-Identifier: EUPL-1.2
"""The worker: what waits is drawn, sealed and kept once, whatever becomes of a worker; the server serves what is there."""

import base64
import concurrent.futures
import contextlib
import hashlib
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import threading
import time
import urllib.parse

from harness.client import Client, load_contract
from instance import Instance, tail
from paper import PROGRAM, Suite, expect, expect_equal, program, tell

suite = Suite("working")
COUNTED = "select count(*), count(content), count(distinct sha256), coalesce(max(fault), '') from document"
KILLS = 20  # a hundred: tests/long papers
WORKERS = 2
SOME = "subject_id in (select subject_id from document order by subject_id limit 8)"
MIGRATOR = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
# Who draws for a suite that root runs.
USER = "postgres" if os.geteuid() == 0 else ""


class Works:
    """A served sandbox, and workers beside it. Its contract is that of the server."""

    def __init__(self, folder, instance=None):
        self.folder = pathlib.Path(folder)
        self.instance = instance or Instance(settings={"CLEA_DOCUMENTS_VERIFICATION_ADDRESS": "http://127.0.0.1:1/v1/verifications/"})
        self.instance.environment["CLEA_DOCUMENTS_VERIFICATION_ADDRESS"] = f"{self.instance.base_url}/v/"
        key, certificate = self.folder / "work.key", self.folder / "work.pem"
        if not key.exists():
            expect_equal(program(folder, "make-demo-seal", "--key", key, "--certificate", certificate, CLEA_SANDBOX_ENABLED="true").returncode, 0)
        self.settings = {"CLEA_DOCUMENTS_SEAL_KEY_FILE": str(key), "CLEA_DOCUMENTS_SEAL_CERTIFICATE_FILE": str(certificate)}

    def __enter__(self):
        self.instance.start()
        load_contract(self.instance)
        self.settings |= {name: value for name, value in self.instance.environment.items() if name.startswith(("PG", "CLEA_"))}
        self.settings |= {"CLEA_PROCESS_USER": USER, "CLEA_DOCUMENTS_WORKERS": str(WORKERS)}
        self.people()
        return self

    def people(self):
        self.certifier = self.client("CERTIFIER")

    def __exit__(self, *_):
        self.instance.stop()

    def client(self, role):
        return Client(self.instance.base_url, self.instance.tokens[role])

    def state_identity(self, candidate_id):
        """By the other one of the certifier: somebody else rests on it."""
        [_, other] = [line.split()[1] for line in self.instance.tokens_path.read_text().splitlines() if line.startswith("CERTIFIER ")]
        return Client(self.instance.base_url, other).post(f"/v1/candidates/{candidate_id}/identity-statements",
                                                          {"note": "Acte de naissance rectifié, mairie de Lille."})

    def work(self):
        """Until nothing waits; what it said. On a busy machine the leak checker says of itself that it may be mistaken."""
        done = program(self.folder, "work", "--until-empty", **self.settings)
        expect_equal(done.returncode, 0, done.stderr.decode())
        return re.sub(r"^==\d+==Running thread \d+ was not suspended\. False leaks are possible\.\n", "", done.stderr.decode(), flags=re.M)

    @contextlib.contextmanager
    def worker(self):
        quiet = {"LSAN_OPTIONS": f"suppressions={self.folder}/leaks:print_suppressions=0"}
        with open(self.folder / "worker.log", "ab") as log:
            process = subprocess.Popen([PROGRAM, "work"], env=self.settings | quiet, stdin=subprocess.DEVNULL, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def is_connected(self, job="documents"):
        return self.certifier.get(f"/v1/jobs/{job}").must(200)["is_worker_connected"]

    def nobody_works(self):
        """What a worker or a test has left behind is gone, and the server knows."""
        while self.is_connected():
            self.instance.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'clea_documents'")

    @contextlib.contextmanager
    def somebody_works(self):
        """Connected as a worker, and idle."""
        idle = subprocess.Popen(["psql", "--no-psqlrc", "user=clea_documents", "-c", "select pg_sleep(60)"], env=os.environ | self.settings,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not self.is_connected():
                expect(idle.poll() is None, "psql did not come in")
            yield
        finally:
            idle.kill()
            idle.wait()

    def again(self, which="true"):
        """As if these had not been drawn: only a superuser can, past the guard."""
        self.instance.sql("set session_replication_role = replica; update document set content = null, sha256 = null, drawing = null,"
                          f" sealed_at = null, fault = null, attempts = 0, due_at = clock_timestamp() where {which}")

    def due(self):
        self.instance.sql("update document set due_at = clock_timestamp() where content is null")

    def counted(self):
        return self.instance.sql(COUNTED)[0]

    def ids(self):
        return [row[0] for row in self.instance.sql("select id from certificate where status = 'ISSUED' order by id")]

    def get(self, certificate_id, client=None, method="GET", **headers):
        return (client or self.certifier).send(method, f"/v1/certificates/{certificate_id}/document", headers=headers)

    def saved(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path


def is_whole(path):
    expect("Signature is Valid" in tell("pdfsig", path), f"{path}: the seal is not valid")
    expect("No syntax or stream encoding errors found" in tell("qpdf", "--check", path), f"{path}: qpdf complains")


@suite.test
def a_document_is_awaited_drawn_and_served(works):
    one = works.ids()[0]
    waits = works.get(one).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    expect_equal((waits.headers["Retry-After"], waits.details("DOCUMENT_NOT_DRAWN")["attempts"]), ("1", 0))
    queue = works.certifier.get("/v1/jobs/documents").must(200)
    expect_equal((queue["waiting_count"], queue["failing"], queue["is_worker_connected"]), (int(works.counted()[0]), [], False))
    expect(queue["waiting_since"] <= waits.details("DOCUMENT_NOT_DRAWN")["created_at"], queue.body)
    works.work()
    queue = works.certifier.get("/v1/jobs/documents").must(200)
    expect_equal((queue["waiting_count"], queue["waiting_since"]), (0, None))
    reply = works.get(one, Accept="application/pdf").must(200)
    expect_equal(reply.headers["Content-Type"], "application/pdf")
    path = works.saved("served.pdf", reply.raw)
    is_whole(path)
    number, digest = works.instance.sql(f"select c.number, encode(d.sha256, 'hex') from certificate c join document d on d.certificate_id = c.id"
                                        f" where c.id = '{one}'")[0]
    expect_equal(hashlib.sha256(reply.raw).hexdigest(), digest)
    expect_equal(reply.headers["Repr-Digest"], f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:")
    plain, _, encoded = reply.headers["Content-Disposition"].partition("; filename*=UTF-8''")
    expect_equal((plain, urllib.parse.unquote(encoded)), (f'attachment; filename="certificat-{number}.pdf"', f"Certificat CléA {number}.pdf"))
    same = works.get(one, **{"If-None-Match": reply.headers["ETag"]}).must(304)
    expect_equal((same.headers["Repr-Digest"], same.raw), (reply.headers["Repr-Digest"], b""))
    head = works.get(one, method="HEAD").must(200)
    expect_equal((head.headers["Content-Length"], head.raw), (str(len(reply.raw)), b""))
    # Sent as it is kept, whatever is asked: its digest is that of the register.
    coded = works.get(one, **{"Accept-Encoding": "gzip"}).must(200)
    expect_equal((coded.headers["Content-Encoding"], coded.raw), (None, reply.raw))
    expect(works.get(number).raw == reply.raw and number in tell("pdftotext", path, "-"), "by its number it is another")


@suite.test
def its_code_leads_to_its_verification(works):
    works.work()
    one = works.ids()[0]
    path = works.saved("coded.pdf", works.get(one).must(200).raw)
    tell("pdftoppm", "-r", 150, "-png", "-singlefile", path, path.with_suffix(""))
    address = tell("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path.with_suffix(".png")).strip()
    base, _, code = address.rpartition("/v/")
    expect_equal(base, works.instance.base_url)
    found = Client(works.instance.base_url).get(f"/v1/verifications/{code}").must(200)
    expect_equal((found["status"], found["number"]), ("VALID", works.certifier.get(f"/v1/certificates/{one}")["number"]))


@suite.test
def who_does_not_see_the_certificate_gets_no_document(works):
    one = works.ids()[0]
    expect(works.get(one, works.client("TRAINER")).status in (403, 404), "a trainer of nobody reads it")
    works.get("01900000-0000-7000-8000-000000000000").must(404)
    works.client("COUNSELLOR").get("/v1/jobs/documents").must(403)


@suite.test
def what_is_drawn_is_never_drawn_again(works):
    works.work()
    kept = "select subject_id, sha256, sealed_at from document order by 1"
    before = works.instance.sql(kept)
    expect_equal(works.work(), "")
    expect_equal(works.instance.sql(kept), before)


@suite.test
def many_workers_draw_each_document_once(works):
    works.again()
    count = int(works.counted()[0])
    with contextlib.ExitStack() as stack:
        for _ in range(4 // WORKERS):
            stack.enter_context(works.worker())
        end = time.monotonic() + 120
        while int(works.counted()[1]) < count and time.monotonic() < end:
            time.sleep(0.1)
    expect_equal(works.counted(), [str(count)] * 3 + [""])
    expect_equal(works.instance.sql("select max(attempts) from document"), [["1"]])


def certified(works, count):
    """Ids of candidacies whose certificate may be issued: the scenario's own are taken back, which only a superuser can."""
    told = works.instance.sandbox("scenario", "--state", "CERTIFIED", "--count", str(count), environment=MIGRATOR).stdout
    candidacies = re.findall(r"^CERTIFIED ([0-9a-f-]{36}) ", told, re.M)
    these = f"select id from certificate where candidacy_id in ({', '.join(map(repr, candidacies))})"
    works.instance.sql(f"set session_replication_role = replica; delete from document where certificate_id in ({these});"
                       f" delete from credential where certificate_id in ({these});"
                       f" delete from certificate where id in ({these})")
    expect_equal(len(candidacies), count, told)
    return candidacies


@suite.test
def a_worker_that_is_killed_loses_nothing(works):
    """Again and again, at whatever it does, while certificates are issued: each document is there once and whole."""
    candidacies = certified(works, KILLS)
    is_over, kills, chance = threading.Event(), [], random.Random(1)

    def kill():
        while len(kills) < KILLS:
            with works.worker() as process:
                # Now and then before it has begun, now and then in the middle of a document.
                time.sleep(chance.choice((0.02, 0.1, 0.3, 0.5, 0.7)) + chance.random() * 0.05)
                kills.append(process.pid)
                process.send_signal(signal.SIGKILL)
            if is_over.is_set() and len(kills) >= KILLS // 2 and works.counted()[0] == works.counted()[1]:
                break
            works.due()

    killer = threading.Thread(target=kill)
    killer.start()
    issued = []
    for candidacy in candidacies:
        issued.append(works.certifier.post("/v1/certificates", {"candidacy_id": candidacy}).must(201)["number"])
        time.sleep(0.05)
    is_over.set()
    killer.join()
    drawn_while_killed = int(works.counted()[1])
    for _ in range(3):
        works.due()
        works.work()
    count = works.counted()[0]
    expect_equal(works.counted(), [count, count, count, ""])
    expect(drawn_while_killed > 0, f"{len(kills)} kills, {drawn_while_killed} drawn meanwhile")
    rows = works.instance.sql("select c.number, encode(d.content, 'hex') from document d join certificate c on c.id = d.certificate_id")
    expect(set(issued) <= {number for number, _ in rows}, "a certificate has no document")

    def judge(row):
        number, content = row
        path = works.saved(f"{number}.pdf", bytes.fromhex(content))
        is_whole(path)
        expect(number in tell("pdftotext", path, "-"), f"the document of {number} is another's")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(judge, rows))
    print(f"# {len(kills)} kills, {len(issued)} certificates issued meanwhile, {drawn_while_killed} of {count} documents drawn between kills")


@suite.test
def a_fault_that_ends_a_worker_is_not_the_end_of_the_work(works):
    """A crash of what draws: it is started again by itself, and when told to end both end."""
    works.again(SOME)
    with works.worker() as process:
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        end = time.monotonic() + 60
        while len(children.read_text().split()) < WORKERS and time.monotonic() < end:
            time.sleep(0.01)
        first, *others = children.read_text().split()
        subprocess.run(["kill", "-ABRT", first], check=True)
        while len({*children.read_text().split()} - {first, *others}) == 0 and time.monotonic() < end:
            time.sleep(0.05)
        now = children.read_text().split()
        expect_equal((len(now), {*others} < {*now}), (WORKERS, True), "the others went on, and one is new")
        works.due()
        while works.counted()[0] != works.counted()[1] and time.monotonic() < end:
            time.sleep(0.1)
            works.due()
        process.terminate()
        expect_equal(process.wait(timeout=20), 0, tail(works.folder / "worker.log"))
        expect_equal([pid for pid in now if pathlib.Path(f"/proc/{pid}").exists()], [], "work on")
    expect(b'"msg":"worker ended","signal":"ABRT"' in (works.folder / "worker.log").read_bytes(), "nobody is told of the crash")
    expect_equal(works.counted()[0], works.counted()[1])


@suite.test
def a_worker_that_hangs_gives_up_its_place(works):
    """Stopped in the middle: the server goes on, and after the lease another worker draws what it had taken up."""
    works.again(SOME)
    with works.worker() as process:
        end = time.monotonic() + 20
        while works.instance.sql("select max(attempts) from document where sealed_at is null") == [["0"]] and time.monotonic() < end:
            time.sleep(0.01)
        for line in pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            subprocess.run(["kill", "-STOP", line], check=True)
        expect(works.get(works.ids()[0]).status in (200, 503), "the server waits for a worker")
        works.certifier.get("/v1/certificates?limit=1").must(200)
        works.due()  # what time would do
        works.work()
    count = works.counted()[0]
    expect_equal(works.counted(), [count, count, count, ""])


@suite.test
def what_cannot_be_drawn_is_told_and_comes_again(works):
    works.work()
    one = works.ids()[0]
    works.again(f"certificate_id = '{one}'")

    def name(text):
        works.instance.sql("set session_replication_role = replica; update certificate set holder = holder || "
                           f"'{json.dumps({'birth_name': text}, ensure_ascii=False)}' where id = '{one}'")

    name("Lefè山vre")
    told = works.work()
    expect('"fault":"no font has the character U+5C71"' in told and "Lef" not in told, told)
    row = works.instance.sql(f"select fault, attempts, due_at > clock_timestamp() from document where certificate_id = '{one}'")
    expect_equal(row, [["no font has the character U+5C71", "1", "t"]])
    works.get(one).must(503)
    queue = works.certifier.get("/v1/jobs/documents").must(200)
    expect_equal((queue["waiting_count"], queue["failing_count"]), (1, 1))
    failing = queue["failing"][0]
    expect_equal((failing["certificate_id"], failing["fault"], failing["attempts"]), (one, "no font has the character U+5C71", 1))
    name("Lefèvre")
    works.due()
    works.work()
    works.get(one).must(200)


@suite.test
def a_character_that_no_font_has_is_refused_before_anything_is_issued(works):
    candidacy = certified(works, 1)[0]
    candidate = f"(select candidate_id from candidacy where id = '{candidacy}')"
    before = works.instance.sql("select sum(value) from reference_counter where prefix = 'CLEA'")
    [[kept]] = works.instance.sql(f"select birth_name from candidate where id = {candidate}")
    try:
        works.instance.sql(f"set session_replication_role = replica; update candidate set birth_name = 'Lefè山vre' where id = {candidate};"
                           + "".join(f" update {table} set holder = holder || '{{\"birth_name\": \"Lefè山vre\"}}' where candidacy_id = '{candidacy}';"
                                     for table in ("restitution", "file", "decision")))
        refused = works.certifier.post("/v1/certificates", {"candidacy_id": candidacy, "note": "Acte de naissance"}).must(422)
        expect_equal(refused.errors, {"/candidacy_id": "CHARACTER_NOT_DRAWN"})
        error = refused["errors"][0]
        expect("山 (U+5C71)" in error["detail"], error)
        expect_equal(error["params"], {"character": "U+5C71", "member": "birth_name"})
        expect_equal(works.instance.sql("select sum(value) from reference_counter where prefix = 'CLEA'"), before)
    finally:
        works.instance.sql(f"set session_replication_role = replica; update candidate set birth_name = '{kept}' where id = {candidate};"
                           + "".join(f" update {table} set holder = holder || jsonb_build_object('birth_name', '{kept}') where candidacy_id = '{candidacy}';"
                                     for table in ("restitution", "file", "decision")))
    works.certifier.post("/v1/certificates", {"candidacy_id": candidacy}).must(201)
    works.work()


@suite.test
def a_duplicate_is_drawn_with_its_mark(works):
    one, other = works.ids()[:2]
    made = works.certifier.post(f"/v1/certificates/{one}/duplicates", {"reason": "LOST"}).must(201)
    address = f"/v1/certificates/{one}/duplicates/{made['id']}/document"
    works.certifier.get(address).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    works.work()
    reply = works.certifier.get(address).must(200)
    expect_equal(reply.headers["Content-Disposition"].partition(";")[2].partition(";")[0], f' filename="duplicata-{made["ordinal"]}-{made["number"]}.pdf"')
    path = works.saved("duplicate.pdf", reply.raw)
    is_whole(path)
    text = tell("pdftotext", path, "-")
    expect(f"DUPLICATA N° {made['ordinal']}, délivré le " in text and made["number"] in text, text)
    expect("DUPLICATA" not in tell("pdftotext", works.saved("first.pdf", works.get(one).must(200).raw), "-"), "the certificate is a duplicate")
    works.certifier.get(f"/v1/certificates/{other}/duplicates/{made['id']}/document").must(404)


@suite.test
def who_held_what_was_annulled_is_told(works):
    works.work()
    one = works.ids()[-1]
    works.get(one).must(200)
    notice = f"/v1/certificates/{one}/annulment-notice"
    works.certifier.get(notice).must_refuse("CERTIFICATE_NOT_ANNULLED", 409)
    number = works.certifier.get(f"/v1/certificates/{one}").must(200)["number"]
    # By whom it is annulled is told elsewhere: here, that it is.
    works.instance.sql("alter table certificate disable trigger certificate_annulled_settled;"
                       f" update certificate set status = 'ANNULLED', annulled_on = issued_on, annul_reason = 'ERROR' where id = '{one}';"
                       " alter table certificate enable trigger certificate_annulled_settled")
    works.get(one).must_refuse("CERTIFICATE_ANNULLED", 409)
    works.certifier.get(notice).must_refuse("DOCUMENT_NOT_DRAWN", 503)
    works.work()
    path = works.saved("notice.pdf", works.certifier.get(notice).must(200).raw)
    is_whole(path)
    text = tell("pdftotext", path, "-")
    expect("Annulation d’un certificat" in text and number in text and "Le motif est une erreur." in text, text)


@suite.test
def a_sealed_document_never_changes(works):
    works.work()
    for statement in ("update document set content = 'x'", "update document set fault = 'x'", "delete from document", "truncate document"):
        try:
            works.instance.sql(statement)
        except Exception as refused:  # noqa: BLE001  whatever the driver says
            expect(any(words in str(refused) for words in ("sealed document never changes", "a document is kept")), str(refused))
        else:
            raise AssertionError(f"{statement} was done")


@suite.test
def the_role_of_the_worker_sees_the_queue_and_nothing_else(works):
    works.work()
    [[kind, subject]] = works.instance.sql("select kind, subject_id from document limit 1")
    for statement in ("select content from document", "select told from document", "select number from certificate", "select birth_name from candidate", "select name from setting",
                      "select last_name from person", "delete from document", f"insert into document (kind, subject_id) values ('{kind}', '{subject}')",
                      "update document set subject_id = subject_id", "create table mine (id int)"):
        try:
            works.instance.sql(statement, role="clea_documents")
        except Exception as refused:  # noqa: BLE001
            expect("permission denied" in str(refused), str(refused))
        else:
            raise AssertionError(f"{statement} was done")
    # What is sealed says nothing any more, and is not to be changed.
    expect_equal(works.instance.sql(f"select document_told('{kind}', '{subject}', 1)", role="clea_documents"), [[""]])
    expect_equal(works.instance.sql("update document set attempts = 9 returning kind", role="clea_documents"), [])


@suite.test
def no_worker_starts_without_a_seal(works):
    done = program(works.folder, "work", "--until-empty", **works.settings | {"CLEA_DOCUMENTS_SEAL_KEY_FILE": "", "CLEA_DOCUMENTS_SEAL_CERTIFICATE_FILE": ""})
    expect(done.returncode == 1 and b"documents.seal_key_file and documents.seal_certificate_file are empty" in done.stderr, done.stderr)
    if USER:
        done = program(works.folder, "work", "--until-empty", **works.settings | {"CLEA_PROCESS_USER": ""})
        expect(done.returncode == 1 and b"started as root" in done.stderr, done.stderr)
