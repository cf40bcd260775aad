# SPDX-License-Identifier: EUPL-1.2
"""What a page of each list costs: every way of every list (server/db/walk.sh), explained as the server runs it; and what a few
other statements cost that would look at everything if they could."""

import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
# As server/db/pool.c: the plan is made once, whoever asks.
SETTINGS = "set plan_cache_mode = force_generic_plan; set jit = off; set enable_seqscan = off; set random_page_cost = 0.1; set seq_page_cost = 0.1; set timezone = 'UTC';"
DEEP = 0.8  # how far into its list the second page lies, at most


def made(kind, n):
    """The ids of volume.sql."""
    return (f"0196{n // 65536:04x}-{n % 65536:04x}-7{kind:03x}-8000-{n * 2654435761 % 281474976710656:012x}")


def named(n):
    """Whose name it is in volume.sql: letters alone."""
    return f"{n * 40503 % 1048576:05x}".translate(str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst"))


# A file of the organism that is certified: its papers are there. Of the other nobody has drawn, signed or scanned anything yet.
SEALED, WAITING = 324, 24
NETWORK, ORGANISM, COMMISSION, TRAINER, CANDIDATE = made(1, 1), made(2, 5), made(4, 2), made(5, 44), made(17, 777)
# Of each scope of a .walk: the role in the database, the scope, and what narrows it.
CALLERS = {
    "ORGANISM": ("clea_read", "ORGANISM", ORGANISM, ""),
    "TRAINER": ("clea_read", "ORGANISM", ORGANISM, f"select scope_narrow('{TRAINER}');"),
    "NETWORK": ("clea_read", "NETWORK", NETWORK, ""),
    "COMMISSION": ("clea_read", "COMMISSION", COMMISSION, ""),
    "JUROR": ("clea_read", "COMMISSION", COMMISSION, "select set_config('app.reach', '{%s}', true);" % made(24, 5)),
    "CANDIDATE": ("clea_read", "CANDIDATE", CANDIDATE, ""),
    "FUNDER": ("clea_read", "FUNDER", made(99, 1), ""),
    "NATION": ("clea_national_read", "CERTIFIER", None, ""),
    "ANY": ("clea_read", "ORGANISM", ORGANISM, ""),
    "SYSTEM": ("clea_national_read", "SYSTEM", None, ""),
    "SWEEP": ("clea_national", "SYSTEM", None, ""),
    "COUNSELLOR": ("clea_app", "ORGANISM", ORGANISM, ""),
    "WORKER": ("clea_documents", None, None, ""),  # sees what waits, in no scope
}
# What stands in the path of a list.
PATHS = {
    "affiliation_list": {"person_id": TRAINER},
    "staff_function_list": {"person_id": TRAINER},
    "membership_list": {"network_id": NETWORK},
    "site_list": {"organism_id": ORGANISM},
    "session_list": {"commission_id": COMMISSION},
    "work_queue_list": {"consent_days": "30"},
    "change_list": {"kept_days": "90", "kinds": '"CANDIDACY,CANDIDATE,APPOINTMENT,SESSION"'},
}
# What waits for a referent, and for the secretary of a commission.
STEPS = {"ORGANISM": '"CANDIDACY.CONTACT,CANDIDACY.INFORMED,CANDIDACY.PARTIAL,CANDIDACY.IN_TRAINING,NOTIFICATION.DUE,TRANSFER_REQUEST.PENDING.OFFER"',
         "COMMISSION": '"FILE.SUBMITTED,SESSION.PLANNED,NOTIFICATION.DUE,HANDOVER.DUE"', "NATION": '"ANNULMENT_REQUEST.REQUESTED"'}


# Neither lists by pages nor asked by the key of one row: (file, whose, what is asked). Of a list, what a filter costs: and its way.
OTHERS = (
    ("server/api/registry/sql/site_search.sql", "ANY", {"insee_code": "59350"}, "created_at", "down"),
    ("server/api/registry/sql/site_search.sql", "ANY", {"department": "59", "status": "ACTIVE"}, "created_at", "down"),
    ("server/api/registry/sql/site_search.sql", "ANY", {"organism_id": ORGANISM, "status": "CLOSED"}, "created_at", "down"),
    ("server/api/registry/sql/site_list.sql", "ANY", {"organism_id": ORGANISM, "status": "CLOSED"}, "created_at", "down"),
    *(("server/api/work/sql/work_queue_list.sql", who, {"steps": steps, "consent_days": "30"}, "due_on", "up") for who, steps in STEPS.items()),
    *(("server/api/work/sql/work_queue_counts.sql", who, {"steps": steps, "consent_days": "30"}) for who, steps in STEPS.items()),
    ("server/api/candidates/sql/candidate_search.sql", "ORGANISM", {"is_backward": "f", "words": named(1004)}),
    ("server/api/candidates/sql/candidate_search.sql", "NETWORK", {"is_backward": "f", "words": named(1005)}),
    ("server/api/candidates/sql/candidate_search.sql", "NATION", {"is_backward": "f", "words": named(1004)}),
    # By a year, by a letter, and by both: whoever asks.
    *((f"server/api/candidates/sql/candidate_search{asks}.sql", who, given | ({} if asks else {"is_backward": "f"}))
      for asks in ("", "_wide") for who in ("ORGANISM", "NETWORK", "NATION")
      for given in ({"birth_year": "1974"}, {"words": "b"}, {"words": "b", "birth_year": "1974"})),
    ("server/api/candidates/sql/candidate_similar.sql", "ORGANISM", {"id": made(17, 1004)}),
    ("server/api/candidates/sql/candidate_similar.sql", "NATION", {"id": made(17, 1004)}),
    # A page of a history, from its beginning and from its end, however long it is.
    ("server/api/candidacies/sql/event_list.sql", "ORGANISM", {"is_backward": "f", "id": made(16, 4)}),
    ("server/api/candidacies/sql/event_list.sql", "NATION", {"is_backward": "t", "id": made(16, 4)}),
    # What every event asks of such a history: how long it is.
    ("server/api/candidacies/sql/candidacy_load.sql", "ORGANISM", {"kind": "CANDIDACY", "id": made(16, 4)}),
    # Everybody's are counted in an index, and a calendar ends at 2000.
    ("server/api/candidacies/sql/deadline_months.sql", "NATION", {}),
    ("server/api/candidacies/sql/deadline_feed.sql", "NATION", {}),
    ("server/api/candidacies/sql/deadline_feed.sql", "ORGANISM", {"within_months": "1"}),
    ("server/api/candidates/sql/appointment_feed.sql", "ORGANISM", {}),
    ("server/api/candidates/sql/appointment_feed.sql", "NATION", {}),
    # Papers, credentials and evidence, by their keys; what waits, for who looks after it; and what the worker asks and writes.
    *(("server/api/documents/sql/certificate_document.sql", who, {"id": made(22, SEALED), "kind": "CERTIFICATE"}) for who in ("ORGANISM", "NATION")),
    ("server/api/documents/sql/document_queue.sql", "NATION", {"count_most": "10000", "row_limit": "20"}),
    *(("server/api/credentials/sql/certificate_credential.sql", who, {"id": made(22, SEALED)}) for who in ("ORGANISM", "NATION")),
    ("server/api/credentials/sql/credential_status.sql", "NATION", {"id": made(31, 1)}),
    ("server/api/credentials/sql/issuer_key.sql", "NATION", {"id": "1".rjust(43, "k")}),
    ("server/api/credentials/sql/issuer_keys.sql", "NATION", {"whole": "t"}),
    ("server/api/credentials/sql/credential_queue.sql", "NATION", {"count_most": "10000", "row_limit": "20"}),
    *((f"server/api/evidences/sql/evidence_{name}.sql", who, {"id": made(*one)})
      for who in ("ORGANISM", "NATION") for name, one in (("view", (32, SEALED)), ("content", (32, SEALED)), ("list", (16, SEALED)))),
    *((f"server/api/evidences/sql/evidence_{name}.sql", "COUNSELLOR", {"id": made(*one)}) for name, one in (("load", (32, SEALED)), ("present", (16, SEALED)))),
    *(("server/api/evidences/sql/evidence_part_read.sql", who, {"evidence_id": made(32, SEALED), "number": "1"}) for who in ("ORGANISM", "NATION")),
    *((f"server/api/evidences/sql/evidence_part_{name}.sql", "COUNSELLOR",
       {"evidence_id": made(34, 1), "number": "0", "candidacy_id": made(16, SEALED), "content": r'"\\x00"'}) for name in ("insert", "keep")),
    ("server/api/evidences/sql/evidence_remove.sql", "COUNSELLOR", {"id": made(32, SEALED), "version": "1", "reason": "x"}),
    ("server/api/evidences/sql/evidence_queue.sql", "NATION", {"count_most": "10000"}),
    ("server/jobs/sql/evidence_sweep.sql", "SWEEP", {"before_s": "1900000000", "row_limit": "20"}),
    ("server/documents/sql/document_take.sql", "WORKER", {"lease_s": "15"}),
    ("server/documents/sql/document_read.sql", "WORKER", {"kind": "CERTIFICATE", "subject_id": made(22, WAITING), "edition": "1"}),
    ("server/documents/sql/document_keep.sql", "WORKER",
     {"kind": "CERTIFICATE", "subject_id": made(22, WAITING), "edition": "1", "content": r'"\\x00"', "drawing": "x"}),
    ("server/documents/sql/document_fault.sql", "WORKER", {"kind": "CERTIFICATE", "subject_id": made(22, WAITING), "edition": "1", "fault": "x"}),
    ("server/documents/sql/credential_take.sql", "WORKER", {"lease_s": "15"}),
    ("server/documents/sql/credential_keep.sql", "WORKER", {"id": made(22, WAITING), "with_proof": "x", "token": "e30.x.x"}),
    ("server/documents/sql/credential_fault.sql", "WORKER", {"id": made(22, WAITING), "fault": "x"}),
    ("server/documents/sql/credential_list_take.sql", "WORKER", {"lease_s": "15"}),
    ("server/documents/sql/evidence_take.sql", "WORKER", {"lease_s": "15", "has_scanner": "t"}),
    ("server/documents/sql/evidence_read.sql", "WORKER", {"id": made(32, WAITING), "number": "1"}),
    ("server/documents/sql/evidence_judge.sql", "WORKER", {"id": made(32, WAITING), "state": "CLEAN"}),
    ("server/documents/sql/evidence_fault.sql", "WORKER", {"id": made(32, WAITING), "fault": "x"}),
    ("server/jobs/sql/expiry_probe.sql", "SYSTEM", {"due": '"{1,90,12,30}"', "days": "30"}),
)


class Way:
    """One statement of one list, or another one."""

    def __init__(self, file, scope, *way, **given):
        self.list, self.scope, self.given = file.stem, scope, given
        self.name = " ".join((file.stem, scope, *way, *(given.values() if way or file.stem.startswith("candidate_search") else ())))
        self.text = subprocess.run(["sh", str(ROOT / "server/db/splice.sh"), str(file), *((scope, *way) if way else ())],
                                   capture_output=True, text=True, check=True).stdout
        flat = re.sub(r"--[^\n]*", "", self.text)
        found = re.search(r"as x\(([^)]*)\)", flat)
        self.parameters = [name for name in map(str.strip, found.group(1).split(",")) if name != "item"]

    def call(self, **given):
        """The arguments of an execution: scope, scope id, then an array of one element each."""
        _, scope, scope_id, _ = CALLERS[self.scope]
        given = {"page_limit": "51", **PATHS.get(self.list, {}), **self.given, **given}
        values = [f"'{scope}'", f"'{scope_id}'" if scope_id else "null"] if scope else []
        values += ["'{%s}'" % given.get(name, "null") for name in self.parameters]
        return ", ".join(values)


def ways():
    for file in sorted(ROOT.glob("server/api/*/sql/*.walk")):
        listed = subprocess.run(["sh", str(ROOT / "server/db/walk.sh"), str(file.with_suffix(".sql"))],
                                capture_output=True, text=True, check=True).stdout
        for line in listed.splitlines():
            scope, sort = line.split()
            for direction in ("down", "up"):
                yield Way(file.with_suffix(".sql"), scope, sort, direction)
    for file, scope, given, *way in OTHERS:
        yield Way(ROOT / file, scope, *way, **given)


# What the head of a statement calls an index by.
INDEX = re.compile(r"\b[a-z]+(?:_[a-z]+)*_(?:pk|(?:by|one)_[a-z_]+)\b")


def named_indexes():
    """{list: the indexes that its head says it is served by}"""
    found = {}
    for file in sorted(ROOT.glob("server/api/*/sql/*.walk")):
        head = re.match(r"(?:--[^\n]*\n)*", file.with_suffix(".sql").read_text()).group()
        found[file.stem] = set(INDEX.findall(head))
    return found


def nodes(plan):
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


class Page:
    """What an execution touched: shared buffers, milliseconds, tables that were scanned whole."""

    def __init__(self, explained):
        top = explained[0]
        self.buffers = top["Plan"]["Shared Hit Blocks"] + top["Plan"]["Shared Read Blocks"]
        self.ms = top["Execution Time"]
        # Of what writes and answers nothing, the rows that it writes.
        self.rows = (top["Plan"]["Plans"][0] if top["Plan"]["Node Type"] == "ModifyTable" else top["Plan"])["Actual Rows"]
        self.indexes = {node["Index Name"] for node in nodes(top["Plan"]) if "Index Name" in node}
        self.scanned = {node["Relation Name"] for node in nodes(top["Plan"])
                        if node["Node Type"] == "Seq Scan" and node["Actual Loops"] > 0}


END = "=-=-="  # between what a script prints


class Script:
    """What is asked of one way, in a transaction of its caller: each answer ends with END."""

    def __init__(self, number, way, is_prepared=False):
        _, scope, scope_id, narrow = CALLERS[way.scope]
        self.number, self.way = number, way
        self.lines = [] if is_prepared else [f"prepare w{number}{' (text, uuid)' if scope else ''} as {way.text};"]
        self.lines += ["begin;"]
        if scope:
            self.lines.append(f"select scope_set('{scope}', {repr(scope_id) if scope_id else 'null'}) \\g /dev/null")
        if narrow:
            self.lines.append(narrow.rstrip(";") + " \\g /dev/null")

    def execute(self, how="", **given):
        # What it writes is not there the next time.
        self.lines += ["savepoint before;", f"{how} execute w{self.number}({self.way.call(**given)});", "rollback to before;", f"\\echo {END}"]

    def explain(self, **given):
        """Twice: the first one reads what the caches of the backend lack."""
        for _ in range(2):
            self.execute("explain (analyze, buffers, format json)", **given)

    def text(self, stays=False):
        return "\n".join([*self.lines, "rollback;", *([] if stays else [f"deallocate w{self.number};"]), ""])


def run(psql, scripts):
    """What each of the scripts printed, as lists of answers."""
    answers = {}
    for role in sorted({CALLERS[script.way.scope][0] for script in scripts}):
        asked = [script for script in scripts if CALLERS[script.way.scope][0] == role]
        printed = psql(role, SETTINGS + "\n" + "".join(script.text() for script in asked)).split(END)
        for script in asked:
            count = sum(line == f"\\echo {END}" for line in script.lines)
            answers[script.way.name], printed = printed[:count], printed[count:]
    return answers


class Standing:
    """Sessions that plan everything now and execute it again later; open_session(role) gives a psql that reads what is written."""

    def __init__(self, open_session):
        self.asked, self.sessions = list(enumerate(ways())), {}
        for role in sorted({CALLERS[way.scope][0] for _, way in self.asked}):
            self.sessions[role] = open_session(role)
            scripts = [Script(number, way) for number, way in self.asked if CALLERS[way.scope][0] == role]
            for script in scripts:
                script.execute()
            self._write(role, SETTINGS + "\n" + "".join(script.text(stays=True) for script in scripts))
            ends = len(scripts)
            while ends:
                line = self.sessions[role].stdout.readline()
                if not line:
                    raise AssertionError(self.sessions[role].stderr.read()[-2000:])
                ends -= line.rstrip("\n") == END

    def _write(self, role, script):
        self.sessions[role].stdin.write(script)
        self.sessions[role].stdin.flush()

    def measure(self):
        """{name of a way: its first page}"""
        found = {}
        for role, asked in self.sessions.items():
            scripts = [Script(number, way, is_prepared=True) for number, way in self.asked if CALLERS[way.scope][0] == role]
            for script in scripts:
                script.explain()
            printed, errors = asked.communicate("".join(script.text(stays=True) for script in scripts))
            answers = printed.split(END)
            if len(answers) != 2 * len(scripts) + 1:
                raise AssertionError(errors[-2000:])
            found |= {script.way.name: Page(json.loads(answers[2 * at + 1])) for at, script in enumerate(scripts)}
        return found


def place(way, rows):
    """The cursor of an entry deep in what was printed, with a full page behind it; None when it is short."""
    at = min(int(len(rows) * DEEP), len(rows) - 52)
    if at <= 0 or way.given:
        return None
    row = rows[at]
    cursor = {"cursor_id": row[1]}
    key = row[-2 if " as tenants" in way.text else -1]
    return cursor | ({"cursor_key": key} if "cursor_key" in way.parameters and key else {})


def measure(psql, wanted=""):
    """{name of a way: (its first page, a deep one or None)}; psql(role, script) gives what a script prints."""
    asked = [way for way in ways() if wanted in way.name]
    scripts = [Script(number, way) for number, way in enumerate(asked)]
    for script in scripts:
        script.explain()
        script.execute(page_limit="1901")
    answers = run(psql, scripts)
    deep = []
    for number, way in enumerate(asked):
        rows = [line.split("\x1f") for line in answers[way.name][2].strip("\n").split("\n") if line]
        cursor = place(way, rows)
        if cursor:
            deep.append(Script(number, way))
            deep[-1].explain(**cursor)
    deeper = run(psql, deep)
    return {way.name: (Page(json.loads(answers[way.name][1])),
                       Page(json.loads(deeper[way.name][1])) if way.name in deeper else None) for way in asked}
