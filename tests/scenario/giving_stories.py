# SPDX-License-Identifier: EUPL-1.2
"""Who gives a function, a key or a login to whom: every pair of the table that `clea-server access` prints, asked over HTTP."""

import pathlib
import uuid

from harness.world import ALWAYS, siret
from story import expect, expect_equal, story

PAGE = pathlib.Path(__file__).resolve().parents[2] / "server" / "api" / "README.md"
ORGANISM = ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT")
NATIONAL = {"CERTIFIER": "CERTIFIER", "AUDITOR": "AUDITOR", "ADMINISTRATOR": "SYSTEM"}


def table():
    """{role given: ({who gives the function}, {who has to ask}, {who makes the key}, {who binds the login})}, as it is printed."""
    lines = PAGE.read_text().split("## Who may give what to whom", 1)[1].splitlines()
    rows = [[cell.strip().replace(" ", "_").upper() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ") and line[2] != "|"]
    return {role: [set() if cell == "–" else set(cell.replace(",_", ",").split(",")) for cell in cells] for role, *cells in rows}


class House:
    """An organism of a network, a commission, the nation: a client of each role, and somebody who has each function."""

    def __init__(self, world):
        self.world = world
        self.organism, self.network = world.organism(), world.network()
        self.commission = world.other_commission(per_college=1)
        juror = self.commission.members["EMPLOYER1"]
        world.flush()
        self.candidate = world.candidate(self.organism)["id"]
        self.organism.counsellor.post("/v1/candidacies", {"candidate_id": self.candidate}).must(201)
        self.funder = world.make("/v1/funders", {"name": f"OPCO {uuid.uuid4().hex[:8]}"})["id"]
        self.givers = {role: self.organism.clients[role] for role in ORGANISM} | {
            "NETWORK_MANAGER": world.key("NETWORK", self.network, ["NETWORK_MANAGER"], world.person()),
            "SECRETARY": self.commission.secretary, "JUROR": juror["client"], "CHAIR": juror["client"],
            "FUNDER": world.key("FUNDER", self.funder, ["FUNDER"], None), "CERTIFIER": world.certifier, "AUDITOR": world.auditor,
            "ADMINISTRATOR": world.key("SYSTEM", None, ["ADMINISTRATOR"], None),
            "CANDIDATE": world.key("CANDIDATE", self.candidate, ["CANDIDATE"], None)}
        world.flush()
        world.join(self.network, self.organism)
        # A network names people of organisms that have had no referent: this one, until the last function of the table is given.
        self.fresh = world.make("/v1/organisms", {"siret": siret(next(world.numbers)), "name": "Sans référent", "region": "Bretagne"})["id"]
        world.make(f"/v1/networks/{self.network}/memberships", {"organism_id": self.fresh, "valid_from": world.today, "reason": "Convention"})

    def scope(self, role):
        if role in ORGANISM:
            return "ORGANISM", self.organism.id
        if role == "NETWORK_MANAGER":
            return "NETWORK", self.network
        if role == "FUNDER":
            return "FUNDER", self.funder
        return (NATIONAL[role], None) if role in NATIONAL else ("COMMISSION", self.commission.id)

    def ask_function(self, client, person, role):
        if role in ORGANISM:
            organism = self.fresh if client is self.givers["NETWORK_MANAGER"] else self.organism.id
            return client.post(f"/v1/persons/{person}/affiliations", {"organism_id": organism, "role": role, "valid_from": self.world.today})
        if role in ("JUROR", "CHAIR"):
            return client.post(f"/v1/commissions/{self.commission.id}/members",
                               {"person_id": person, "college": "EMPLOYER", "mandate_from": self.world.today})
        scope_id = self.scope(role)[1]
        return client.post(f"/v1/persons/{person}/staff-functions",
                           {"role": role, "valid_from": self.world.today} | ({"scope_id": scope_id} if scope_id else {}))

    def holder(self, role):
        person = self.world.person()
        if role in ("AUDITOR", "ADMINISTRATOR"):  # the operator's
            self.world.key(NATIONAL[role], None, [role], person)
            self.world.flush()
            return person
        self.ask_function(self.world.certifier, person, role).must(201)
        return person


def answered(reply):
    expect(reply.status in (201, 202, 403, 404, 409, 422), str(reply))
    return reply.status


@story
def every_function_key_and_credential_is_given_by_whom_the_table_says(world):
    world.set_today("2026-03-02")
    house, said, seen = House(world), table(), {}
    expect_equal(set(said), set(house.givers), "every role is in the table")
    for role in said:
        guest = {"candidate_id": house.candidate} if role == "CANDIDATE" else {"person_id": house.holder(role)}
        seen[role] = [set(), set(), set(), set()]
        for giver, client in house.givers.items():
            invited = client.post("/v1/invitations", guest)
            if answered(invited) == 201:
                seen[role][3].add(giver)
                client.delete(f"/v1/invitations/{invited['id']}", version=1).must(204)
            if role == "CANDIDATE":
                continue
            scope, scope_id = house.scope(role)
            body = {"scope": scope, "roles": [role], "label": "giving"} | guest | ({"scope_id": scope_id} if scope_id else {})
            if answered(client.post("/v1/api-keys", body)) == 201:
                seen[role][2].add(giver)
            made = client.post("/v1/persons", {"last_name": "Leroy", "first_name": "Claude"})
            status = answered(house.ask_function(client, made["id"] if made.status == 201 else world.person(), role))
            if status in (201, 202):
                seen[role][status - 201].add(giver)
    for role, columns in said.items():
        for title, expected, found in zip(("function", "function, asked for", "key", "login"), columns, seen[role]):
            expect_equal(sorted(found), sorted(expected), f"{title} of {role}")
    for role in ("JUROR", "CHAIR"):  # whatever the table says
        expect_equal([column & {"SECRETARY"} for column in (said[role][0], said[role][2], said[role][3])], [set()] * 3)


@story
def a_login_is_given_with_the_permission_for_keys_alone(world):
    """Or a key that may not make keys would make a login that may."""
    organism = world.organism()
    person = world.person()
    world.affiliate(person, organism.id, "COUNSELLOR", ALWAYS[0])
    world.flush()
    made = organism.referent.post("/v1/api-keys", {"scope": "ORGANISM", "scope_id": organism.id, "roles": ["REFERENT"], "label": "writes",
                                                   "permissions": ["READ", "WRITE"], "person_id": organism.person("REFERENT")}).must(201)
    writes = organism.referent.clone()
    writes.token = made["key"]
    for guest in (person, organism.person("REFERENT")):
        refused = writes.post("/v1/invitations", {"person_id": guest}).must_refuse("PERMISSION_MISSING", 403)
        expect("KEYS" in str(refused.body), str(refused))
    organism.referent.post("/v1/invitations", {"person_id": person}).must(201)


@story
def nobody_appoints_a_commission_of_persons_of_the_own_making(world):
    """The secretary invents jurors of both colleges: none sits before the certifier or the person says so."""
    world.set_today("2026-03-02")
    commission = world.other_commission(per_college=0)
    world.flush()
    secretary, path = commission.secretary, f"/v1/commissions/{commission.id}/members"
    asked = {}
    for college in ("EMPLOYER", "EMPLOYEE"):
        person = secretary.post("/v1/persons", {"last_name": "Inventé", "first_name": "Dominique"}).must(201)["id"]
        secretary.post("/v1/invitations", {"person_id": person}).must(201)  # no function yet, and it opens none of a juror's
        asked[college] = secretary.post(path, {"person_id": person, "college": college, "mandate_from": world.today}).must(202).body
        secretary.post("/v1/api-keys", {"scope": "COMMISSION", "scope_id": commission.id, "roles": ["JUROR"], "person_id": person,
                                        "label": "juror"}).must_refuse("ACT_OF_ANOTHER", 403)
        for event in ("ACCEPT", "GRANT"):
            reply = secretary.post(f"/v1/link-requests/{asked[college]['id']}/events", {
                "event": event, "expected_version": asked[college]["version"], "data": {"reason": "x"}})
            expect(reply.status in (403, 409), str(reply))
        secretary.post(f"/v1/link-requests/{asked[college]['id']}/codes").must_refuse("ACT_OF_ANOTHER", 403)
    expect_equal(secretary.get(path).must(200)["data"], [])
    code = world.certifier.post(f"/v1/link-requests/{asked['EMPLOYER']['id']}/codes").must(201)["answer_code"]
    world.public.post("/v1/link-answers", {"answer_code": code, "event": "ACCEPT"}).must(201)
    world.answer(world.certifier, world.certifier.get(f"/v1/link-requests/{asked['EMPLOYEE']['id']}").must(200), "GRANT", reason="Nommé")
    jurors = secretary.get(path).must(200)["data"]
    expect_equal(sorted(member["college"] for member in jurors), ["EMPLOYEE", "EMPLOYER"])
    for member in jurors:
        secretary.post("/v1/invitations", {"person_id": member["person_id"]}).must_refuse("ROLE_NOT_ALLOWED", 403)
        world.certifier.post("/v1/invitations", {"person_id": member["person_id"]}).must(201)
