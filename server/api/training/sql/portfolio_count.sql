-- SPDX-License-Identifier: EUPL-1.2
-- How many portfolios the organism has handed over already in a candidacy (portfolio_one_ordinal); those of a former owner are its own.
select x.item, (select count(*) from portfolio p where p.candidacy_id = named.id and p.acting_org_id = $2::uuid) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
where $1::text is not null
