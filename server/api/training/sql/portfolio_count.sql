-- How many portfolios a candidacy has already (portfolio_one_ordinal).
select x.item, (select count(*) from portfolio p where p.candidacy_id = named.id) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
where $1::text is not null
