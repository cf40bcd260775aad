-- Portfolios of a candidacy, oldest first (portfolio_one_ordinal).
select x.item, p.id, p.candidacy_id, p.ordinal, p.issued_on, p.issued_by, p.acting_org_id, p.valid_until, p.content,
       wire_instant(p.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join portfolio p on p.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
order by x.item, p.ordinal
