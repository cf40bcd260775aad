-- SPDX-License-Identifier: EUPL-1.2
-- Whether an organism asked for a file, or agreed to take it, by somebody else than who hands it over now; for the certifier, whether he
-- granted it (transfer_request_route_by_candidacy).
select x.item, exists (
    select from transfer_request_route t join transfer_request r on r.id = t.request_id
    where t.candidacy_id = named.id and r.requesting_org_id = x.to_org_id
      and (r.state = 'AGREED' or (r.state = 'PENDING' and r.kind = 'REQUEST' and not scope_writes_all($1::text)
                                   and credentials_are_apart(r.requested_with, r.requested_by, x.credential_id, x.caller_id, true)))) as is_agreed
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[])
     with ordinality as x(id, reference, to_org_id, caller_id, credential_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
where scope_sees_candidacy($1::text, $2::uuid, named.id)
