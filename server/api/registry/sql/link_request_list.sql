-- Requests for links that the caller's side sent or received, newest first, by page (link_request_by_asker,
-- link_request_by_organism, link_request_by_network, link_request_by_commission, link_request_by_person).
select x.item, {{link_request}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::boolean[], $8::text[], $9::text[], $10::text[], $11::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, caller_id, acts_for_scope, states, directions, kinds, person_id, item)
cross join lateral (
    select r.id
    from link_request r
    where {{link_request_seen}}
      and (x.cursor_id is null or case when x.is_backward then r.id > x.cursor_id else r.id < x.cursor_id end)
      and (x.states is null or r.state = any (string_to_array(x.states, ',')))
      and (x.kinds is null or r.kind = any (string_to_array(x.kinds, ',')))
      and (x.person_id is null or r.person_id = x.person_id)
      and (x.directions is null
           or case when r.asked_scope = $1::text and r.asked_scope_id is not distinct from $2::uuid then 'SENT' else 'RECEIVED' end
              = any (string_to_array(x.directions, ',')))
    order by case when x.is_backward then r.id end, r.id desc
    limit x.page_limit
) page
join link_request r on r.id = page.id
order by x.item, case when x.is_backward then r.id end, r.id desc
