-- SPDX-License-Identifier: EUPL-1.2
-- The rectifying minutes of a session in their order, those that were withdrawn too (rectification_one_ordinal).
select x.item, {{rectification}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
cross join lateral (select t.* from rectification t where t.session_id = s.id order by t.ordinal offset 0) as r
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
order by x.item, r.ordinal
