-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 20: versions of a référentiel do not overlap, and a candidacy keeps its own.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select a.id, 'overlaps version ' || b.version from referential_version a
    join referential_version b on b.code = a.code and b.id > a.id and a.status <> 'DRAFT' and b.status <> 'DRAFT'
         and daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')
    where a.id > x.after and a.id <= x.through
    union all
    select c.id, 'another version before' from candidacy c
    join candidacy_event e on e.candidacy_id = c.id and e.state_after ->> 'referential_version_id' <> c.referential_version_id::text
    where c.id > x.after and c.id <= x.through
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
