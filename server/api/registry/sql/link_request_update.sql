-- SPDX-License-Identifier: EUPL-1.2
-- The end of a request, from the version that was read; a trigger makes the link of one that is accepted or granted.
update link_request r
set state = x.state, settled_on = x.settled_on, settled_by = x.settled_by, reason = x.reason, link_id = x.link_id
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::uuid[], $8::text[], $9::uuid[], $10::uuid[])
     as x(id, version, state, settled_on, settled_by, reason, link_id, credential_id)
where r.id = x.id and r.version = x.version and $1::text <> 'PUBLIC'
  and (r.kind <> 'FUNCTION' or x.state not in ('ACCEPTED', 'DECLINED')
       or credential_speaks(x.credential_id, r.person_id, r.asked_scope, r.asked_scope_id))
