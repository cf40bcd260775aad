-- SPDX-License-Identifier: EUPL-1.2
-- The minutes of a session and who has signed them.
select x.item, m.id, m.reference, s.id as session_id, s.state as session_state,
       coalesce((select json_agg(r.id order by r.ordinal) from rectification r where r.session_id = s.id and r.state = 'SIGNED'), '[]'::json)
           as rectification_ids, m.content, encode(m.sha256, 'hex') as sha256,
       m.closed_on, wire_instant(m.closed_at) as closed_at,
       coalesce((select json_agg(json_build_object('member_id', g.member_id, 'college', g.college, 'person_id', g.person_id,
                                                   'signed_on', g.signed_on, 'signed_at', wire_instant(g.signed_at),
                            'in_place_of_member_id', b.in_place_of, 'stand_in_reason', b.reason)
                                 order by g.signed_at)
                 from minutes_signature g left join lateral signed_in_place(s.id, g.member_id) as b on true where g.minutes_id = m.id), '[]'::json) as signatures,
       s.version
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
cross join lateral (select t.* from standing_minutes t where t.session_id = s.id offset 0) as m
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
