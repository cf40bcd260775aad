-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 18: closed candidacies accept no result.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select e.id, 'results in ' || e.from_state from candidacy_event e
    join candidacy_state s on s.state = e.from_state
    where e.candidacy_id > x.after and e.candidacy_id <= x.through and s.is_final and e.event = 'RECORD_RESULTS'
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
