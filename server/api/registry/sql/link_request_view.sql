-- SPDX-License-Identifier: EUPL-1.2
-- A request for a link, for both its sides and whoever reads everything (link_request_pk).
select x.item, {{link_request}}
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[]) with ordinality as x(id, caller_id, credential_id, acts_for_scope, item)
join link_request r on r.id = x.id
where {{link_request_seen}}
