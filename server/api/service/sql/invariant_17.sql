-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 17: the deadline is five years after the last sitting of the prior evaluation, and null before its completion; it closes what is not evaluated.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select c.id, 'deadline ' || coalesce(c.deadline_date::text, 'missing') from candidacy c
    left join lateral (
        select max(s.held_on) as last_sitting from sitting s join evaluation e on e.id = s.evaluation_id
        where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.completed_on is not null and e.annulled_on is null) as prior on true
    where c.id > x.after and c.id <= x.through and (c.cycle_start_date is distinct from prior.last_sitting
                        or c.deadline_date is distinct from (prior.last_sitting + interval '5 years')::date)
    union all
    select c.id, 'can expire: ' || c.can_expire from candidacy c
    where c.id > x.after and c.id <= x.through
      and c.can_expire <> (c.deadline_date is not null
           and c.state in ('PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'JURY_READY', 'ABANDONED')
           and (c.state <> 'JURY_READY' or not exists (
                select from evaluation e where e.candidacy_id = c.id and e.kind = 'FINAL' and e.completed_on is not null and e.annulled_on is null)))
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
