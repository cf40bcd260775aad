-- SPDX-License-Identifier: EUPL-1.2
-- The root of a change of a mandate, and whether somebody has to accept the days that it would gain; and the last
-- session in which the member was present.
select x.item, m.id, m.version, m.mandate_to, to_jsonb(m) as record,
       m.mandate_to is not null
       and mandate_needs_consent($1::text, $2::uuid, m.commission_id, m.person_id, m.mandate_to + 1) as needs_consent,
       signature_awaited(array[m.id]) as awaiting_session_id, u.id as used_id, u.done_on as used_on
from unnest($3::uuid[]) with ordinality as x(id, item)
join commission_member m on m.id = x.id
left join lateral exercise_of('commission_member', m.id) as u on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
