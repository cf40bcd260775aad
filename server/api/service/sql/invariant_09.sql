-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 9: the prior evaluation covers every domain, and there is exactly one from its completion on.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select e.id, 'the scope is not whole' from evaluation e
    join candidacy c on c.id = e.candidacy_id
    join referential_version r on r.id = c.referential_version_id
    where e.candidacy_id > x.after and e.candidacy_id <= x.through
      and e.kind = 'PRIOR' and e.scope_mask <> (1::bigint << r.subdomain_count) - 1
    union all
    select c.id, 'prior evaluations: ' || count(e.id) from candidacy c
    left join evaluation e on e.candidacy_id = c.id and e.kind = 'PRIOR' and e.annulled_on is null
    where c.id > x.after and c.id <= x.through and c.cycle_start_date is not null group by c.id having count(e.id) <> 1
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
