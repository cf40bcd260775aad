-- SPDX-License-Identifier: EUPL-1.2
-- A session is planned; the reference is drawn here, of the year it is held in. Without a minimum, or minutes for a file, of its own
-- it has the policy's.
insert into session (id, commission_id, reference, planned_on, {{session_fields}})
select x.id, x.commission_id, next_reference('SES', extract(year from r.held_on)::int), x.planned_on, {{r.session_fields}}
from unnest($3::uuid[], $4::uuid[], $5::int[], $6::int[], $7::date[], $8::jsonb[])
     as x(id, commission_id, min_per_college, file_minutes, planned_on, body)
cross join lateral jsonb_populate_record(null::session, jsonb_build_object(
    'min_per_college', x.min_per_college, 'file_minutes', x.file_minutes, 'break_minutes', 15) || x.body) as r
where (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid))
  -- Under the lock of the commission: the very same session is planned once.
  and not exists (select from session s where s.commission_id = x.commission_id and s.state = 'PLANNED'
                  and ({{s.session_fields}}) is not distinct from ({{r.session_fields}}))
