-- SPDX-License-Identifier: EUPL-1.2
-- How often the side that asks has named somebody to sign in the place of another (session_stand_in_one_edition).
select x.item, (select count(*) from session_stand_in t where t.session_id = s.id and t.acting_scope = $1::text) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
