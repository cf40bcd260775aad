-- SPDX-License-Identifier: EUPL-1.2
-- The members of the commission of a session, whatever their mandates: as chairs of one that is changed.
select x.item, m.id, m.college, m.mandate_from, m.mandate_to
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, brings_mandates, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
cross join lateral (select t.commission_id from session t where t.id = named.id offset 0) as s
join commission_member m on m.commission_id = s.commission_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
