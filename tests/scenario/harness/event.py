# SPDX-License-Identifier: EUPL-1.2
"""The body of an event, of one shape everywhere: { event, occurred_on, data, expected_version }."""

HEAD = ("occurred_on", "expected_version")


def event_body(event, **members):
    """Members that are not of the head are the data of the event; None leaves one out."""
    head = {name: members.pop(name) for name in HEAD if name in members}
    return {"event": event, "data": members} | {name: value for name, value in head.items() if value is not None}
