-- SPDX-License-Identifier: EUPL-1.2
-- A transfer request that is to be settled, the side of the caller, and whether he is one with who sent it; who reads everything
-- stands on neither side (transfer_request_pk).
select x.item, r.id, r.state, r.version, r.kind,
       case when $1::text <> 'ORGANISM' then null
            when coalesce(r.offering_org_id, r.requesting_org_id) = $2::uuid then 'SENT' else 'RECEIVED' end as party,
       case when o.request_id is not null then coalesce(r.candidacy_id, o.candidacy_id) when r.offering_org_id = $2::uuid then r.offered_candidacy_id end as candidacy_id,
       not credentials_are_apart(r.requested_with, r.requested_by, x.credential_id, x.caller_id, true) as is_asker
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(id, caller_id, credential_id, item)
join transfer_request r on r.id = x.id
left join transfer_request_route o on o.request_id = r.id and o.owner_org_id = $2::uuid
where scope_sees_all($1::text)
   or ($1::text = 'ORGANISM' and (r.requesting_org_id = $2::uuid or o.owner_org_id = $2::uuid))
