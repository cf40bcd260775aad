-- SPDX-License-Identifier: EUPL-1.2
-- A membership by id.
select x.item, {{membership}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join network_membership m on m.id = x.id
join organism o on o.id = m.organism_id
where $1::text is not null
