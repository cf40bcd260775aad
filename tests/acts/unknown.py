# SPDX-License-Identifier: EUPL-1.2
"""Who names a record that does not exist is told so, at the member that names it: asked of every id of every body, in an act that is
right but for that id."""

import copy
import uuid

from harness.runner import expect
from named import schema_of

# What is answered instead, and why: the id is looked for among the children of what the act is about, where one that exists nowhere
# and one of something else are the same.
CHILDREN = {
    "module_id": "MODULE_NOT_IN_PATH", "sitting_id": "SITTING_NOT_IN_EVALUATION", "evaluation_id": "EVALUATION_NOT_ANNULLABLE",
    "attendance_id": "ATTENDANCE_NOT_IN_PATH",
    ("CORRECT_RESTITUTION", "evaluation_id"): "EVALUATION_NOT_RESTITUTED",
    ("CORRECT_DATE", "corrects_id"): "ACT_NOT_CORRECTED",
}
OTHERWISE = {
    # Whose key it is is asked before whether that is anybody.
    ("createApiKey", "scope_id"): "ACT_OF_ANOTHER",
}
asked = set()


def ids(contract, schema, path=()):
    for name, member in (schema.get("properties") or {}).items():
        member = contract.resolved(member) if "$ref" in member else member
        if name.endswith(("_id", "_ids")) and not member.get("readOnly"):
            yield (*path, name)
        items = member.get("items")
        if isinstance(items, dict):
            yield from ids(contract, contract.resolved(items) if "$ref" in items else items, (*path, name))


def nothing_that_is_named_does_not_exist(act, contract):
    [operation] = [operation for operation in contract.operations.values() if operation["operationId"] == act.operation]
    if "requestBody" not in operation or not isinstance(act.body, dict):
        return
    is_event = "event" in act.body
    wrong = []
    for path in ids(contract, schema_of(contract, operation, act.variant)):
        body = copy.deepcopy(act.body)
        holder, pointer = body, ""
        if is_event and path[0] != "event":
            holder, pointer = body.setdefault("data", {}), "/data"
        for step in path[:-1]:
            if not holder.get(step):
                break
            holder, pointer = holder[step][0], f"{pointer}/{step}/0"
        else:
            is_more = path[-1] not in holder
            is_list = path[-1].endswith("_ids")
            holder[path[-1]] = [str(uuid.uuid4())] if is_list else str(uuid.uuid4())
            pointer = f"{pointer}/{path[-1]}" + ("/0" if is_list else "")
            reply = act.send(query=("&" if "?" in act.path else "?") + "dry_run=true", with_version=True, body=body)
            asked.add((act.operation, act.variant, pointer))
            instead = CHILDREN.get((act.variant, path[-1]), CHILDREN.get(path[-1])) if is_event else OTHERWISE.get((act.operation, path[-1]))
            told = reply.errors.get(pointer) if reply.status == 422 else None
            if told == "REFERENCE_UNKNOWN" or (instead and instead in reply.reasons) or (is_more and reply.status == 422):
                continue  # what excludes another member is told so first
            wrong.append(f"{act.operation} {act.variant} {pointer}: {reply}")
    expect(not wrong, "\n".join(wrong))


def every_event_was_asked():
    named = {(variant, pointer.rsplit("/", 1)[-1]) for operation, variant, pointer in asked if operation == "recordCandidacyEvent"}
    expect({("PROPOSE_PATH", "training_org_id"), ("PROPOSE_PATH", "trainer_id"), ("TRANSFER", "to_org_id"), ("SUBMIT_FILE", "commission_id"),
            ("START_PRIOR", "method_id"), ("CLOSE_MODULE", "module_id")} <= named, sorted(named))
    expect(("recordCandidacyEvent", "PROPOSE_PATH", "/data/modules/0/training_org_id") in asked, "of a module")
