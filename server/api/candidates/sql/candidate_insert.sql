-- A new candidate; the reference is drawn here, of the year of the act.
insert into candidate (id, reference, created_by_org_id, identity_key, search_name, name_rule, {{candidate_fields}})
select x.id, next_reference('CAN', x.year), x.org_id, x.identity_key, x.search_name, x.name_rule, {{r.candidate_fields}}
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::jsonb[], $7::text[], $8::text[], $9::int[])
     as x(id, year, org_id, body, identity_key, search_name, name_rule)
cross join lateral jsonb_populate_record(null::candidate, x.body) as r
where $1::text is not null
