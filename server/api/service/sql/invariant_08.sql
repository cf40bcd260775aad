-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 8: no result outside the scope of its evaluation.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    with item as materialized (
        select r.id as referential_version_id, i.code, i.subdomain, i.position::int
        from referential_version r
        cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position)
    )
    select e.id, 'result for ' || i.code from evaluation e
    join candidacy c on c.id = e.candidacy_id
    join item i on i.referential_version_id = c.referential_version_id
    where e.candidacy_id > x.after and e.candidacy_id <= x.through
      and (e.scope_mask >> (i.subdomain - 1)) & 1 = 0 and substr(e.results, i.position, 1) <> '-'
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
