-- SPDX-License-Identifier: EUPL-1.2
-- The answer to a request, from the version that was read.
update annulment_request r
set state = x.state, settled_on = x.settled_on, settled_by = x.person_id, settled_with = x.credential_id, refusal_reason = x.refusal_reason
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::uuid[], $8::uuid[], $9::text[])
     as x(id, version, state, settled_on, person_id, credential_id, refusal_reason)
where r.id = x.id and r.version = x.version and scope_writes_all($1::text)
