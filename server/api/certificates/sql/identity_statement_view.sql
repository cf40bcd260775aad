-- SPDX-License-Identifier: EUPL-1.2
-- A statement on who a candidate is (identity_statement_pk).
select x.item, s.id, s.candidate_id, s.other_id, s.is_distinct, s.holder, s.note, s.stated_on, s.stated_by, s.stands_until,
       wire_instant(s.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join identity_statement s on s.id = x.id
where scope_sees_all($1::text)
