-- SPDX-License-Identifier: EUPL-1.2
-- A habilitation by id, with its suspensions.
select x.item, {{habilitation}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join habilitation h on h.id = x.id
left join organism o on o.id = h.organism_id
left join network n on n.id = h.network_id
where (h.was_granted or scope_sees_all($1::text) or coalesce(h.organism_id, h.network_id) = $2::uuid)
