-- SPDX-License-Identifier: EUPL-1.2
-- An affiliation by id, when the caller sees it.
select x.item, {{affiliation}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join affiliation a on a.id = x.id
where (scope_sees_all($1::text) or $1::text = 'COMMISSION'
       or ($1::text = 'ORGANISM' and a.organism_id = $2::uuid)
       or ($1::text = 'NETWORK' and exists (
           select from network_membership m
           where m.organism_id = a.organism_id and m.network_id = $2::uuid and m.valid_from <= current_day()
             and (m.valid_to is null or m.valid_to >= current_day()))))
