-- SPDX-License-Identifier: EUPL-1.2
-- A status list, as it was signed since the last annulment in it; what was signed before says that an annulled certificate is valid.
select x.item, l.attempts, wire_instant(l.created_at) as created_at, l.signed_version,
       case when l.signed_version = l.version then l.with_proof end as with_proof, case when l.signed_version = l.version then l.token end as token
from unnest($3::uuid[]) with ordinality as x(id, item)
join credential_list l on l.id = x.id
where $1::text is not null
