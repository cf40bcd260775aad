-- SPDX-License-Identifier: EUPL-1.2
-- A new code for the record of a candidate: its digest alone is kept, and the one before is worth nothing any more.
select g.id
from unnest($3::uuid[], $4::bytea[], $5::uuid[], $6::bigint[]) as x(id, digest, given_by, expires_ms)
cross join lateral sight_code_give(x.id, x.digest, x.given_by, to_timestamp(x.expires_ms / 1000.0)) as g(id)
where $1::text <> 'PUBLIC'
