-- SPDX-License-Identifier: EUPL-1.2
-- Requests for links that the caller's side sent or received, by page (link_request_pk; link_request_by_asker,
-- link_request_by_organism, link_request_by_network, link_request_by_commission, link_request_by_person, person_by_creator). Which
-- they are is said in link_request_seen.part too.
select x.item, {{link_request}}, {{marks p}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::uuid[], $7::boolean[], $8::text[], $9::text[], $10::text[], $11::uuid[])
     with ordinality as x(page_limit, cursor_id, caller_id, credential_id, acts_for_scope, states, directions, kinds, person_id, item)
cross join lateral (
    {{walk}}
      and (x.states is null or c.state = any (string_to_array(x.states, ',')))
      and (x.kinds is null or c.kind = any (string_to_array(x.kinds, ',')))
      and (x.person_id is null or c.person_id = x.person_id)
      and (x.directions is null
           or case when c.asked_scope = $1::text and c.asked_scope_id is not distinct from $2::uuid then 'SENT' else 'RECEIVED' end
              = any (string_to_array(x.directions, ',')))
    {{end}}
) p
join link_request r on r.id = p.id
order by x.item, {{order p}}
