-- SPDX-License-Identifier: EUPL-1.2
-- A session whose certificates are to be issued (session_pk).
select x.item, s.id
from unnest($3::uuid[]) with ordinality as x(id, item)
join session s on s.id = x.id
where scope_sees_all($1::text)
