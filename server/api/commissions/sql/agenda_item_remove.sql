-- SPDX-License-Identifier: EUPL-1.2
-- T20: a file leaves the agenda; the row stays as history.
update agenda_item i
set removed_on = x.removed_on, removed_reason = x.reason
from unnest($3::uuid[], $4::date[], $5::text[]) as x(id, removed_on, reason)
where i.id = x.id and i.is_live
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid))
