-- SPDX-License-Identifier: EUPL-1.2
-- A new code for the person of a request: its digest alone is kept, and the one before is worth nothing any more.
update link_request r
set code_hash = x.hash
from unnest($3::uuid[], $4::int[], $5::bytea[]) as x(id, version, hash)
where r.id = x.id and r.version = x.version and r.state = 'PENDING' and $1::text <> 'PUBLIC'
