-- SPDX-License-Identifier: EUPL-1.2
-- Transfer requests that the caller sent or received, by page (transfer_request_pk, transfer_request_by_organism,
-- transfer_request_route_by_owner); columns as in the view of one.
select x.item, {{transfer_request}}, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::uuid[]) with ordinality
     as x(page_limit, cursor_id, states, directions, candidacy_id, item)
cross join lateral (
    {{walk}}
      and (x.states is null or c.state = any (string_to_array(x.states, ',')))
      and (x.candidacy_id is null or x.candidacy_id = c.candidacy_id
           or exists (select from transfer_request_route t where t.request_id = c.id and t.candidacy_id = x.candidacy_id
                      and (scope_sees_all($1::text) or t.owner_org_id = $2::uuid))
           or (x.candidacy_id = c.contact_candidacy_id and (scope_sees_all($1::text) or c.requesting_org_id = $2::uuid)))
    {{end}}
) r
left join transfer_request_route o on o.request_id = r.id and (scope_sees_all($1::text) or o.owner_org_id = $2::uuid)
order by x.item, {{order r}}
