-- Invariant 11: nobody, whatever his accounts, evaluates and trains one candidate in one cycle.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select distinct s.candidacy_id, 'person ' || q.human_id from sitting s
    join person p on p.id = s.evaluator_id
    join path_module m on m.candidacy_id = s.candidacy_id
    join person q on q.id = m.trainer_id and q.human_id = p.human_id
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
