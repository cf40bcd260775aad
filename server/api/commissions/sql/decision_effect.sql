-- SPDX-License-Identifier: EUPL-1.2
-- The second signature: a decision takes effect, and the last day to tell the candidate is set.
update decision d
set effective_on = x.effective_on,
    notification_due_on = case when d.outcome <> 'NOT_EXAMINED' then x.notification_due_on end
from unnest($3::uuid[], $4::date[], $5::date[]) as x(id, effective_on, notification_due_on)
where d.id = x.id and d.effective_on is null
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid))
