# SPDX-License-Identifier: EUPL-1.2
"""Compares what was acknowledged with what is there."""

import collections


def quoted(values):
    return ",".join("'" + value + "'" for value in values)


def losses(instance, record, may_lose_all=False):
    """Rows that a 2xx promised and that are not there: [table, id]. Fails apart when it is blind."""
    wanted = collections.defaultdict(set)
    for table, id_ in record["acknowledged"]:
        wanted[table].add(id_)
    lost = []
    for table, ids in wanted.items():
        seen = {row[0] for row in instance.sql(f"select id from {table}")}
        if not seen and not may_lose_all:
            raise AssertionError(f"no row of {table} at all: the checker is blind, or everything is lost")
        lost += [[table, id_] for id_ in ids - seen]
    return lost


def surplus(instance, record):
    """What was done more than once, or by halves: a name twice, or events that nobody was told of."""
    found = [f"candidate {name!r} is there {count} times" for name, count in instance.sql(
        f"select birth_name, count(*) from candidate where birth_name in ({quoted(record['names'])}) group by 1 having count(*) > 1")]
    there = {row[0]: int(row[1]) for row in instance.sql(  # of the organism's own acts; the commission's are its own
        "select candidacy_id, count(*) from candidacy_event where acting_org_id is not null group by 1")}
    for journey in record["journeys"]:
        if there.get(journey["id"], 0) != journey["events"]:
            found.append(f"candidacy {journey['id']}: {there.get(journey['id'], 0)} events, {journey['events']} acknowledged")
    certified = dict(instance.sql(f"select id, state from candidacy where id in ({quoted(record['certified'])})")) if record["certified"] else {}
    found += [f"candidacy {id_} is {certified.get(id_)} though its minutes were signed" for id_ in record["certified"]
              if certified.get(id_) != "CERTIFIED"]
    return found


def replays(instance, world, record, limit=200):
    """The same key again gives the same answer. Returns what differs."""
    from harness.client import Client
    clients = {(organism.id, role): client for organism in world.organisms for role, client in organism.clients.items()}
    commission = world.commission
    clients |= {(commission.id, label): member["client"] for label, member in commission.members.items()}
    clients |= {(commission.id, "SECRETARY"): commission.secretary, (commission.id, "CERTIFIER"): world.certifier}
    differing = []
    for who, organism, method, path, body, key, answer in record["keys"][-limit:]:
        client: Client = clients[(organism, who)]
        reply = client.send(method, path, body, headers={"Idempotency-Key": key}, checks=False)
        if reply.raw.decode() != answer or reply.headers.get("Idempotency-Replayed") != "true":
            differing.append(f"{method} {path} {key}: {reply.status} {reply.raw[:200]!r} instead of {answer[:200]!r}")
    return differing
