# SPDX-License-Identifier: EUPL-1.2
"""The scanner: evidence is judged by a command of the worker, whatever becomes of that command, and read by nobody before."""

import contextlib
import itertools
import time

from paper import Suite, expect, expect_equal
from working import Works

import files

suite = Suite("scanning")

# The file comes on standard input; how it ends is what it thinks.
SCANNERS = {
    "finds": "read -r first; case $(cat) in *EVIL*) echo 'stream: Test-Signature FOUND'; exit 1;; esac; exit 0",
    "errs": "cat >/dev/null; exit 2",
    "dies": "kill -SEGV $$",
    "hangs": "sleep 600",
    "hangs with children": "sleep 600 & sleep 600 & wait",
    "does not read": "exit 0",
    "talks": "cat >/dev/null; yes 'a long story' | head -c 300000; exit 1",
}


class Scans(Works):
    numbers = itertools.count(1)

    def __enter__(self):
        super().__enter__()
        self.settings |= {"CLEA_EVIDENCE_SCAN_TIMEOUT_S": "2"}
        self.referent = self.client("REFERENT")
        # A candidacy of the demonstration, wherever it stands: here it is about what the worker does.
        chosen = next(row["id"] for row in self.referent.every("/v1/candidacies") if row["information_on"])
        self.instance.sql(f"set session_replication_role = replica; update candidacy set state = 'INFORMED' where id = '{chosen}'")
        self.path = f"/v1/candidacies/{chosen}"
        return self

    def add(self, data=None):
        unlike = files.pdf(mark=b"%06d" % next(self.numbers))
        return self.referent.post(f"{self.path}/evidences", raw=data or unlike, headers={"Content-Type": files.PDF}).must(201)

    def state(self, evidence):
        row = self.instance.sql(f"select state, coalesce(finding, ''), coalesce(fault, '') from evidence where id = '{evidence['id']}'")
        return row[0]

    @contextlib.contextmanager
    def scanner(self, what):
        path = self.folder / f"scanner-{what.replace(' ', '-')}"
        path.write_text(f"#!/bin/sh\n{SCANNERS[what]}\n")
        path.chmod(0o755)
        before = dict(self.settings)
        self.settings |= {"CLEA_EVIDENCE_SCANNER": str(path)}
        try:
            yield path
        finally:
            self.settings = before

    def scan_due(self):
        self.instance.sql("set session_replication_role = replica; update evidence set due_at = clock_timestamp()")


@suite.test
def a_scanner_judges_what_comes(scans):
    with scans.scanner("finds"):
        good, large = scans.add(), scans.add(files.pdf(700000))
        bad, hidden = scans.add(files.pdf(mark=b"EVIL")), scans.add(files.pdf(700000, mark=b"EVIL"))
        scans.work()
        expect_equal([scans.state(one)[0] for one in (good, large, bad, hidden)], ["CLEAN", "CLEAN", "REFUSED", "REFUSED"])
        expect_equal(scans.state(bad)[1], "stream: Test-Signature FOUND")
        expect(scans.referent.get(f"/v1/evidences/{large['id']}/content").must(200).raw == files.pdf(700000), "what is clean is read")
        scans.referent.get(f"/v1/evidences/{bad['id']}/content").must_refuse("EVIDENCE_NOT_READABLE", 409)
        expect_equal(scans.instance.sql(f"select count(*) from evidence_part where evidence_id in ('{bad['id']}', '{hidden['id']}')"), [["0"]])


@suite.test
def a_scanner_that_fails_judges_nothing(scans):
    for what, fault in (("errs", "the scanner ended with 2"), ("dies", "the scanner was ended by SIGSEGV"), ("hangs", "the scanner did not end in time"),
                        ("hangs with children", "the scanner did not end in time")):
        with scans.scanner(what):
            made = scans.add(files.pdf(300000, b"%06d" % next(scans.numbers)))
            begins = time.monotonic()
            scans.work()
            expect(time.monotonic() - begins < 30, f"{what}: in time")
            expect_equal(scans.state(made), ["PENDING_SCAN", "", fault], what)
            scans.referent.get(f"/v1/evidences/{made['id']}/content").must_refuse("EVIDENCE_NOT_READABLE", 409)
    queue = scans.certifier.get("/v1/jobs/evidences").must(200)
    expect_equal((queue["waiting_count"], queue["failing_count"]), (4, 4))
    scans.nobody_works()
    expect_equal(scans.is_connected("evidences"), False, "who scanned is gone")
    with scans.somebody_works():
        expect_equal(scans.is_connected("evidences"), True)
    scans.scan_due()
    with scans.scanner("finds"):
        scans.work()
    expect_equal(scans.instance.sql("select count(*) from evidence where state = 'PENDING_SCAN'"), [["0"]], "and they are scanned in the end")
    expect_equal(scans.instance.sql("select count(*) from evidence where fault is not null"), [["0"]])


@suite.test
def a_scanner_that_reads_nothing_or_says_much_is_heard(scans):
    with scans.scanner("does not read"):
        made = scans.add(files.pdf(900000))
        scans.work()
        expect_equal(scans.state(made)[0], "CLEAN")
    with scans.scanner("talks"):
        made = scans.add()
        scans.work()
        expect_equal(scans.state(made)[:2], ["REFUSED", "a long story"])


@suite.test
def without_a_scanner_evidence_waits_or_says_that_it_was_not_scanned(scans):
    made = scans.add()
    scans.work()
    expect_equal(scans.state(made)[0], "PENDING_SCAN")
    scans.settings |= {"CLEA_EVIDENCE_UNSCANNED": "show"}
    scans.work()
    expect_equal(scans.state(made)[0], "UNSCANNED")
    scans.referent.get(f"/v1/evidences/{made['id']}/content").must(200)
    scans.scan_due()
    with scans.scanner("finds"):
        scans.work()
    expect_equal(scans.state(made)[0], "CLEAN", "as soon as there is one")
    del scans.settings["CLEA_EVIDENCE_UNSCANNED"]


@suite.test
def a_scanner_that_is_none_is_told(scans):
    for scanner in ("clamdscan -", "/no/such/scanner", str(scans.folder)):
        environment = {"CLEA_EVIDENCE_SCANNER": scanner}
        for command in ("check-config", "doctor"):
            done = scans.instance.command(command, check=False, environment=environment)
            told = scanner in ("clamdscan -",) and "whole path" in done.stdout + done.stderr or "cannot be run" in done.stdout + done.stderr
            if scanner != str(scans.folder):
                expect(done.returncode != 0 and told, f"{command}: {scanner}: {done.stdout[-300:]} {done.stderr[-300:]}")
    told = scans.instance.command("doctor", check=False).stdout
    expect("none: evidence waits for one, and nobody reads it" in told, told[-600:])
    told = scans.instance.command("doctor", check=False, environment={"CLEA_EVIDENCE_UNSCANNED": "show"}).stdout
    expect("evidence is read without having been scanned" in told, told[-600:])

