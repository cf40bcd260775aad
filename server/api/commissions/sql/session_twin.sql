-- SPDX-License-Identifier: EUPL-1.2
-- The very same session of a commission, planned already and not convened yet (session_by_commission_state): whoever asks again is
-- answered by it. The day is that of the beginning where none is told.
select x.item, t.id as twin_id
from unnest($3::uuid[], $4::text[], $5::int[], $6::int[], $7::jsonb[]) with ordinality
     as x(id, reference, min_per_college, file_minutes, body, item)
cross join lateral (select t.* from commission t where t.id = x.id or t.reference = x.reference offset 0) as k
cross join lateral (select jsonb_build_object('min_per_college', x.min_per_college, 'file_minutes', x.file_minutes, 'break_minutes', 15,
                                              'modality', 'ON_SITE', 'time_zone', k.time_zone) || x.body as body offset 0) as told
cross join lateral (select coalesce((told.body ->> 'held_on')::date,
                                    ((told.body ->> 'starts_at')::timestamptz at time zone (told.body ->> 'time_zone'))::date) as held_on offset 0) as day
cross join lateral jsonb_populate_record(null::session, told.body || jsonb_build_object('held_on', day.held_on)) as r
cross join lateral (
    select s.id from session s
    where s.commission_id = k.id and s.state = 'PLANNED' and ({{s.session_fields}}) is not distinct from ({{r.session_fields}})
    order by s.id limit 1) t
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and k.id = $2::uuid)
