-- A new candidate; the reference is drawn here, of the year of the act.
insert into candidate (id, reference, created_by_org_id, {{candidate_fields}})
select x.id, next_reference('CAN', x.year), x.org_id, {{r.candidate_fields}}
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::jsonb[]) as x(id, year, org_id, body)
cross join lateral jsonb_populate_record(null::candidate, x.body) as r
where $1::text is not null
