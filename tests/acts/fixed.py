# SPDX-License-Identifier: EUPL-1.2
"""What a resource shows and an act does not write is read-only there, whatever is sent: nobody is told that he misspelt a word of the
contract."""

import uuid

from harness.runner import expect
from named import schema_of

# Members of the answer that the body has under the same name in another sense, or that say the act itself.
COUNT = [0]


def answered(contract, operation):
    """The members of the resource, as the act answers it."""
    reply = next((reply for status, reply in sorted(operation["responses"].items()) if status in ("200", "201")), {})
    content = (reply.get("content") or {}).get("application/json", {}).get("schema", {})
    schema = contract.resolved(content) if "$ref" in content else content
    return {} if "data" in schema.get("properties", {}) and "page" in schema["properties"] else schema.get("properties", {})


def what_is_shown_is_read_only(act, contract):
    [operation] = [operation for operation in contract.operations.values() if operation["operationId"] == act.operation]
    if "requestBody" not in operation or not isinstance(act.body, dict) or "event" in act.body:
        return
    wrong = []
    taken = {name for name, member in schema_of(contract, operation, act.variant).get("properties", {}).items() if not member.get("readOnly")}
    for name in sorted(set(answered(contract, operation)) - taken):
        COUNT[0] += 1
        reply = act.send(query=("&" if "?" in act.path else "?") + "dry_run=true", with_version=True, body=act.body | {name: str(uuid.uuid4())})
        if reply.status != 422 or reply.errors.get(f"/{name}") != "READ_ONLY_FIELD":
            wrong.append(f"{name}: {reply}")
    expect(not wrong, "\n".join(wrong))


def members_were_sent():
    expect(COUNT[0] > 150, COUNT[0])
