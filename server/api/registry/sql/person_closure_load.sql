-- SPDX-License-Identifier: EUPL-1.2
-- A person whose record is to be closed (person_pk).
select x.item, p.id, p.version, p.status = 'ACTIVE' as is_active, person_is_operators(p.id) as is_operators,
       signature_awaited(array(select m.id from commission_member m join person a on a.id = m.person_id where a.human_id = p.human_id))
           as awaiting_session_id,
       person_is_colleague(p.id, x.caller_id) as is_colleagues
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(id, caller_id, item)
join person p on p.id = x.id
where scope_sees_all($1::text)
