# SPDX-License-Identifier: EUPL-1.2
"""Before anything is timed: the peer says what we say, of the same objects, byte for byte after normalising."""

import json
import urllib.error
import urllib.request
import uuid

from place import BenchError, say
from workloads import normalised

SAMPLE = 40
OF_ONE_FILE = {"id", "candidacy_id", "module_id", "sequence", "recorded_at", "reference", "candidate_id", "opened_on", "information_on",
               "counsellor_id", "consent_on", "cycle_start_date", "deadline_date", "version", "created_at", "owner_org_id", "acting_org_id",
               "person_id", "counsellor_name"}


def ask(server, target):
    method, path, key, _, _, body = target
    request = urllib.request.Request(server.base_url + path, method=method, data=None if body == "-" else body.encode())
    if key != "-":
        request.add_header("Authorization", f"Bearer {key}")
    if body != "-":
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", f"compare-{uuid.uuid4()}")
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def first_difference(one, other):
    (status, body), (other_status, other_body) = one, other
    at = next((i for i, pair in enumerate(zip(body, other_body)) if pair[0] != pair[1]), min(len(body), len(other_body)))
    return f"ours {status} …{body[max(0, at - 60):at + 60]}, the peer {other_status} …{other_body[max(0, at - 60):at + 60]}"


def shape(value):
    """What two events of two files have in common: every member in its place, and the values that are not of one file alone."""
    if isinstance(value, dict):
        return {name: ("given" if member is not None else None) if name in OF_ONE_FILE else shape(member) for name, member in value.items()}
    return value


def differing_reads(targets, ours, go, workload):
    for target in targets.of(workload)[:SAMPLE]:
        status, body = ask(ours, target)
        if status >= 500:
            say(f"{workload}: we answer {target[1]} with {status}")
            return None
        one, other = (status, normalised(body)), (lambda s, b: (s, normalised(b)))(*ask(go, target))
        if one != other:
            return f"{workload} {target[1]}: {first_difference(one, other)}"
    return None


def differing_events(targets, ours, go):
    """Each of the two records an event of a file of its own."""
    files = targets.of("W")
    one, other = (status_and_shape(*ask(server, target)) for server, target in ((ours, files[0]), (go, files[1])))
    return None if one == other else f"W: {first_difference(one, other)}"


def status_and_shape(status, body):
    return status, json.dumps(shape(json.loads(body)), ensure_ascii=False, sort_keys=True)


def compare(targets, ours, go, wanted):
    told = []
    with ours, go:
        for workload in wanted:
            if workload in ("Mix", "A", "Rc"):  # made of the others; has no peer yet; without a body
                continue
            told.append(differing_events(targets, ours, go) if workload == "W" else differing_reads(targets, ours, go, workload))
    if any(told):
        raise BenchError("the peer does not say what we say:\n" + "\n".join(text for text in told if text))
