-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 19: nothing of an earlier cycle counts: what a cycle rests on was made in it.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select s.id, 'a sitting before the cycle was opened' from sitting s join candidacy c on c.id = s.candidacy_id
    where s.candidacy_id > x.after and s.candidacy_id <= x.through and s.held_on < c.opened_on
    union all
    select e.id, 'the path of another cycle' from evaluation e join path p on p.id = e.path_id and p.candidacy_id <> e.candidacy_id
    where e.candidacy_id > x.after and e.candidacy_id <= x.through
    union all
    select later.id, 'the cycle before is not closed' from candidacy later
    cross join lateral (select c.state from candidacy c where c.id = later.previous_candidacy_id offset 0) c
    join candidacy_state s on s.state = c.state where later.id > x.after and later.id <= x.through and not s.is_final
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
