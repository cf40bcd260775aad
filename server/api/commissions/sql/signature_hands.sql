-- SPDX-License-Identifier: EUPL-1.2
-- Whether who signed these minutes, or this draft of rectifying minutes, came with a key from the same hands as the key of who asks
-- (minutes_signature_pk, rectification_signature_pk).
select x.item, coalesce(bool_or(keys_are_of_one_hand(g.signed_with, g.person_id, x.credential_id, x.person_id)), false) as is_of_one_hand
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[]) with ordinality
     as x(session_id, session_reference, rectification_id, person_id, credential_id, item)
cross join lateral (select t.* from session t where t.id = x.session_id or t.reference = x.session_reference offset 0) as s
left join lateral (
    select n.signed_with, n.person_id from standing_minutes m join minutes_signature n on n.minutes_id = m.id
    where x.rectification_id is null and m.session_id = s.id
    union all
    select n.signed_with, n.person_id from rectification_signature n where n.rectification_id = x.rectification_id and n.session_id = s.id) as g on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
group by x.item
