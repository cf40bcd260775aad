# SPDX-License-Identifier: EUPL-1.2
"""A calendar program: reads a feed with a parser that is not ours (Debian's python3-icalendar)."""

import icalendar

from .runner import expect, expect_equal


def calendar(client, path="/v1/appointments.ics"):
    """What a calendar program makes of the feed: {uid: event}; the text keeps the rules that parsers forgive."""
    reply = client.get(path, headers={"Accept": "text/calendar"}).must(200)
    expect_equal(reply.headers["Content-Type"], "text/calendar; charset=utf-8")
    text = reply.raw.decode()
    expect(text.endswith("\r\n") and "\n" not in text.replace("\r\n", ""), "lines do not end in CRLF")
    longest = max(len(line.encode()) for line in text.split("\r\n"))
    expect(longest <= 75, f"a line of {longest} octets")
    parsed = icalendar.Calendar.from_ical(text)
    expect_equal(str(parsed["VERSION"]), "2.0")
    return {str(event["UID"]): event for event in parsed.walk("VEVENT")}, text
