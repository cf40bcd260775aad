-- SPDX-License-Identifier: EUPL-1.2
-- An invitation by id, when the caller sees it.
select x.item, {{invitation}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join invitation i on i.id = x.id
where scope_sees_all($1::text) or (i.scope = $1::text and i.scope_id = $2::uuid)
