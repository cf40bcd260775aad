-- SPDX-License-Identifier: EUPL-1.2
-- Rectifying minutes, drafted from the minutes as they read now: those of the session, or the last ones that were signed, which they
-- name with their digest. Their own is that of the content as PostgreSQL prints it, which is what the wire carries.
insert into rectification (id, session_id, commission_id, minutes_id, rectifies_id, ordinal, content, sha256, drafted_by, drafted_on)
select x.id, s.id, s.commission_id, m.id, last.id, 1 + (select count(*) from rectification r where r.session_id = s.id)::int,
       written.content, sha256(convert_to(written.content::text, 'UTF8')), x.person_id, x.drafted_on
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::jsonb[]) as x(id, session_id, person_id, drafted_on, body)
cross join lateral (select t.* from session t where t.id = x.session_id offset 0) as s
{{rectified_minutes}}
cross join lateral (
    select jsonb_build_object(
        'session_id', s.id, 'session_reference', s.reference,
        'rectifies', jsonb_build_object('reference', coalesce(last.reference, m.reference),
                                        'sha256', encode(coalesce(last.sha256, m.sha256), 'hex')),
        'reason', x.body -> 'reason', 'drafted_on', x.drafted_on, 'mends', reading.mends,
        'minutes', minutes_mended(reading.content, reading.mends)) as content offset 0) as written
where jsonb_array_length(reading.mends) > 0
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
