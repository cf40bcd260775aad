-- SPDX-License-Identifier: EUPL-1.2
-- What was stated of who a candidate is, and of whom he was said to be the same person, the last first (identity_statement_by_candidate,
-- identity_statement_by_other).
select x.item, s.id, s.candidate_id, s.other_id, s.is_distinct, s.holder, s.note, s.stated_on, s.stated_by, s.stands_until,
       wire_instant(s.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.id from candidate t where t.id = x.id or t.reference = x.reference offset 0) as c
cross join lateral (select s.* from identity_statement s where s.candidate_id = c.id
                    union select s.* from identity_statement s where s.other_id = c.id) as s
where scope_sees_all($1::text)
order by x.item, s.id desc
