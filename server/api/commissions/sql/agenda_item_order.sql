-- SPDX-License-Identifier: EUPL-1.2
-- The agenda is put in order: every file at its place, all in one statement; agenda_item_one_place looks at the end.
update agenda_item i
set position = x.position
from unnest($3::uuid[], $4::int[]) as x(id, position)
where i.id = x.id and i.removed_on is null and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid))
