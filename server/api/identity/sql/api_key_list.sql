-- Keys of the caller's scope, of all scopes for who sees them all, newest first, by page (api_key_by_scope, api_key_pk).
select x.item, {{api_key}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::uuid[], $8::uuid[])
     with ordinality as x(page_limit, cursor_id, is_backward, scope, scope_id, person_id, item)
cross join lateral (
    select k.id
    from api_key k
    where (scope_sees_all($1::text) or (k.scope = $1::text and k.scope_id = $2::uuid))
      and (x.cursor_id is null or case when x.is_backward then k.id > x.cursor_id else k.id < x.cursor_id end)
      and (x.scope is null or k.scope = x.scope)
      and (x.scope_id is null or k.scope_id = x.scope_id)
      and (x.person_id is null or k.person_id = x.person_id)
    order by case when x.is_backward then k.id end, k.id desc
    limit x.page_limit
) page
join api_key k on k.id = page.id
order by x.item, case when x.is_backward then k.id end, k.id desc
