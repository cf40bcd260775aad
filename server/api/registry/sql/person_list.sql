-- SPDX-License-Identifier: EUPL-1.2
-- People the caller works with, by page (person_pk; affiliation_by_organism, commission_member_by_commission). The criteria only
-- ever look at affiliations that the caller sees.
select x.item, {{person}}, {{marks p}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[]) with ordinality
     as x(page_limit, cursor_id, organism_id, role, item)
cross join lateral (
    {{walk}}
      and (x.role is null or exists (select from affiliation a where a.person_id = c.id and a.role = x.role))
    {{end}}
) p
where $1::text is not null
order by x.item, {{order p}}
