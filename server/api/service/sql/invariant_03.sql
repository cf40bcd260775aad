-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 3: a certificate rests on a favourable decision, signed by both colleges, of a session with the file on its agenda.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select t.id, 'certificate ' || t.number from certificate t
    where t.candidacy_id > x.after and t.candidacy_id <= x.through and not exists (
        select from decision d
        join session s on s.id = d.session_id and s.state = 'SIGNED'
        join agenda_item a on a.id = d.agenda_item_id and a.session_id = s.id and a.candidacy_id = t.candidacy_id
             and a.removed_on is null
        where d.id = t.decision_id and d.outcome = 'CERTIFIED' and d.effective_on is not null and d.decided_on = t.decision_on
          and (select count(distinct g.college) from standing_minutes m join minutes_signature g on g.minutes_id = m.id
               where m.session_id = s.id) = 2)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
