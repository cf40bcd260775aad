-- Invariant 22: a duplicate changes neither number nor date: they are those of the decision, and duplicates are counted from 1.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select t.id, 'certificate ' || t.number from certificate t
    left join decision d on d.id = t.decision_id
    where t.decision_on is distinct from d.decided_on or t.candidacy_id is distinct from d.candidacy_id
    union all
    select u.certificate_id, 'duplicates: ' || count(*) from certificate_duplicate u group by u.certificate_id
    having min(u.ordinal) <> 1 or max(u.ordinal) <> count(*)
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
