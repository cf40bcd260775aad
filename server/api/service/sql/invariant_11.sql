-- Invariant 11: nobody, whatever his accounts, evaluates and trains one candidate in one cycle.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select distinct s.candidacy_id, 'person ' || q.human_id from sitting s
    join person p on p.id = s.evaluator_id
    join path_module m on m.candidacy_id = s.candidacy_id
    join person q on q.id = m.trainer_id and q.human_id = p.human_id
    where s.candidacy_id > x.after and s.candidacy_id <= x.through
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
