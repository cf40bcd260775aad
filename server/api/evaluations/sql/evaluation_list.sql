-- SPDX-License-Identifier: EUPL-1.2
-- Evaluations of a candidacy, oldest first (evaluation_one_ordinal).
select x.item, {{evaluation}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
join evaluation_seen e on e.candidacy_id = c.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
order by x.item, e.ordinal
