# SPDX-License-Identifier: EUPL-1.2
"""How a caller stands to an object, read from the rows that bind them and from nothing of the server: the expectation of the role
matrix. Written apart from the policies of the database on purpose."""

import re

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

# Where an object of a collection leads to: a query of its id, one column.
CANDIDACY_OF = {
    "candidacies": "select '{id}'", "certificates": "select candidacy_id from certificate where id = '{id}'",
    "evaluations": "select candidacy_id from evaluation where id = '{id}'", "paths": "select candidacy_id from path where id = '{id}'",
    "portfolios": "select candidacy_id from portfolio where id = '{id}'", "funding": "select candidacy_id from funding where id = '{id}'",
    "funder-consents": "select candidacy_id from funder_consent where id = '{id}'",
    "annulment-requests": "select t.candidacy_id from annulment_request r join certificate t on t.id = r.certificate_id where r.id = '{id}'",
    "evidences": "select candidacy_id from evidence where id = '{id}'",
    "appeals": "select candidacy_id from appeal where id = '{id}'", "files": "select candidacy_id from file where id = '{id}'",
}
CANDIDACY_OF["certificates/handovers"] = CANDIDACY_OF["certificates/duplicates"] = CANDIDACY_OF["certificates"]
CANDIDACY_OF["candidacies/accesses"] = CANDIDACY_OF["candidacies/evidences"] = CANDIDACY_OF["candidacies/commission-overrides"] = CANDIDACY_OF["candidacies/notifications"] = CANDIDACY_OF["candidacies"]
SESSION_OF = {"sessions": "select '{id}'", "sessions/stand-ins": "select '{id}'", "agenda-items": "select session_id from agenda_item where id = '{id}'"}
COMMISSION_OF = {"commissions": "select '{id}'", "members": "select commission_id from commission_member where id = '{id}'",
                 "commissions/members": "select '{id}'", "commissions/sessions": "select '{id}'"}
# Organisms and networks that an entry of the registry is of.
REGISTRY_OF = {
    "networks": "select 'NETWORK', '{id}'", "funders": "select 'FUNDER', '{id}'", "organisms": "select 'ORGANISM', '{id}'",
    "memberships": "select 'NETWORK', network_id from network_membership where id = '{id}'",
    "sites": "select 'ORGANISM', organism_id from site where id = '{id}'",
    "persons/affiliations": "select 'ORGANISM', organism_id from affiliation where person_id = '{id}'",
    "affiliations": "select 'ORGANISM', organism_id from affiliation where id = '{id}'",
    "habilitations": "select 'ORGANISM', organism_id from habilitation where id = '{id}' and organism_id is not null"
                     " union select 'NETWORK', network_id from habilitation where id = '{id}' and network_id is not null",
    "quality-certificates": "select 'ORGANISM', organism_id from quality_certificate where id = '{id}'",
    "evaluation-methods": "select 'NETWORK', network_id from evaluation_method where id = '{id}'",
}
LINKS_OF_CANDIDACY = """
select 'OWNER', owner_org_id from candidacy where id = '{id}'
union all select 'FORMER', a.scope_id from candidacy_access a join candidacy c on c.id = a.candidacy_id
    where a.candidacy_id = '{id}' and a.scope = 'ORGANISM' and a.scope_id <> c.owner_org_id
union all select 'CANDIDATE', candidate_id from candidacy where id = '{id}'
union all select 'NETWORK', m.network_id from candidacy c join network_membership m on m.organism_id = c.owner_org_id where c.id = '{id}'
union all select 'COMMISSION', commission_id from file where candidacy_id = '{id}'
union all select 'FUNDER', f.funder_id from funding f join funder_consent s on s.candidacy_id = f.candidacy_id and s.funder_id = f.funder_id
    where f.candidacy_id = '{id}' and s.withdrawn_on is null
union all select 'TRAINER', m.trainer_id from path_module m join path p on p.id = m.path_id join candidacy c on c.id = p.candidacy_id
    where c.id = '{id}' and p.status = 'ACCEPTED' and c.state = 'IN_TRAINING'
union all select 'TRAINER ' || m.training_org_id, m.trainer_id from path_module m join path p on p.id = m.path_id
    join candidacy c on c.id = p.candidacy_id
    where c.id = '{id}' and p.status = 'ACCEPTED' and c.state = 'IN_TRAINING' and m.training_org_id not in (c.owner_org_id, p.acting_org_id)
union all select 'SITTER', sitter.person_id from agenda_item i cross join lateral ({sitters}) sitter
    where i.candidacy_id = '{id}' and i.removed_on is null"""
# In the chair, recorded as there, or invited: whose mandate covers the day of a session that is convened or open.
SITTERS = """
select m.person_id from session s join commission_member m on m.commission_id = s.commission_id
where s.id = {session} and s.state <> 'CANCELLED'
  and not exists (select from attendance t where t.session_id = s.id and t.member_id = m.id and t.presence = 'ABSENT')
  and (m.id = s.chair_member_id or m.id = s.vice_chair_member_id
       or exists (select from attendance t where t.session_id = s.id and t.member_id = m.id)
       or (s.state in ('CONVENED', 'OPEN') and s.held_on >= m.mandate_from and s.held_on <= coalesce(m.mandate_to, 'infinity')))"""
# And of the session itself, though of no file, whoever was convened or is in the chair: whatever became of it.
TOLD_OF = """
select m.person_id from session s join commission_member m on m.commission_id = s.commission_id
where s.id = {session} and (m.id = s.chair_member_id or m.id = s.vice_chair_member_id
                            or exists (select from convocation v where v.session_id = s.id and v.member_id = m.id))"""
LINKS_OF_CANDIDACY = LINKS_OF_CANDIDACY.replace("{sitters}", SITTERS.replace("{session}", "i.session_id"))
# The scope and the candidate that a credential, an invitation or a function beside organisms is of.
IDENTITY_OF = {
    "api-keys": "select scope, scope_id, null from api_key where id = '{id}'",
    "staff-functions": "select scope, scope_id, null from staff_function where id = '{id}'",
    "invitations": "select scope, scope_id, candidate_id from invitation where id = '{id}'",
    "logins": "select i.scope, i.scope_id, coalesce(l.candidate_id, l.person_id) from login l join invitation i on i.id = l.invitation_id where l.id = '{id}'"
              " union select partner_scope, partner_id, null from login where id = '{id}' and partner_id is not null",
}


class Relations:
    """of(caller, path): the names of access.h, or None for what has no object of its own (a list, something new)."""

    def __init__(self, instance, kinds):
        self.sql, self.kinds, self.known = instance.sql, kinds, {}

    def rows(self, query, id_):
        if (query, id_) not in self.known:
            self.known[query, id_] = self.sql(query.replace("{id}", id_))
        return self.known[query, id_]

    def one(self, query, id_):
        rows = self.rows(query, id_)
        return rows[0][0] if rows else None

    def of(self, caller, path):
        collection, *rest = path.split("?")[0].removeprefix("/v1/").split("/")
        if len(rest) > 1 and f"{collection}/{rest[1]}" in self.kinds:
            collection = f"{collection}/{rest[1]}"
        kind = self.kinds[collection]
        if collection == "persons/staff-functions":
            return None  # each caller is shown, and gives, those of the own scope
        if caller.scope in ("CERTIFIER", "AUDITOR", "SYSTEM"):
            return {"NATIONAL", "ANY"}
        if not rest or not ID.fullmatch(rest[0]):
            return None
        found = getattr(self, "of_" + kind.lower())(caller, collection, rest[0])
        return found | {"ANY"}

    def of_service(self, caller, collection, id_):
        return set()

    def of_candidacy(self, caller, collection, id_):
        return self.of_links(caller, LINKS_OF_CANDIDACY, self.one(CANDIDACY_OF[collection], id_))

    of_access_log = of_evidence = of_notification = of_handover = of_override = of_candidacy

    def of_links(self, caller, query, id_):
        links = {tuple(row) for row in self.rows(query, id_)}
        found = set()
        if caller.scope == "ORGANISM" and ("OWNER", caller.scope_id) in links:
            found.add("OWN")
        if caller.scope == "ORGANISM" and ("FORMER", caller.scope_id) in links:
            found.add("FORMER")
        if caller.role == "TRAINER" and ("OWNER", caller.scope_id) in links and ("TRAINER", caller.person_id) in links:
            found.add("TRAINED")
        if caller.role == "TRAINER" and caller.scope == "ORGANISM" and (f"TRAINER {caller.scope_id}", caller.person_id) in links:
            found.add("TRAINED_ELSEWHERE")
        if caller.scope == "NETWORK" and ("NETWORK", caller.scope_id) in links:
            found.add("NETWORK")
        if caller.scope == "COMMISSION" and ("COMMISSION", caller.scope_id) in links:
            found.add("COMMISSION")
            if ("SITTER", caller.person_id) in links:
                found.add("SAT_IN")
        if caller.scope == "CANDIDATE" and ("CANDIDATE", caller.scope_id) in links:
            found.add("SELF")
        if caller.scope == "FUNDER" and ("FUNDER", caller.scope_id) in links:
            found.add("FUNDED")
        return found

    def of_candidate(self, caller, collection, id_):
        found = {"SELF"} if caller.scope == "CANDIDATE" and caller.scope_id == id_ else set()
        if caller.scope == "ORGANISM" and [caller.scope_id] in self.rows("select created_by_org_id from candidate where id = '{id}'", id_):
            found.add("OWN")
        for (candidacy,) in self.rows("select id from candidacy where candidate_id = '{id}'", id_):
            found |= self.of_links(caller, LINKS_OF_CANDIDACY, candidacy)
        return found - {"COMMISSION", "SAT_IN"}

    def of_appointment(self, caller, collection, id_):
        rows = self.rows("select organism_id, candidate_id from appointment where id = '{id}'", id_)
        organism, candidate = rows[0] if rows else (None, None)
        own = caller.scope == "ORGANISM" and caller.scope_id == organism
        return {"OWN"} if own else {"SELF"} if caller.scope == "CANDIDATE" and caller.scope_id == candidate else set()

    def of_transfer_request(self, caller, collection, id_):
        sides = self.rows("select requesting_org_id from transfer_request where id = '{id}'"
                          " union select owner_org_id from transfer_request_route where request_id = '{id}'", id_)
        return {"OWN"} if caller.scope == "ORGANISM" and [caller.scope_id] in sides else set()

    def of_link_request(self, caller, collection, id_):
        sides = self.rows("select asked_scope, asked_scope_id from link_request where id = '{id}'"
                          " union select 'ORGANISM', organism_id from link_request where id = '{id}' and organism_id is not null"
                          " union select 'NETWORK', network_id from link_request where id = '{id}' and network_id is not null"
                          " union select 'COMMISSION', commission_id from link_request where id = '{id}' and commission_id is not null", id_)
        acts = caller.role in ("REFERENT", "NETWORK_MANAGER", "SECRETARY")  # who acts for a side
        found = {"OWN"} if acts and [caller.scope, caller.scope_id] in sides else set()
        asked = self.one("select p.human_id from link_request r join person p on p.id = r.person_id where r.id = '{id}'", id_)
        if asked and caller.person_id and self.one("select human_id from person where id = '{id}'", caller.person_id) == asked:
            found.add("SELF")
        return found

    def of_session(self, caller, collection, id_):
        if collection in COMMISSION_OF:
            return self.of_commission(caller, collection, id_)
        session = self.one(SESSION_OF[collection], id_)
        of = self.rows("select commission_id from session where id = '{id}'", session) if session else []
        found = {"OWN"} if caller.scope == "COMMISSION" and [caller.scope_id] in of else set()
        for query, name in ((SITTERS, "SAT_IN"), (TOLD_OF, "TOLD")):
            if found and [caller.person_id] in self.rows(query.replace("{session}", "'{id}'"), session):
                found.add(name)
        return found

    of_stand_in = of_session

    def of_commission(self, caller, collection, id_):
        return {"OWN"} if caller.scope == "COMMISSION" and caller.scope_id == self.one(COMMISSION_OF[collection], id_) else set()

    of_member = of_commission

    def of_affiliation(self, caller, collection, id_):
        return self.of_registry(caller, collection, id_)

    def of_identity(self, caller, collection, id_):
        rows = self.rows(IDENTITY_OF[collection], id_)
        found = {"OWN"} if any(row[:2] == [caller.scope, caller.scope_id or ""] for row in rows) else set()
        return found | ({"SELF"} if any(row[2] and row[2] in (caller.scope_id, caller.person_id) for row in rows) else set())

    def of_person(self, caller, collection, id_):
        recorder = self.rows("select created_by_scope, created_by_scope_id from person where id = '{id}'", id_)
        found = {"OWN"} if [caller.scope, caller.scope_id] in recorder else set()
        return found | ({"SELF"} if caller.person_id == id_ else set())

    def of_registry(self, caller, collection, id_):
        links = {tuple(row) for row in self.rows(REGISTRY_OF[collection], id_)}
        found = {"OWN"} if (caller.scope, caller.scope_id) in links else set()
        if caller.scope == "NETWORK":
            members = self.rows("select organism_id from network_membership where network_id = '{id}'", caller.scope_id)
            mine = [member for (member,) in members if ("ORGANISM", member) in links]
            if mine:
                found.add("NETWORK")
            # A function that was taken back was never held.
            if any(not self.rows("select 1 from affiliation where organism_id = '{id}' and role = 'REFERENT'"
                                 " and coalesce(valid_to, 'infinity') >= valid_from", member) for member in mine):
                found.add("UNLED")
        return found
