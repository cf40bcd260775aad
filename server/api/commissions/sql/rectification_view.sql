-- SPDX-License-Identifier: EUPL-1.2
-- Rectifying minutes of a session, who has signed them, and how the minutes read with them (rectification_pk).
select x.item, {{rectification}}, r.content, s.version
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(session_id, session_reference, id, item)
cross join lateral (select t.* from session t where t.id = x.session_id or t.reference = x.session_reference offset 0) as s
cross join lateral (select t.* from rectification t where t.id = x.id and t.session_id = s.id offset 0) as r
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
