# SPDX-License-Identifier: EUPL-1.2
"""What the manager of a network may change of a member: until the member has had a referent, what sets it up; from then on nothing. Every
operation of the contract that changes something and names that role is asked of a member with a referent and of one without; the rows of
the member say whether it changed."""

from act import new_key
from stages import DAY
from harness.runner import expect, expect_equal
from harness.world import siret

# Of the network itself, which is no member's: why no member is asked about it.
OWN = {
    "changeNetwork": "its own name", "createOrganism": "makes one that is nobody's member yet",
    "createEvaluationMethod": "its own methods", "changeEvaluationMethod": "its own methods",
    "createPerson": "a record of a person, who is nobody's until somebody gives a function",
    "createMembership": "asks: the member accepts", "changeMembership": "either side ends the link alone",
    "endLogin": "of the scopes and people of the network: tests/login", "leaveLogin": "the own one",
}
# Tables with rows of an organism that tell what was asked, and by whom.
LOGS = {"access_log", "audit", "change", "idempotency_record", "link_request"}


class Member:
    """An organism of a network, with everything in it that somebody could change."""

    def __init__(self, world, network, is_led):
        self.world, self.network = world, network
        self.id = world.make("/v1/organisms", {"siret": siret(next(world.numbers)), "name": f"Membre {is_led}", "region": "Bretagne"})["id"]
        world.make(f"/v1/networks/{network}/memberships", {"organism_id": self.id, "valid_from": DAY, "reason": "Convention"})
        self.site = world.make(f"/v1/organisms/{self.id}/sites", {"name": "Centre", "postal_code": "59000"})
        self.person, self.newcomer = world.person(), world.person()
        self.function = world.affiliate(self.person, self.id, "COUNSELLOR", DAY)
        self.referent = None
        if is_led:
            referent = world.person()
            world.affiliate(referent, self.id, "REFERENT", DAY)
            world.flush()
            self.referent = world.key("ORGANISM", self.id, ["REFERENT"], referent)
            world.flush()
        self.habilitation = world.habilitate("EVALUATION", "2026-01-01", "2028-12-31", organism_id=self.id)
        self.key = world.make("/v1/api-keys", {"scope": "ORGANISM", "scope_id": self.id, "roles": ["COUNSELLOR"], "permissions": ["READ"],
                                               "label": "Logiciel"})
        self.invitation = world.make("/v1/invitations", {"person_id": self.person})
        self.staff = world.make(f"/v1/persons/{world.person()}/staff-functions", {"role": "CERTIFIER", "valid_from": "2026-01-01"})

    def rows(self):
        """{table: digest of the rows of this organism}, of every table that has some."""
        columns = self.world.instance.sql(
            "select c.table_name, string_agg(c.column_name, ' ') from information_schema.columns c join pg_class k on k.relname = c.table_name"
            " where k.relkind = 'r' and c.table_schema = 'public' and c.data_type = 'uuid' and c.column_name in"
            " ('organism_id', 'owner_org_id', 'acting_org_id', 'scope_id', 'training_org_id') group by 1")
        queries = [f"select '{table.strip()}', md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) from {table.strip()} t where "
                   + " or ".join(f"t.{name} = '{self.id}'" for name in names.split())
                   for table, names in columns if table.strip() not in LOGS]
        queries += [f"select 'organism', md5(t::text) from organism t where id = '{self.id}'",
                    f"select 'person', md5(string_agg(t::text, chr(10) order by t::text)) from person t where id in ('{self.person}', '{self.newcomer}')"]
        return {name.strip(): digest.strip() for name, digest in self.world.instance.sql(" union all ".join(queries))}


def function_of(member):
    return {"organism_id": member.id, "role": "TRAINER", "valid_from": DAY}


# What sets a member up: method, address, body, version; asked for in this order.
SETTING_UP = {
    "createSite": lambda m: ("POST", f"/v1/organisms/{m.id}/sites", {"name": "Annexe", "postal_code": "59000"}, None),
    "changeSite": lambda m: ("PATCH", f"/v1/sites/{m.site['id']}", {"status": "CLOSED"}, m.site["version"]),
    "createAffiliation": lambda m: ("POST", f"/v1/persons/{m.newcomer}/affiliations", function_of(m), None),
    "changeAffiliation": lambda m: ("PATCH", f"/v1/affiliations/{m.function['id']}", {"valid_to": "2027-12-31"}, m.function["version"]),
}
# What is never a network's, with a referent or without. The certifier's own try says that the call is one.
NEVER = {
    "changePerson": lambda m: ("PATCH", f"/v1/persons/{m.person}", {"first_name": "Autre"}, 1),
    "createHabilitation": lambda m: ("POST", "/v1/habilitations", {"activity": "TRAINING", "referential_code": "CLEA-SOCLE", "organism_id": m.id,
                                                                   "valid_from": "2026-01-01"}, None),
    "recordHabilitationEvent": lambda m: ("POST", f"/v1/habilitations/{m.habilitation['id']}/events",
                                          {"event": "SUSPEND", "occurred_on": DAY, "data": {"note": "Contrôle"}}, None),
    "createApiKey": lambda m: ("POST", "/v1/api-keys", {"scope": "ORGANISM", "scope_id": m.id, "roles": ["COUNSELLOR"], "permissions": ["READ"],
                                                        "label": "Autre logiciel"}, None),
    "recordApiKeyEvent": lambda m: ("POST", f"/v1/api-keys/{m.key['id']}/events", {"event": "REVOKE"}, None),
    "giveStaffFunction": lambda m: ("POST", f"/v1/persons/{m.newcomer}/staff-functions", {"role": "CERTIFIER", "valid_from": "2026-01-01"}, None),
    "changeStaffFunction": lambda m: ("PATCH", f"/v1/staff-functions/{m.staff['id']}", {"valid_to": "2027-12-31"}, m.staff["version"]),
    "createInvitation": lambda m: ("POST", "/v1/invitations", {"person_id": m.person}, None),
    "revokeInvitation": lambda m: ("DELETE", f"/v1/invitations/{m.invitation['id']}", None, m.invitation["version"]),
    "recordLinkRequestEvent": lambda m: ("POST", f"/v1/link-requests/{asked_by(m)['id']}/events", {"event": "GRANT", "expected_version": asked_by(m)["version"],
                                                                                                  "data": {"reason": "Écrit"}}, None),
    "giveLinkCode": lambda m: ("POST", f"/v1/link-requests/{asked_by(m)['id']}/codes", None, None),
}


# Of what a referent has asked.
OF_REFERENT = ("recordLinkRequestEvent", "giveLinkCode")


def asked_by(member):
    """A function that the member asks of a stranger: its referent does."""
    if not hasattr(member, "asked"):
        stranger = member.world.organisms[1].person("TRAINER")
        member.asked = member.referent.post(f"/v1/persons/{stranger}/affiliations",
                                            {"organism_id": member.id, "role": "EVALUATOR", "valid_from": DAY}).must(202).body
    return member.asked


def ask(client, call, query=""):
    method, path, body, version = call
    headers = {"Idempotency-Key": new_key()} | ({"If-Match": f'"{version}"'} if version is not None else {})
    return client.send(method, path + query, headers=headers, **({} if body is None else {"body": body}))


class Networks:
    def __init__(self, world, contract):
        self.world = world
        network = world.network()
        self.manager = world.key("NETWORK", network, ["NETWORK_MANAGER"], world.person())
        world.flush()
        self.led, self.unled = Member(world, network, True), Member(world, network, False)
        self.access = {operation["operationId"]: operation["x-access"]["NETWORK_MANAGER"]
                       for (method, _), operation in contract.operations.items()
                       if method != "GET" and "NETWORK_MANAGER" in (operation.get("x-access") or {})
                       and {"$ref": "#/components/parameters/DryRun"} in operation.get("parameters", [])}

    def every_operation_is_asked(self):
        expect_equal(sorted(self.access), sorted(OWN | SETTING_UP | NEVER), "operations of a network's manager that change something")
        expect(not any("NETWORK" in relations for relations in self.access.values()),
               f"an operation that changes something is let in by membership alone: {self.access}")

    def sets_up(self, operation):
        """Nothing of a member that has a referent, whatever is asked; the same is done of one that has none."""
        expect("UNLED" in self.access[operation], (operation, self.access[operation]))
        before = self.led.rows()
        ask(self.manager, SETTING_UP[operation](self.led)).must_refuse("ORGANISM_HAS_REFERENT", 409)
        ask(self.manager, SETTING_UP[operation](self.led), "?dry_run=true").must_refuse("ORGANISM_HAS_REFERENT", 409)
        expect_equal(self.led.rows(), before, f"{operation} of a member with a referent")
        ask(self.world.certifier, SETTING_UP[operation](self.led), "?dry_run=true").must(200, 201, 202)
        before = self.unled.rows()
        reply = ask(self.manager, SETTING_UP[operation](self.unled))
        expect(reply.status in (200, 201, 202), f"{operation} of a member without: {reply}")
        expect(reply.status == 202 or self.unled.rows() != before, f"{operation} changed nothing that is looked at")

    def never(self, operation):
        for member in (self.led, self.unled) if operation not in OF_REFERENT else (self.led,):
            call, before = NEVER[operation](member), member.rows()
            ask(self.world.certifier, call, "?dry_run=true").must(200, 201, 202, 204)
            reply = ask(self.manager, call)
            expect(reply.status in (403, 404) or reply.code == "PERSON_OF_OTHERS", f"{operation}: {reply}")
            expect_equal(member.rows(), before, operation)
