-- SPDX-License-Identifier: EUPL-1.2
-- One member of a commission.
select x.item, {{member}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join commission_member m on m.id = x.id
join person p on p.id = m.person_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
