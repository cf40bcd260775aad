-- SPDX-License-Identifier: EUPL-1.2
-- Why a file was not examined, on its line of the agenda, as it is said now.
update agenda_item i
set outcome_reason = x.reason
from unnest($3::uuid[], $4::text[]) as x(id, reason)
where i.id = x.id and i.outcome = 'NOT_EXAMINED'
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid))
