-- A mandate begins.
insert into commission_member (id, commission_id, person_id, {{member_fields}})
select x.id, x.commission_id, r.person_id, {{r.member_fields}}
from unnest($3::uuid[], $4::uuid[], $5::jsonb[]) as x(id, commission_id, body)
cross join lateral jsonb_populate_record(null::commission_member, x.body) as r
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
