-- Transfer requests that the caller sent or received, newest first, by page (transfer_request_by_organism,
-- transfer_request_route_by_owner); columns as in the view of one.
select x.item, {{transfer_request}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, states, directions, candidacy_id, item)
cross join lateral (
    select p.*
    from (
        select q.* from transfer_request q where scope_sees_all($1::text)
        union all
        select q.* from transfer_request q
        where $1::text = 'ORGANISM' and q.requesting_org_id = $2::uuid
          and (x.directions is null or case q.kind when 'REQUEST' then 'SENT' else 'RECEIVED' end = any (string_to_array(x.directions, ',')))
        union all
        select q.* from transfer_request_route t join transfer_request q on q.id = t.request_id
        where $1::text = 'ORGANISM' and t.owner_org_id = $2::uuid and q.requesting_org_id <> $2::uuid
          and (x.directions is null or case q.kind when 'REQUEST' then 'RECEIVED' else 'SENT' end = any (string_to_array(x.directions, ',')))
    ) p
    left join transfer_request_route t on t.request_id = p.id and (scope_sees_all($1::text) or t.owner_org_id = $2::uuid)
    where (x.cursor_id is null or case when x.is_backward then p.id > x.cursor_id else p.id < x.cursor_id end)
      and (x.states is null or p.state = any (string_to_array(x.states, ',')))
      and (x.candidacy_id is null or x.candidacy_id in (p.candidacy_id, t.candidacy_id)
           or (x.candidacy_id = p.contact_candidacy_id and (scope_sees_all($1::text) or p.requesting_org_id = $2::uuid)))
    order by case when x.is_backward then p.id end, p.id desc
    limit x.page_limit
) r
left join transfer_request_route o on o.request_id = r.id and (scope_sees_all($1::text) or o.owner_org_id = $2::uuid)
order by x.item, case when x.is_backward then r.id end, r.id desc
