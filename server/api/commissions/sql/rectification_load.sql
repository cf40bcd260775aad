-- SPDX-License-Identifier: EUPL-1.2
-- A draft of rectifying minutes and who has signed it (rectification_pk).
select x.item, r.id, r.state, g.signed_by[1] as signed_by_first, g.signed_by[2] as signed_by_second
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(session_id, session_reference, id, item)
cross join lateral (select t.* from session t where t.id = x.session_id or t.reference = x.session_reference offset 0) as s
cross join lateral (select t.* from rectification t where t.id = x.id and t.session_id = s.id offset 0) as r
left join lateral (select array_agg(n.member_id order by n.signed_at) as signed_by
                   from rectification_signature n where n.rectification_id = r.id) g on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
