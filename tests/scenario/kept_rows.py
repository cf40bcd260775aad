# SPDX-License-Identifier: EUPL-1.2
"""Invariants of rows that triggers keep beside candidacies, so that lists and queues cost what they show."""

KEPT = {
    "work: certificates to be issued": """select c.reference from candidacy c left join certificate_due d on d.candidacy_id = c.id
        where (c.state = 'CERTIFIED' and not exists (select from certificate t where t.candidacy_id = c.id))
              is distinct from (d.candidacy_id is not null)""",
    "lists: by the last act": """select c.reference from candidacy c left join candidacy_activity y on y.candidacy_id = c.id
        where y.last_activity_on is distinct from c.last_activity_on or y.owner_org_id <> c.owner_org_id""",
    "endings: only the owner writes": """
        select c.reference from candidacy c join candidacy_access a on a.candidacy_id = c.id and a.scope = 'ORGANISM'
        where a.can_write <> (a.scope_id = c.owner_org_id)""",
}
