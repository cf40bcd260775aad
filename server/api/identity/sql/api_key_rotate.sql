-- SPDX-License-Identifier: EUPL-1.2
-- A key in the place of another, which goes on for a while; no row when that one is no longer as it was read.
select made.id
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::bytea[], $7::text[], $8::bigint[], $9::bigint[], $10::uuid[], $11::uuid[])
     as x(id, version, new_id, hash, prefix, expires_ms, overlap_ms, created_by_id, made_with)
cross join lateral api_key_rotate(x.id, x.version, x.new_id, x.hash, x.prefix, to_timestamp(x.expires_ms / 1000.0),
                                  to_timestamp(x.overlap_ms / 1000.0), x.created_by_id, x.made_with) as made(id)
where $1::text is not null
