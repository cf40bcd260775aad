-- SPDX-License-Identifier: EUPL-1.2
-- A draft is signed by both colleges, and then draws its number, which has no gaps (decision 5): this is the last statement. Or it is
-- withdrawn, with a reason, and has none.
update rectification r
set state = x.state, settled_on = x.settled_on, withdrawn_by = x.withdrawn_by, withdraw_reason = x.reason,
    reference = case x.state when 'SIGNED' then next_reference('PV', extract(year from x.settled_on)::int) end
from unnest($3::uuid[], $4::text[], $5::date[], $6::uuid[], $7::text[]) as x(id, state, settled_on, withdrawn_by, reason)
where r.id = x.id and r.state = 'DRAFTED'
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and r.commission_id = $2::uuid))
