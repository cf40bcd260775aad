-- SPDX-License-Identifier: EUPL-1.2
-- A staff function by id, when the caller sees it.
select x.item, {{staff_function}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join staff_function f on f.id = x.id
where scope_sees_all($1::text) or (f.scope = $1::text and f.scope_id = $2::uuid)
