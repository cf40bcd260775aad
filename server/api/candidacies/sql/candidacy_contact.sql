-- SPDX-License-Identifier: EUPL-1.2
-- The contact of a candidate that the organism has already, of one certification: a second one is the first (candidacy_by_candidate).
-- What the certifier opens after fraud is his own (T30). And how many this side opened of the candidate there, whatever became of them.
select x.item, k.contact_id, (select c.opened_on from candidacy c where c.id = k.contact_id) as opened_on, {{candidacy_present}} as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::boolean[])
     with ordinality as x(candidate_id, referential_code, org_id, by_certifier, item)
cross join lateral (
    select min(c.id::text) filter (where c.referential_code = x.referential_code and c.owner_org_id = x.org_id and c.state = 'CONTACT'
                             and (c.is_opened_by_certifier or not x.by_certifier))::uuid as contact_id
    from candidacy c where c.candidate_id = x.candidate_id
    offset 0) as k
where $1::text is not null
