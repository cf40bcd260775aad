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
