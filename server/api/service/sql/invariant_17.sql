-- Invariant 17: the deadline is five years after the last sitting of the prior evaluation, and null before its completion.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select c.id, 'deadline ' || coalesce(c.deadline_date::text, 'missing') from candidacy c
    left join lateral (
        select max(s.held_on) as last_sitting from sitting s join evaluation e on e.id = s.evaluation_id
        where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.completed_on is not null and e.annulled_on is null) as prior on true
    where c.cycle_start_date is distinct from prior.last_sitting
       or c.deadline_date is distinct from (prior.last_sitting + interval '5 years')::date
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
