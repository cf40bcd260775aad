-- SPDX-License-Identifier: EUPL-1.2
-- Who pays a step. The candidacy is not claimed: money never stands in the way of an act (invariant 30).
insert into funding (id, candidacy_id, acting_org_id, recorded_by, {{funding_fields}})
select x.id, x.candidacy_id, $2::uuid, x.person_id, {{r.funding_fields}}
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::jsonb[]) as x(id, candidacy_id, person_id, most, body)
cross join lateral (select x.candidacy_id as id) as c
cross join lateral jsonb_populate_record(null::funding, x.body) as r
where $1::text = 'ORGANISM' and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
  -- Under a lock that is no row.
  and {{funding_present}} < x.most
