-- SPDX-License-Identifier: EUPL-1.2
-- A signed list takes the place of an older one. When it has changed meanwhile it waits at once.
update credential_list l
set with_proof = x.with_proof, token = x.token, signed_version = x.version, signed_at = clock_timestamp(), fault = null, attempts = 0,
    due_at = clock_timestamp()
from unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) as x(id, with_proof, token, version)
where l.id = x.id and coalesce(l.signed_version, 0) < x.version
