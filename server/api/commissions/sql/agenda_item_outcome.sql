-- SPDX-License-Identifier: EUPL-1.2
-- What the commission decided on a file, on its line of the agenda.
update agenda_item i
set outcome = x.outcome, outcome_reason = x.reason, is_proposal_to_defer = x.is_proposal_to_defer
from unnest($3::uuid[], $4::text[], $5::text[], $6::boolean[]) as x(id, outcome, reason, is_proposal_to_defer)
where i.id = x.id and i.outcome is null
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid))
