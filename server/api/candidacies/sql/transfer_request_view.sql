-- SPDX-License-Identifier: EUPL-1.2
-- A transfer request as its reader may see it: the file is told to its holder, and to who asked once he holds it; the contact
-- to who asked (transfer_request_pk).
select x.item, {{transfer_request}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join transfer_request r on r.id = x.id
left join transfer_request_route o on o.request_id = r.id and (scope_sees_all($1::text) or o.owner_org_id = $2::uuid)
where scope_sees_all($1::text)
   or ($1::text = 'ORGANISM' and (r.requesting_org_id = $2::uuid or o.owner_org_id = $2::uuid))
