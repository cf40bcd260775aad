-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 10: final sittings lie between the end of the path and the deadline, behind a completed prior evaluation.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select s.id, 'sitting of ' || s.held_on from sitting s
    join evaluation e on e.id = s.evaluation_id
    join candidacy c on c.id = s.candidacy_id
    left join path p on p.id = e.path_id
    where s.candidacy_id > x.after and s.candidacy_id <= x.through and e.kind = 'FINAL' and e.annulled_on is null
      and (c.deadline_date is null or s.held_on > c.deadline_date or p.closed_on is null or s.held_on < p.closed_on
           or not exists (select from evaluation f where f.candidacy_id = c.id and f.kind = 'PRIOR' and f.completed_on is not null
                          and f.annulled_on is null))
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
