-- SPDX-License-Identifier: EUPL-1.2
-- Who was named to sign a session in the place of another, in their order (session_stand_in_one_edition).
select x.item, {{stand_in}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
join session_stand_in t on t.session_id = s.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
order by x.item, t.college, t.edition
