-- The contact of a candidate that the organism has already, of one certification: a second one is the first (candidacy_by_candidate).
-- What the certifier opens after fraud is his own (T30).
select x.item, c.id as contact_id
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::boolean[])
     with ordinality as x(candidate_id, referential_code, org_id, by_certifier, item)
cross join lateral (
    select c.id from candidacy c
    where c.candidate_id = x.candidate_id and c.referential_code = x.referential_code and c.owner_org_id = x.org_id
      and c.state = 'CONTACT' and (c.is_opened_by_certifier or not x.by_certifier)
    order by c.id limit 1) c
where $1::text is not null
