-- The end of a transfer request, from the version that was read.
update transfer_request r
set state = x.state, settled_on = x.settled_on, reason = x.reason
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::text[]) as x(id, version, state, settled_on, reason)
where r.id = x.id and r.version = x.version and $1::text = 'ORGANISM' and $2::uuid is not null
