-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 28: no two changes from one version: each event of a candidacy left a higher one.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select later.id, 'version ' || later.version from (
        select e.id, (e.state_after ->> 'version')::int as version,
               lag((e.state_after ->> 'version')::int) over (partition by e.candidacy_id order by e.sequence) as version_before
        from candidacy_event e where e.candidacy_id > x.after and e.candidacy_id <= x.through) as later
    where later.version <= later.version_before
    union all
    select c.id, 'version ' || c.version from candidacy c
    where c.id > x.after and c.id <= x.through
      and c.version < (select max((e.state_after ->> 'version')::int) from candidacy_event e where e.candidacy_id = c.id)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
