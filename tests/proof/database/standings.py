# SPDX-License-Identifier: EUPL-1.2
"""The machines of requests for a link and of votes as the database holds them: every state, every next state, by everybody who could
try. The expectation is the rule (decisions 34 and 35), not the table of transitions."""

from people_rows import CERTIFIER, NETWORK, NETWORK_2, OTHER, OWNER, SYSTEM
from vote_rows import COMMISSION

STATES = ("PENDING", "ACCEPTED", "GRANTED", "DECLINED", "RETRACTED", "LAPSED")
# Who tries: the scope, and whom the application says acts in it.
ASKERS = {"who asks": (OWNER, "null"), "who asks, in the person's name": (OWNER, "'$person_b'"), "where the person works": (OTHER, "'$person_b'"),
          "the person's employer": (OTHER, "null"), "the network": (NETWORK_2, "null"), "another network": (NETWORK, "null"),
          "the certifier": (CERTIFIER, "null"), "the sweep": (SYSTEM, "null"), "a tenant who says he is the certifier": (CERTIFIER, "null", "clea_app")}
# Of each request that waits: who asked, who may answer, whether its time is over.
WAITING = {
    "$function_request": ({"who asks", "who asks, in the person's name"}, {"where the person works"}, False),
    "$overdue_request": ({"who asks", "who asks, in the person's name"}, {"where the person works"}, True),
    "$membership_request": ({"the network"}, {"who asks", "who asks, in the person's name"}, False),
}
SETTLED = ("$accepted_request", "$granted_request", "$declined_request", "$retracted_request", "$lapsed_request")


def may_settle(request, asker, to):
    """Who asked takes it back, the other side answers, the certifier grants, time lapses; what is answered never moves again."""
    if request in SETTLED:
        return False
    asked, answer, is_over = WAITING[request]
    return {"ACCEPTED": asker in answer, "DECLINED": asker in answer, "RETRACTED": asker in asked, "GRANTED": asker in ("the certifier", "the sweep"),
            "LAPSED": is_over and asker in asked | {"where the person works", "the person's employer", "the certifier", "the sweep"}}.get(to, False)


def settle(request, to, by):
    link = "gen_random_uuid()" if to in ("ACCEPTED", "GRANTED") else "null"
    day = "null" if to == "PENDING" else "current_day()"
    return (f"update link_request set state = '{to}', settled_on = {day}, settled_by = {by}, reason = 'x', link_id = {link} where id = '{request}'"
            " returning 1")


def links():
    """[(what, scope, statement, whether it is done, role)]"""
    rows = []
    for request in (*WAITING, *SETTLED):
        for asker, (scope, by, *role) in ASKERS.items():
            for to in STATES:
                rows.append((f"{request[1:]} {to} by {asker}", scope, settle(request, to, by), may_settle(request, asker, to), *role))
    return rows


# The juror of each standing (setup.py): member, person.
JURORS = {"OWN": ("$m1", "$p1"), "RECORDED": ("$m2", "$p2"), "CONFIRMED": ("$m3", "$p3"), "CONTESTED": ("$m4", "$p4")}
PLACES = {"open": "$undecided", "decided": "$decided", "closed": "$closed_item"}


def may_stand(before, after, choice, place):
    """The juror confirms what was written down until the minutes are signed; whatever else is said while the file is undecided, and
    nobody writes over a word of the juror's own. (Behind a decision it falls first: the legal rows.)"""
    if (before, after) == ("RECORDED", "CONFIRMED"):
        return choice == "FOR"
    if place != "open":
        return False
    if after == "CONTESTED":
        return before == "CONTESTED" or (before == "RECORDED" and choice == "FOR")
    return after == "OWN" or before == after


def stand(before, after, choice, place):
    member, person = JURORS[before]
    cast_by = f"'{person}'" if after in ("OWN", "CONFIRMED") else "null"
    recorded_by = "null" if after == "OWN" else "coalesce(recorded_by, '$stranger')"
    return (f"update vote set standing = '{after}', choice = '{choice}', cast_by = {cast_by}, recorded_by = {recorded_by}, contest_reason = null"
            f" where agenda_item_id = '{PLACES[place]}' and member_id = '{member}' returning 1")


def votes():
    return [(f"a vote {before}, then {after} {choice}, {place}", COMMISSION, stand(before, after, choice, place), may_stand(before, after, choice, place))
            for before in JURORS for after in JURORS for choice in ("FOR", "AGAINST") for place in PLACES]
