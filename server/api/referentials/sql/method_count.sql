-- SPDX-License-Identifier: EUPL-1.2
-- How many methods a network, or a branch, has already (evaluation_method_by_network).
select x.item, {{method_present}} as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(network_id, branch_idcc, item)
where $1::text is not null
