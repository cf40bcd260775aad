-- SPDX-License-Identifier: EUPL-1.2
-- Fundings of a candidacy, oldest first (funding_by_candidacy); who may read amounts is said by row-level security.
select x.item, {{funding}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join funding_seen f on f.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
order by x.item, f.id
