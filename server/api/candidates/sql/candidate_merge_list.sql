-- SPDX-License-Identifier: EUPL-1.2
-- Records that were merged into a candidate, in the order in which they were recorded (candidate_by_survivor).
select x.item, d.id as candidate_id, d.reference, d.merge_reason as reason, d.merged_on, d.merged_by
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.id from candidate t where t.id = x.id or t.reference = x.reference offset 0) as c
join candidate d on d.merged_into_id = c.id
where scope_sees_all($1::text)
order by x.item, d.id
