-- Invitations of the caller's scope, of all for who sees them all, newest first, by page (invitation_by_scope, invitation_pk).
select x.item, {{invitation}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, person_id, candidate_id, item)
cross join lateral (
    select i.id, i.person_id, i.candidate_id, i.scope, i.scope_id, i.status, i.expires_at, i.settled_at, i.version, i.created_at
    from invitation i
    where (scope_sees_all($1::text) or (i.scope = $1::text and i.scope_id = $2::uuid))
      and (x.person_id is null or i.person_id = x.person_id)
      and (x.candidate_id is null or i.candidate_id = x.candidate_id)
      and (x.cursor_id is null or case when x.is_backward then i.id > x.cursor_id else i.id < x.cursor_id end)
    order by case when x.is_backward then i.id end, i.id desc
    limit x.page_limit
) i
