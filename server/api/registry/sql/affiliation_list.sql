-- SPDX-License-Identifier: EUPL-1.2
-- Affiliations of a person that the caller sees, by page (affiliation_by_person).
select x.item, {{affiliation}}, {{marks a}}
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(page_limit, cursor_id, person_id, item)
cross join lateral (
    {{walk}}
      and (scope_sees_all($1::text) or $1::text = 'COMMISSION'
           or ($1::text = 'ORGANISM' and c.organism_id = $2::uuid)
           or ($1::text = 'NETWORK' and exists (
               select from network_membership m
               where m.organism_id = c.organism_id and m.network_id = $2::uuid and m.valid_from <= current_day()
                 and (m.valid_to is null or m.valid_to >= current_day()))))
    {{end}}
) a
order by x.item, {{order a}}
