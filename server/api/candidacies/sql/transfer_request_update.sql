-- SPDX-License-Identifier: EUPL-1.2
-- An answer to a transfer request, or its end, from the version that was read.
update transfer_request r
set state = x.state, settled_on = x.settled_on, agreed_on = coalesce(x.agreed_on, r.agreed_on),
    agreed_reason = case when x.state = 'AGREED' then x.reason else r.agreed_reason end,
    reason = case when x.state = 'AGREED' then r.reason else coalesce(x.reason, r.reason) end
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::date[], $8::text[])
     as x(id, version, state, settled_on, agreed_on, reason)
where r.id = x.id and r.version = x.version and (scope_writes_all($1::text) or ($1::text = 'ORGANISM' and $2::uuid is not null))
