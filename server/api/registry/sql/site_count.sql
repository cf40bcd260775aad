-- SPDX-License-Identifier: EUPL-1.2
-- How many open sites an organism has already that the same side entered: a network, or else the organism and the certifier
-- (site_by_organism). What a network enters takes no room of its member.
select x.item, {{site_present}} as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.id from organism t where t.id = x.id or t.reference = x.reference offset 0) as o
cross join lateral (select case when $1::text = 'NETWORK' then $2::uuid end as network_id) as side
where $1::text is not null
