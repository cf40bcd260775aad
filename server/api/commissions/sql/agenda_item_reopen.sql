-- SPDX-License-Identifier: EUPL-1.2
-- A file whose decision fell is undecided again.
update agenda_item i
set outcome = null, outcome_reason = null, is_proposal_to_defer = false
from unnest($3::uuid[]) as x(id)
where i.id = x.id and i.outcome is not null
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid))
