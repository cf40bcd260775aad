-- SPDX-License-Identifier: EUPL-1.2
-- Memberships of a network, past ones included, by page (network_membership_by_network).
select x.item, {{membership}}, {{marks m}}
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(page_limit, cursor_id, network_id, item)
cross join lateral (
    {{walk}}
    {{end}}
) m
join organism o on o.id = m.organism_id
where $1::text is not null
order by x.item, {{order m}}
