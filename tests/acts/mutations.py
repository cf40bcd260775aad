# SPDX-License-Identifier: EUPL-1.2
"""A body that was right, made wrong in one place: each mutation is a new body and the pointer of what was changed."""

import copy
import re
import uuid

DATE = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT.*")
# What begins and what ends it.
PERIODS = (("starts_at", "ends_at"), ("valid_from", "valid_to"), ("mandate_from", "mandate_to"),
           ("planned_start_date", "planned_end_date"))


def places(body, pointer=""):
    """(pointer, the list or object, its key, the value) of everything in a body."""
    items = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in items:
        yield f"{pointer}/{key}", body, key, value
        yield from places(value, f"{pointer}/{key}")


def at(body, pointer):
    """(the list or object, key) of a place in a copy of the body."""
    *path, last = pointer.split("/")[1:]
    for step in path:
        body = body[int(step) if isinstance(body, list) else step]
    return body, int(last) if isinstance(body, list) else last


def changed(body, pointer, value):
    copied = copy.deepcopy(body)
    holder, key = at(copied, pointer)
    holder[key] = value
    return copied


def unknown_records(body):
    """Every record that is named does not exist."""
    for pointer, _, key, value in places(body):
        if isinstance(key, str) and key.endswith("_id") and isinstance(value, str):
            yield pointer, changed(body, pointer, str(uuid.uuid4()))


def backwards(body):
    """Every period ends before it begins."""
    for pointer, holder, key, value in places(body):
        for start, end in PERIODS:
            if key == end and isinstance(value, str) and isinstance(holder.get(start), str):
                begun = holder[start]
                before = f"{int(begun[:4]) - 1}{begun[4:]}"
                yield pointer, changed(body, pointer, before)
                if INSTANT.fullmatch(value):
                    yield pointer, changed(body, pointer, begun)


def unknown_members(body):
    """An object with a member that nobody knows, wherever there is an object."""
    if isinstance(body, dict):
        yield "/no_such_member", body | {"no_such_member": 1}
    for pointer, _, _, value in places(body):
        if isinstance(value, dict):
            yield f"{pointer}/no_such_member", changed(body, pointer, value | {"no_such_member": 1})


def extremes(body):
    """Values at and beyond every edge; what is right among them is not known here."""
    for pointer, _, _, value in places(body):
        if isinstance(value, bool):
            values = [None, "true", 1]
        elif isinstance(value, int):
            values = [-1, 0, 2**31, 2**53 - 1, None, str(value)]
        elif isinstance(value, str) and INSTANT.fullmatch(value):
            values = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-30T00:00:00Z", None, 5]
        elif isinstance(value, str) and DATE.fullmatch(value):
            values = ["0001-01-01", "9999-12-31", "2026-02-30", None, 20260101]
        elif isinstance(value, str):
            values = ["", "x" * 20000, "\u202e", None, 7]
        elif isinstance(value, list):
            values = [[], None, value * 300]
        else:
            values = [{}, None, []]
        for other in values:
            yield pointer, changed(body, pointer, other)


# Rules across members that no period is: the members of a body that break each.
RULES = {
    "createCandidate": ((("/birth_year", 1989), ("/birth_month", 2), ("/birth_day", 30)),
                        (("/birth_commune_insee", "59350"), ("/birth_country_code", "131"))),
    "changeCandidate": ((("/birth_year", 1989), ("/birth_month", 2), ("/birth_day", 30)),
                        (("/birth_commune_insee", "59350"), ("/birth_country_code", "131"))),
    "createApiKey": ((("/roles", ["JUROR"]),), (("/permissions", []),)),
    "createCommission": ((("/idcc", "1979"),),),
    "createInvitation": ((("/roles", ["REFERENT"]),), (("/label", "Logiciel"),)),
    "recordFunding": ((("/step", "PRIOR"), ("/module_id", str(uuid.uuid4()))),),
    "recordDecision": ((("/answer_by_date", "2026-03-01"),), (("/request_text", "Pourquoi ?"),)),
    "recordAdjustments": ((("/has_adjustments", False), ("/need", "Loupe")),),
}


def faults(operation, body):
    """Edits of a body, each of which alone makes it wrong: a member that nobody knows, each member of another type, each period
    backwards, each rule of the operation broken."""
    yield (("/no_such_member", 1),)
    for pointer, _, key, value in places(body):
        if isinstance(key, str):
            yield ((pointer, [{"no": 1}] if isinstance(value, dict) else {"no": 1} if isinstance(value, list) else [[7]]),)
    for pointer, changed_body in backwards(body):
        holder, key = at(changed_body, pointer)
        start = next(begins for begins, ends in PERIODS if ends == key)
        yield ((pointer, holder[key]), (f"{pointer[:-len(key)]}{start}", holder[start]))
    yield from RULES.get(operation, ())


def edited(body, *edits):
    copied = copy.deepcopy(body)
    for pointer, value in edits:
        holder, key = at(copied, pointer)
        holder[key] = value
    return copied


def is_within(one, other):
    return one == other or one.startswith(other + "/")


def are_apart(some, others):
    return not any(is_within(one, other) or is_within(other, one) for one, _ in some for other, _ in others)
