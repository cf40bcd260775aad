-- Invariant 25: legal dates follow one another: information, prior evaluation, restitution, path, final evaluation, submission, session, issue (convened on its day or before, cancelled later).
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select c.id, 'informed after the prior evaluation' from candidacy c where c.information_on > c.cycle_start_date
    union all
    select r.evaluation_id, 'given back before the last sitting' from restitution r
    join sitting s on s.evaluation_id = r.evaluation_id where r.given_on < s.held_on
    union all
    select p.id, 'path proposed before the prior evaluation' from path p join candidacy c on c.id = p.candidacy_id
    where p.proposed_on < c.cycle_start_date and not exists (
        select from evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.annulled_on is not null)
    union all
    select f.id, 'submitted before the prior evaluation' from file f join candidacy c on c.id = f.candidacy_id
    where f.submitted_on < c.cycle_start_date and not exists (
        select from evaluation e where e.candidacy_id = c.id and e.kind = 'PRIOR' and e.annulled_on is not null)
    union all
    select d.id, 'decided before its submission' from decision d join file f on f.id = d.file_id where d.decided_on < f.submitted_on
    union all
    select s.id, 'convened after its day' from session s where s.convened_on > s.held_on
    union all
    select s.id, 'cancelled before it was convened' from session s where s.cancelled_on < s.convened_on
    union all
    select t.id, 'issued before its decision' from certificate t where t.issued_on < t.decision_on
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
