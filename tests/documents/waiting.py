# SPDX-License-Identifier: EUPL-1.2
"""What waits to be drawn: one that cannot be read holds up no other, and the doctor tells."""

import os
import re
import subprocess

from instance import BUILD
from paper import Suite, expect, expect_equal, program
from working import SOME

suite = Suite("waiting")


@suite.test
def a_document_that_cannot_be_read_holds_up_no_other(works):
    """A fault of ours in what one kind says: the others are drawn, and it is told."""
    bad = works.ids()[0]
    works.work()
    [[good]] = works.instance.sql("select subject_id from document where kind = 'RESTITUTION' order by 1 limit 1")
    works.again(f"certificate_id = '{bad}' or kind = 'RESTITUTION' and subject_id = '{good}'")
    works.instance.sql("alter function certificate_told(uuid) rename to certificate_told_no_more")
    try:
        told = works.work()
        expect("document not read" in told, told)
        expect_equal(works.instance.sql(f"select fault from document where certificate_id = '{bad}'"), [["what it says cannot be read"]])
        works.get(bad).must(503)
        expect_equal(works.instance.sql(f"select content is not null from document where kind = 'RESTITUTION' and subject_id = '{good}'"), [["t"]])
    finally:
        works.instance.sql("alter function certificate_told_no_more(uuid) rename to certificate_told")
    works.again(f"certificate_id = '{bad}'")
    works.work()
    works.get(bad).must(200)


@suite.test
def the_doctor_tells_what_waits(works):
    works.again(SOME)
    works.nobody_works()
    settings = {name: value for name, value in works.settings.items() if name != "CLEA_PROCESS_USER"}
    server = BUILD / "clea-server"
    told = program(works.folder, "doctor", binary=server, **settings).stdout.decode()
    expect(re.search(r"waiting to be drawn +\d+ documents, of which 0 could not be drawn\n +worker +none is connected\n  WRONG: documents wait and nobody",
                     told), told[-3000:])
    works.instance.sql("set session_replication_role = replica; update document set created_at = created_at - interval '1 hour'")
    with works.somebody_works():
        told = program(works.folder, "doctor", binary=server, **settings).stdout.decode()
        expect("WRONG: one of them has waited for more than 5 minutes" in told, told[-3000:])
    works.work()
    works.nobody_works()
    told = program(works.folder, "doctor", binary=server, **settings).stdout.decode()
    expect(re.search(r"waiting to be drawn +0 documents, of which 0 could not be drawn\n +worker +none is connected\nsettings", told), told[-3000:])


@suite.test
def every_queue_tells_whether_anybody_works(works):
    jobs = ("documents", "credentials", "evidences")
    works.nobody_works()
    expect_equal({job: works.is_connected(job) for job in jobs}, dict.fromkeys(jobs, False))
    with works.somebody_works():
        expect_equal({job: works.is_connected(job) for job in jobs}, dict.fromkeys(jobs, True))
