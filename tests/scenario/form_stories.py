# SPDX-License-Identifier: EUPL-1.2
"""What has a form says what is admitted: codes that are handed over, networks, codes of a référentiel. The contract has its grammar."""

import re

from harness.client import Client
from pair_stories import members, resolved
from story import expect, expect_equal, story


def pattern(document, operation_id, name):
    for methods in document["paths"].values():
        for operation in methods.values():
            if isinstance(operation, dict) and operation.get("operationId") == operation_id:
                body = resolved(document, operation["requestBody"])["content"]["application/json"]["schema"]
                found = resolved(document, members(document, body)[name])
                return found.get("pattern") or resolved(document, found["items"])["pattern"]
    raise KeyError(operation_id)


CASES = (
    ("answerByLinkCode", "answer_code", "9ZQ4-T0K7", "CODE_INVALID", "26", "9zq4-t0k7 – m2x8-w5v1-c6r3-j0h4-e8"),
    ("confirmCertificate", "code", "certificat", "CODE_INVALID", "26", "3ZQ4T0K7M2X8W5V1C6R3J0H4E8"),
    ("createApiKey", "allowed_from", ["partout"], "ADDRESS_RANGE_INVALID", "192.0.2.0/24", "2001:db8::/32"),
    ("createReferentialVersion", "code", "clea socle", "REFERENTIAL_CODE_INVALID", "CLEA-SOCLE", "CLEA-SOCLE"),
    ("createReferentialVersion", "domains", [{"code": "un / deux", "title": "x"}], "ITEM_CODE_INVALID", "2.3.4", None),
)


def posted(document, operation_id):
    return next(path for path, methods in document["paths"].items() if methods.get("post", {}).get("operationId") == operation_id)


@story
def what_has_a_form_says_what_is_admitted(world):
    document = Client.contract.document
    for operation, name, wrong, code, said, right in CASES:
        beside = {"event": "ACCEPT"} if operation == "answerByLinkCode" else {"roles": ["COUNSELLOR"], "label": "x"} if operation == "createApiKey" else {}
        client = world.organisms[0].referent if operation in ("answerByLinkCode", "createApiKey") else world.certifier
        path = posted(document, operation).replace("{code}", "CLEA-SOCLE")
        for headers in ({}, {"Accept-Language": "en"}):
            reply = client.post(path, beside | {name: wrong}, headers=headers).must(422)
            told = [error for error in reply["errors"] if error["code"] == code]
            expect_equal(len(told), 1, f"{operation} {name}: {reply['errors']}")
            expect(said in told[0]["detail"], told[0]["detail"])
        if right:
            grammar = pattern(document, operation, name)
            expect(re.search(grammar, right) and not re.search(grammar, str(wrong)), f"{grammar} and {right}")
