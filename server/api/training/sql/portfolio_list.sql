-- SPDX-License-Identifier: EUPL-1.2
-- Portfolios of a candidacy, oldest first (portfolio_one_ordinal).
select x.item, {{portfolio}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join portfolio_seen p on p.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
order by x.item, p.ordinal
