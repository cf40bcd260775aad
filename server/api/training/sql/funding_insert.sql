-- Who pays a step. The candidacy is not claimed: money never stands in the way of an act (invariant 30).
insert into funding (id, candidacy_id, acting_org_id, recorded_by, {{funding_fields}})
select x.id, x.candidacy_id, $2::uuid, x.person_id, {{r.funding_fields}}
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::jsonb[]) as x(id, candidacy_id, person_id, body)
cross join lateral jsonb_populate_record(null::funding, x.body) as r
where $1::text = 'ORGANISM' and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
