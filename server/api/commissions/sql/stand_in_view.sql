-- SPDX-License-Identifier: EUPL-1.2
-- Who was named to sign in the place of another (session_stand_in_pk).
select x.item, {{stand_in}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join session_stand_in t on t.id = x.id
join session s on s.id = t.session_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and t.commission_id = $2::uuid)
