-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 11: nobody, whatever his accounts and whoever is named, evaluates and trains one candidate in one cycle.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select distinct s.candidacy_id, 'person ' || p.human_id
    from (
        select t.candidacy_id, t.evaluator_id from sitting t where t.candidacy_id > x.after and t.candidacy_id <= x.through
        union all
        select e.candidacy_id, e.completed_by from evaluation e where e.candidacy_id > x.after and e.candidacy_id <= x.through
        union all
        select e.candidacy_id, e.evaluated_by from candidacy_event e
        where e.candidacy_id > x.after and e.candidacy_id <= x.through and e.evaluated_by is not null
    ) as s(candidacy_id, evaluator_id)
    join person p on p.id = s.evaluator_id
    where exists (select from path_module m join person q on q.id = m.trainer_id and q.human_id = p.human_id where m.candidacy_id = s.candidacy_id)
       -- or he gave hours before another took over
       or (exists (select from candidacy_event v where v.candidacy_id = s.candidacy_id and v.event = 'CHANGE_TRAINER')
           and human_trained(s.candidacy_id, p.human_id))
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
