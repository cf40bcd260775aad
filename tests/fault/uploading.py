# SPDX-License-Identifier: EUPL-1.2
"""A server that is killed while files come: what was answered is there and whole, what was not is not there."""

import hashlib
import random
import threading
import time

import support
import files
from harness.journey import Journey
from support import Suite, expect, expect_equal

suite = Suite("uploading")
ROUNDS = 4
SENDERS = 4


def send(journey, acknowledged, unknown):
    """Large and small ones, one after the other, until the server is gone."""
    client = journey.client("referent").clone()
    while True:
        data = files.pdf(random.choice((300, 70000, 900000, 4000000)), mark=random.randbytes(8).hex().encode())
        digest = hashlib.sha256(data).hexdigest()
        try:
            reply = client.send("POST", f"{journey.path}/evidences", raw=data, headers={"Content-Type": files.PDF}, checks=False)
        except OSError:
            unknown.append(digest)
            return
        except Exception:  # noqa: BLE001  an answer that was cut off
            unknown.append(digest)
            return
        if reply.status == 201:
            acknowledged.append(digest)
        elif reply.status == 409:  # it holds as much as it may
            return


@suite.test
def a_server_that_is_killed_leaves_whole_files_or_none():
    instance, world = support.start()
    acknowledged, unknown = [], []
    try:
        for turn in range(ROUNDS):
            journeys = [Journey(world).informed("2026-01-05") for _ in range(SENDERS)]
            senders = [threading.Thread(target=send, args=(journey, acknowledged, unknown)) for journey in journeys]
            for sender in senders:
                sender.start()
            time.sleep(0.5 + random.random())
            instance.kill_server()
            for sender in senders:
                sender.join()
            instance.start_server()
            for client in world.clients:
                client.close()
        stored = {row[0] for row in instance.sql("select encode(sha256, 'hex') from evidence")}
        whole = {row[0] for row in instance.sql(
            "select encode(sha256(string_agg(p.content, '' order by p.number)), 'hex') from evidence e join evidence_part p on p.evidence_id = e.id group by e.id")}
        expect_equal(stored, whole, "every file that is there is whole")
        expect(set(acknowledged) <= stored, "what was answered is there")
        expect(stored <= set(acknowledged) | set(unknown), "and nothing that nobody sent")
        expect(len(acknowledged) > 0 and len(unknown) > 0, f"{len(acknowledged)} acknowledged, {len(unknown)} unknown: nothing was seen")
        loose = instance.sql("select count(distinct evidence_id) from evidence_part p where not exists (select from evidence e where e.id = p.evidence_id)")[0][0]
        marked = instance.sql("select count(*) from evidence_part where loose_since is not null")[0][0]
        expect_equal(loose, marked, "what is loose is known to be")
        print(f"# {len(acknowledged)} acknowledged, {len(unknown)} unknown, of which {len(stored) - len(set(acknowledged))} are there; {loose} left to be swept")
    finally:
        instance.stop()
