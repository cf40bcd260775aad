-- SPDX-License-Identifier: EUPL-1.2
-- Every act of a session: from the version that was read, or it touches nothing and the snapshot was stale.
update session s
set version = s.version + 1,
    state = x.state,
    opened_at = case when x.state = 'OPEN' then coalesce(s.opened_at, act_instant()) else s.opened_at end,
    convened_on = coalesce(x.convened_on, s.convened_on),
    cancelled_on = coalesce(x.cancelled_on, s.cancelled_on),
    cancel_reason = coalesce(x.cancel_reason, s.cancel_reason)
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::date[], $8::text[])
     as x(id, version, state, convened_on, cancelled_on, cancel_reason)
where s.id = x.id and s.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
