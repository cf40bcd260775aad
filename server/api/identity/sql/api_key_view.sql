-- SPDX-License-Identifier: EUPL-1.2
-- A key by id (api_key_pk), never its digest.
select x.item, {{api_key}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join api_key k on k.id = x.id
where scope_sees_all($1::text) or (k.scope = $1::text and k.scope_id = $2::uuid)
