# SPDX-License-Identifier: EUPL-1.2
"""Addresses are logged by whoever stands in between: a reason, a name or a note travels in a body."""

# Parameters that are a text of no closed list and no form, and the operations that may have them (None: any). Each is a word of
# a list, an organism, a place or a paper, and none of them one about a person.
ADMITTED = {
    "cursor": None,
    "after": None,
    "referential_code": None,
    "q": {"listOrganisms", "listCommunes", "listCountries"},
    # Of a certification; and of a certificate, as somebody types it off the paper, whose printed address holds the same code.
    "code": {"listReferentials", "typeVerification", "openVerificationForm"},
}


def texts_in_addresses(contract):
    """What an address may hold that it should not; and what is admitted for nothing."""
    wrong, needless = [], {(name, operation) for name, operations in ADMITTED.items() for operation in operations or ()}
    for operation in contract.operations.values():
        for parameter in map(contract.resolved, operation.get("parameters", [])):
            schema, name = parameter["schema"], parameter["name"]
            has_form = {"$ref", "format", "enum", "pattern"} & set(schema) or schema.get("maxLength", 99) <= 14
            if parameter["in"] != "query" or schema.get("type") != "string" or has_form:
                continue
            needless.discard((name, operation["operationId"]))
            admitted = ADMITTED.get(name, ())
            if admitted is not None and operation["operationId"] not in admitted:
                wrong.append(f"{operation['operationId']}: {name}")
    return wrong + [f"{operation}: {name} is admitted and needs not be" for name, operation in sorted(needless)]
