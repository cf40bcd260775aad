-- SPDX-License-Identifier: EUPL-1.2
-- The decision on a file of an agenda as it stands, for who corrects what it says (decision_one_per_item).
select x.item, to_jsonb(d) as record
from unnest($3::uuid[]) with ordinality as x(id, item)
join standing_decision d on d.agenda_item_id = x.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid)
