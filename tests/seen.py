# SPDX-License-Identifier: EUPL-1.2
"""What the suites saw of the server, for the suite `gates` that judges all of them together; and the rule that holds in
every suite: a 5xx that no test has announced fails the test during which it came.

    with server_errors.announced("the database is away"):
        …                                           5xx are part of what is tested here

    answers.note("createCandidate", 409, body)      by whoever knows which operation a reply belongs to

Answers are written to the file that CLEA_TEST_SEEN names (tests/run sets it, one a suite) when the process ends."""

import atexit
import contextlib
import os
import pathlib
import re
import threading
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent


# Told where no worker draws beside the server: of all suites only `documents` has one.
NOT_DRAWN = b'"code":"DOCUMENT_NOT_DRAWN"'


class ServerErrors:
    def __init__(self):
        self.lock = threading.Lock()
        self.announcements = 0
        self.found = []

    @contextlib.contextmanager
    def announced(self, why):
        """why: for whoever reads the test."""
        assert why, "an announcement says why"
        with self.lock:
            self.announcements += 1
        try:
            yield
        finally:
            with self.lock:
                self.announcements -= 1

    def note(self, method, path, status, text=b""):
        if status not in (500, 502, 503, 504):  # 501 and 505 are told to a client that asks for what there is not
            return
        if status == 503 and NOT_DRAWN in (text if isinstance(text, bytes) else str(text).encode()):
            return
        with self.lock:
            if self.announcements == 0:
                shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
                self.found.append(f"{method} {path} -> {status} {shown[:300]}")

    def take(self):
        """Those since the last call that nobody announced."""
        with self.lock:
            found, self.found = self.found, []
        return found

    def check(self):
        found = self.take()
        if found:
            raise AssertionError(f"{len(found)} server errors that no test announced:\n  " + "\n  ".join(found[:20]))


WORD = re.compile(r"[A-Z]{2,}(_[A-Z]+)*")


class Refusals:
    """What a refusal has to say by its reason, in whatever suite it came: read of every answer.

    - ROLE_NOT_ALLOWED names roles, and none that the caller has; ACT_OF_ANOTHER says whose it is;
    - of a reason in lib/wants.def the details point at the member;
    - who is told that it is there already is told which: its id;
    - nobody is sent to himself: the certifier not to the certifier."""

    THERE_ALREADY = {"PERIOD_OVERLAP", "LINK_ALREADY_REQUESTED", "TRANSFER_ALREADY_REQUESTED", "TRANSFER_ALREADY_OFFERED", "CANDIDACY_HELD_HERE",
                     "FILE_ALREADY_ON_AGENDA", "APPEAL_EXISTS", "CONSENT_STANDS", "CERTIFICATE_EXISTS", "APPOINTMENT_ALREADY_PLANNED",
                     "ALREADY_NOTIFIED",
                     "SITTING_ALREADY_RECORDED", "ATTENDANCE_ALREADY_RECORDED", "ALREADY_RECORDED", "DUPLICATE_CANDIDATE"}

    def __init__(self):
        self.lock = threading.Lock()
        self.found = []
        self.wants = set(re.findall(r"^WANTS\((\w+)", (ROOT / "lib" / "wants.def").read_text(), re.MULTILINE))
        self.pointed = set()
        self.words = set()  # (member, word in capitals) of details

    @classmethod
    def _words(cls, details, name=""):
        items = details.items() if isinstance(details, dict) else [(name, item) for item in details] if isinstance(details, list) else ()
        for key, value in items:
            if isinstance(value, str) and WORD.fullmatch(value):
                yield key, value
            yield from cls._words(value, key)

    BY_CODE = {"/v1/sight-answers"}  # whoever has a code alone learns no id

    def _fault(self, path, code, details, roles):
        if code in self.wants:
            self.pointed.add(code)
            if not str(details.get("pointer", "")).startswith("/"):
                return "does not point at a member"
        if code in self.THERE_ALREADY and path.partition("?")[0] not in self.BY_CODE and not (details.get("id") or details.get("candidate_id")):
            return "does not say which"
        if code == "ROLE_NOT_ALLOWED" and (not details.get("roles") or set(details["roles"]) & set(roles or ())):
            return f"names {details.get('roles')} to {roles}"
        if code == "ACT_OF_ANOTHER" and not details.get("whose"):
            return "does not say whose"
        return None

    def note(self, method, path, body, roles=None):
        """roles: of the caller, where they are known."""
        told = f"{body.get('detail')} {[reason['message'] for reason in body.get('reasons', [])]}" if isinstance(body, dict) else ""
        if "CERTIFIER" in (roles or ()) and re.search("dressez-vous au certificateur|urn to the certifier", told):
            with self.lock:
                self.found.append(f"{method} {path}: the certifier is sent to the certifier: {told}")
        for reason in body.get("reasons", []) if isinstance(body, dict) else []:
            self.words.update(self._words(reason["details"]))
            fault = self._fault(path, reason["code"], reason["details"], roles)
            if fault:
                with self.lock:
                    self.found.append(f"{method} {path}: {reason['code']} {fault}: {reason['message']} {reason['details']}")

    # Codes of certifications, which are no words of ours.
    NAMES = {"referential_code"}

    def check_words(self, client, reasons):
        """A word in capitals that the details of a refusal held stands in a vocabulary, which has it in both languages, or is a reason."""
        names = [row["name"] for row in client.get("/v1/vocabularies").must(200)["data"]]
        known = {term["code"] for name in names for term in client.get(f"/v1/vocabularies/{name}").must(200)["terms"]} | reasons
        bare = sorted((member, word) for member, word in self.words if word not in known and member not in self.NAMES)
        if bare:
            raise AssertionError(f"{len(bare)} words of details stand in no vocabulary: {bare[:20]}")
        return len(self.words)

    def check(self):
        with self.lock:
            found, self.found = self.found, []
        if found:
            raise AssertionError(f"{len(found)} refusals do not say what they have to:\n  " + "\n  ".join(found[:20]))


def codes_of(body):
    """Every code that a problem document names."""
    if not isinstance(body, dict):
        return []
    reasons = [reason.get("code") for reason in body.get("reasons", []) if isinstance(reason, dict)]
    errors = [error.get("code") for error in body.get("errors", []) if isinstance(error, dict)]
    return [code for code in [body.get("code"), *reasons, *errors] if isinstance(code, str)]


ANNOUNCED = "announced"  # stands where the operation would, of a 500 that a test wanted


class Answers:
    def __init__(self):
        self.lock = threading.Lock()
        self.seen = set()  # (operationId, ANNOUNCED or "-"; status; code or "-")
        path = os.environ.get("CLEA_TEST_SEEN")
        if path:
            atexit.register(self.save, path)

    def note(self, operation, status, body=None):
        codes = codes_of(body) if status >= 400 else []
        if status == 500 and server_errors.announcements:
            operation = ANNOUNCED
        with self.lock:
            self.seen.update((operation or "-", status, code) for code in codes or ["-"])

    def save(self, path):
        with open(path, "a", encoding="utf-8") as out:
            out.write("".join(f"{operation} {status} {code}\n" for operation, status, code in sorted(self.seen)))


UUID = re.compile(rb'"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"')
CANARY = re.compile(rb"Candidat [A-Z][a-z]*")  # the birth names that the harness gives, each to one person
TOKEN = re.compile(rb"clea_(?:test|live)_[0-9A-Za-z_-]{40}")
TELLS_TOKENS = re.compile(r"/api-keys|/keys")
SAFE = ("GET", "HEAD", "OPTIONS")


class Shown:
    """What clients with a key were told, against what the server wrote down of it (access log and audit):

    - whoever is named in an answer, by an id that the database knows as a candidate's or a person's, is named in its row; so
      is a candidacy or a file that a read shows, whatever the operation says of itself;
    - whose name is in an answer, without an id, is named there too; and so is the candidate of whatever a read shows of a file;
    - a row has the status that was answered, and what the contract says is logged has one;
    - neither a name nor a key is in the log of the server, in its metrics, or in an answer that is not about keys;
    - a command that was refused, once the caller was known, left its row of the audit, with the code of the refusal."""

    def __init__(self):
        self.lock = threading.Lock()
        self.replies = []

    def note(self, base_url, method, path, status, headers, raw, code=None):
        request_id = headers.get("X-Request-Id")
        if request_id and status not in (401, 500, 502, 503, 504):
            is_act = method not in SAFE and headers.get("Dry-Run") != "true" and headers.get("Idempotency-Replayed") != "true"
            ids = frozenset(found.decode() for found in UUID.findall(raw or b""))
            names = frozenset(found.decode() for found in CANARY.findall(raw or b""))
            if TOKEN.search(raw or b"") and not TELLS_TOKENS.search(path):
                names |= {"a key"}
            with self.lock:
                self.replies.append((base_url, request_id, (method, path), status, ids, is_act, code, names))

    @staticmethod
    def _array(text):
        return frozenset(text.strip("{}").split(",")) - {""}

    @classmethod
    def _hidden(cls, instance, owners, merged):
        """What the index of the access log would not find: it holds the candidates and the objects that are told to be loose."""
        hidden = []
        for request_id, action, *ids in instance.sql(
                "select request_id, action, object_ids, loose_ids, candidate_ids from access_log where loose_ids is not null"):
            shown, loose, candidates = (cls._array(text) for text in ids)
            lost = {id_ for id_ in (shown - loose) & owners.keys() if owners[id_] not in candidates | set(merged.values())}
            if lost:
                hidden.append(f"{request_id} {action}: whose {sorted(lost)[:3]} are, its row does not tell")
        return hidden

    @staticmethod
    def _kind(contract, method, path):
        """(it is a command, it is told to be logged): what the contract says."""
        operation = contract.find(method, path)[1] or {}
        is_command = {"$ref": "#/components/parameters/DryRun"} in operation.get("parameters", [])
        # Who is not known and changes nothing leaves no row: nobody could be named in it.
        is_known = operation.get("security") != []
        return is_command, is_known and operation.get("x-personal-data", False)

    @staticmethod
    def overheard(instance):
        """What whoever runs the server reads, where it names somebody or holds a key. Asked at the end of every instance of every suite."""
        texts = [("the log", instance.log.read_bytes() if instance.log.exists() else b"")]
        with contextlib.suppress(OSError):  # of a server that has ended there is the log
            with urllib.request.urlopen(f"{instance.admin_url}/metrics", timeout=5) as reply:
                texts.append(("the metrics", reply.read()))
        for where, text in texts:
            told = {found.decode()[:24] for found in CANARY.findall(text)} | {"a key" for _ in TOKEN.findall(text)[:1]}
            if told:
                yield f"{where} tells {sorted(told)[:5]}"

    def check(self, instance, contract):
        """Of that instance, while its database runs. Returns how many answers named somebody, and how many were refused."""
        with self.lock:
            replies = [reply for reply in self.replies if reply[0] == instance.base_url]
            self.replies = [reply for reply in self.replies if reply[0] != instance.base_url]
        called = {}
        for name, id_ in instance.sql("select birth_name, case status when 'ACTIVE' then id::text end from candidate"):
            called[name] = None if name in called else id_  # two of one name: nobody knows who is meant
        candidates, persons = ({row[0] for row in instance.sql(f"select id from {table}")} for table in ("candidate", "person"))
        files = {row[0] for table in ("candidacy", "file") for row in instance.sql(f"select id from {table}")}
        parts = ("evaluation", "sitting", "path", "path_module", "portfolio", "file", "agenda_item", "decision", "decision_notification", "commission_override",
                 "appeal", "funding", "funder_consent", "certificate", "certificate_handover")
        owners = {id_: owner for table in parts for id_, owner in instance.sql(
            f"select t.id, c.candidate_id from {table} t join candidacy c on c.id = t.candidacy_id")}
        owners |= dict(instance.sql("select id, candidate_id from candidacy union all select r.id, t.candidate_id from annulment_request r"
                                    " join certificate t on t.id = r.certificate_id"))
        merged = dict(instance.sql("select id, merged_into_id from candidate where merged_into_id is not null"))
        objects = {}
        for request_id, text in instance.sql("select request_id, object_ids from access_log"):
            objects[request_id] = objects.get(request_id, frozenset()) | self._array(text)
        rows = {}  # of an answer that went in pieces, or that holds what another read shows, there are several
        for request_id, told, *named in instance.sql(
                # Whoever reads as a candidate is named by being the reader; a bare `id` in the details of a refusal is kept as an object.
                "select request_id, status, case when scope = 'CANDIDATE' then candidate_ids || scope_id else candidate_ids end,"
                " case status when 409 then person_ids || object_ids else person_ids end from access_log"):
            _, *before = rows.get(request_id, (None, frozenset(), frozenset()))
            rows[request_id] = (int(told), *(seen | self._array(text) for seen, text in zip(before, named)))
        refused = dict(instance.sql("select request_id, reason from audit where outcome = 'REFUSED'"))
        wrong, named, refusals = self._hidden(instance, owners, merged), 0, 0
        for _, request_id, (method, path), status, ids, is_act, code, names in replies:
            what = f"{method} {path}"
            status_kept, candidates_kept, persons_kept = rows.get(request_id, (None, frozenset(), frozenset()))
            if is_act or method in SAFE:  # of a dry run the name may be that of somebody who came later
                ids |= {called[name] for name in names if called.get(name)}
            if "a key" in names:
                wrong.append(f"{what} -> {status} tells a key")
            lost = (ids & candidates) - candidates_kept | (ids & persons) - persons_kept
            if method in SAFE and status < 400:
                lost |= (ids & files) - objects.get(request_id, frozenset())
                # A record that was merged since was somebody else's then.
                lost |= {owners[id_] for id_ in ids & owners.keys() if owners[id_] not in merged.values()} - candidates_kept
            named += bool(ids & (candidates | persons | files))
            if lost:
                wrong.append(f"{what} -> {status} {code} names {len(lost)} whom its row does not: {sorted(lost)[:3]} (row: {status_kept})")
            is_command, is_personal = self._kind(contract, method, path)
            if not lost and status_kept != status and (status_kept or is_personal and (status < 400 or status == 409)):
                wrong.append(f"{what} -> {status} is {status_kept} in the access log")
            if is_act and is_command and status in (403, 404, 409, 412, 422):
                refusals += 1
                if refused.get(request_id) != code:
                    wrong.append(f"{what} -> {status} {code} left {refused.get(request_id)} in the audit")
        wrong.extend(self.overheard(instance))
        if wrong:
            raise AssertionError(f"{len(wrong)} of {len(replies)} answers are not in the logs as they were told:\n  " + "\n  ".join(wrong[:30]))
        return named, refusals


server_errors = ServerErrors()
shown = Shown()
answers = Answers()
refusals = Refusals()
