-- SPDX-License-Identifier: EUPL-1.2
-- Presence of jurors, said once or corrected.
insert into attendance (session_id, member_id, commission_id, presence)
select x.session_id, x.member_id, x.commission_id, x.presence
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[]) as x(session_id, member_id, commission_id, presence)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
on conflict on constraint attendance_pk do update set presence = excluded.presence, recorded_at = clock_timestamp()
