-- SPDX-License-Identifier: EUPL-1.2
-- What a statement on who a candidate is rests on: the record that it is about, as a certificate prints it, the other one that it names,
-- and how many there are of this person: nobody uses up those of others (identity_statement_by_candidate).
select x.item, c.id, c.status, c.merged_into_id, o.id as other_id, o.status as other_status, o.merged_into_id as other_merged_into_id,
       (select count(*) from identity_statement s where s.candidate_id = c.id and human_of(s.stated_by) = human_of(x.person_id)) as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality as x(id, reference, other_id, person_id, item)
cross join lateral (select t.* from candidate t where t.id = x.id or t.reference = x.reference offset 0) as c
left join candidate o on o.id = x.other_id
where scope_sees_all($1::text)
