-- SPDX-License-Identifier: EUPL-1.2
-- Which commissions the certifier named for a candidacy, oldest first (commission_override_by_candidacy).
select x.item, {{override}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join commission_override o on o.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, o.candidacy_id)
order by x.item, o.id
