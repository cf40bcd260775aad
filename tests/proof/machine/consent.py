# SPDX-License-Identifier: EUPL-1.2
"""What requests for a link and for a transfer answer (consent.c), judged by the rules: the tables beside this file, and the
conditions of decisions 16 and 34 written down a second time, in words of their own. Each function answers (what holds, what is
wrong): the wrong lines, none when all are right."""

import csv
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


def table(name):
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def told(*reasons):
    """[(whether it stands against the act, its code)], as the program prints them."""
    return "|".join(code for stands, code in reasons if stands) or "-"


def link_rows(lines):
    rows = {(row["from"], row["event"]): (row["party"], row["to"], str(int(bool(row["reason"]))), str(int(bool(row["link"]))))
            for row in table("link_transitions.csv")}
    seen = {(words[0], words[1]): tuple(words[2:]) for words in lines}
    wrong = [(pair, answer) for pair, answer in seen.items() if answer != rows.get(pair, ("-", "-", "0", "0"))]
    return f"{len(seen)} pairs of a request for a link are as specified", wrong + sorted(set(rows) - set(seen))


def transfer_rows(lines):
    rows = {(kind, row["from"], row["party"], row["event"]): row for row in table("transfer_transitions.csv")
            for kind in row["kinds"].split("|")}
    wrong, met = [], set()
    for kind, state, party, event, given, answer in lines:
        row = rows.get((kind, state, party, event))
        met |= {(kind, state, party, event)} if row else set()
        wanted = "INVALID_STATE" if row is None else row["reason"] if row["reason"] and given == "0" else f"to:{row['to']}"
        if answer != wanted:
            wrong.append((kind, state, party, event, given, answer, wanted))
    return f"{len(lines)} acts on a transfer request, by each side, with a reason and without", wrong + sorted(set(rows) - met)


def links(lines):
    """No link before it is accepted, none after its answer is due or its last day is over, none twice, none over a session, no secretary a juror."""
    wrong = []
    for line in lines:
        first, last, until, today, over, needs, overlaps, meets, excluded, begins = map(int, line[:10])
        start = max(first, today)
        late = (0 < until < over, "ANSWER_TOO_LATE")
        ended = (0 < last < start, "LINK_PERIOD_OVER")
        early = (needs and first < today, "LINK_BEFORE_CONSENT")
        both = (excluded, "JUROR_IS_SECRETARY")
        twice, sits = (overlaps, "PERIOD_OVERLAP"), (meets, "LINK_MEETS_SESSION")
        wanted = ["PENDING" if needs else "ACCEPTED", "GRANTED" if needs else "ACCEPTED", told(late, ended, twice, both, sits),
                  told(early, twice, both), told(early, twice, both, sits),
                  told(early, twice, both, sits)]
        if begins != start or line[10:] != wanted:
            wrong.append((line, start, wanted))
    return f"{len(lines)} questions whether a link may begin", wrong


def transfers(lines):
    """An organism asks from a contact of its own, once, for a file that another one holds."""
    wrong = []
    for line in lines:
        contact, consent, today, pending, elsewhere, here = map(int, line[1:7])
        wanted = "INVALID_STATE" if line[0] != "CONTACT" else told(
            (consent > today, "DATE_IN_FUTURE"), (consent < contact, "BEFORE_CONTACT"), (pending, "TRANSFER_ALREADY_REQUESTED"),
            (here, "CANDIDACY_HELD_HERE"), (not here and not elsewhere, "NO_CANDIDACY_ELSEWHERE"))
        if line[7] != wanted:
            wrong.append((line, wanted))
    return f"{len(lines)} questions whether a transfer may be asked for", wrong


def offers(lines, states):
    """states: from which the rules of the candidacy know TRANSFER."""
    wrong = []
    for line in lines:
        contact, consent, today, offered = map(int, line[1:5])
        wanted = "INVALID_STATE" if line[0] not in states else told(
            (consent > today, "DATE_IN_FUTURE"), (consent < contact, "BEFORE_CONTACT"), (offered, "TRANSFER_ALREADY_OFFERED"))
        if line[5] != wanted:
            wrong.append((line, wanted))
    return f"{len(lines)} questions whether a file may be offered", wrong
