-- SPDX-License-Identifier: EUPL-1.2
-- When keys were last used: behind the requests, in a transaction of its own.
select api_keys_used(array_agg(x.key_id), array_agg(to_timestamp(x.used_ms / 1000.0)))
from unnest($3::uuid[], $4::bigint[]) as x(key_id, used_ms)
where $1::text is null and $2::uuid is null
