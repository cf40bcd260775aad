-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 22: a duplicate changes neither number nor date: they are those of the decision, and duplicates are counted from 1.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select t.id, 'certificate ' || t.number from certificate t
    left join decision d on d.id = t.decision_id
    where t.candidacy_id > x.after and t.candidacy_id <= x.through
      and (t.decision_on is distinct from d.decided_on or t.candidacy_id is distinct from d.candidacy_id)
    union all
    select u.certificate_id, 'duplicates: ' || count(*) from certificate t join certificate_duplicate u on u.certificate_id = t.id
    where t.candidacy_id > x.after and t.candidacy_id <= x.through group by u.certificate_id
    having min(u.ordinal) <> 1 or max(u.ordinal) <> count(*)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
