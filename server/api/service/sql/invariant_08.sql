-- Invariant 8: no result outside the scope of its evaluation.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select e.id, 'result for ' || i.code from evaluation e
    join candidacy c on c.id = e.candidacy_id
    join referential_version r on r.id = c.referential_version_id
    cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position)
    where (e.scope_mask >> (i.subdomain - 1)) & 1 = 0 and substr(e.results, i.position::int, 1) <> '-'
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
