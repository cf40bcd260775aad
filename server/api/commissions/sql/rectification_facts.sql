-- SPDX-License-Identifier: EUPL-1.2
-- What a draft would mend in the minutes as they read now, and what there is already (rectification_one_ordinal).
select x.item, (select count(*) from rectification r where r.session_id = s.id) as present_count,
       (select r.id from rectification r where r.session_id = s.id and r.state = 'DRAFTED') as draft_id,
       (select string_agg(j.value ->> 'member_id', ',') from jsonb_array_elements(reading.content -> 'jurors') as j(value)) as listed_member_ids,
       jsonb_array_length(reading.mends) as mend_count
from unnest($3::uuid[], $4::text[], $5::jsonb[]) with ordinality as x(id, reference, body, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
{{rectified_minutes}}
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
