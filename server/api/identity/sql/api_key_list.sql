-- SPDX-License-Identifier: EUPL-1.2
-- Keys of the caller's scope, of all scopes for who sees them all, by page (api_key_pk, api_key_by_scope, api_key_by_person).
select x.item, {{api_key}}, {{marks p}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[])
     with ordinality as x(page_limit, cursor_id, scope, scope_id, person_id, item)
cross join lateral (
    {{walk}}
      and (x.scope is null or c.scope = x.scope)
      and (x.scope_id is null or c.scope_id = x.scope_id)
      and (x.person_id is null or c.person_id = x.person_id)
    {{end}}
) p
join api_key k on k.id = p.id
where $1::text is not null
order by x.item, {{order p}}
