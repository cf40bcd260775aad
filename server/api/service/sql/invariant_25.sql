-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 25: legal dates follow one another: information, prior evaluation, restitution, path, final evaluation, submission, session, issue (convened on its day or before, cancelled later).
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select c.id, 'informed after the prior evaluation' from candidacy c
    where c.id > x.after and c.id <= x.through and c.information_on > c.cycle_start_date
    union all
    select s.id, 'held before the information' from sitting s join evaluation e on e.id = s.evaluation_id and e.kind = 'PRIOR'
    join candidacy c on c.id = s.candidacy_id
    where s.candidacy_id > x.after and s.candidacy_id <= x.through and s.held_on < c.information_on
    union all
    select e.id, 'completed before its results' from evaluation e
    where e.candidacy_id > x.after and e.candidacy_id <= x.through and e.completed_on < e.results_on
    union all
    select r.evaluation_id, 'given back before the last sitting' from sitting s
    join restitution r on r.evaluation_id = s.evaluation_id
    where s.candidacy_id > x.after and s.candidacy_id <= x.through and r.given_on < s.held_on
    union all
    select p.id, 'path proposed before the prior evaluation' from path p join candidacy c on c.id = p.candidacy_id
    where p.candidacy_id > x.after and p.candidacy_id <= x.through and p.proposed_on < c.cycle_start_date and not exists (
        select from evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.annulled_on is not null)
    union all
    select f.id, 'submitted before the prior evaluation' from file f join candidacy c on c.id = f.candidacy_id
    where f.candidacy_id > x.after and f.candidacy_id <= x.through and f.submitted_on < c.cycle_start_date and not exists (
        select from evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.annulled_on is not null)
    union all
    select d.id, 'decided before its submission' from decision d join file f on f.id = d.file_id
    where d.candidacy_id > x.after and d.candidacy_id <= x.through and d.decided_on < f.submitted_on
    union all
    select s.id, 'convened after its day' from session s where s.id > x.after and s.id <= x.through and s.convened_on > s.held_on
    union all
    select s.id, 'cancelled before it was convened' from session s
    where s.id > x.after and s.id <= x.through and s.cancelled_on < s.convened_on
    union all
    select t.id, 'issued before its decision' from certificate t
    where t.candidacy_id > x.after and t.candidacy_id <= x.through and t.issued_on < t.decision_on
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
