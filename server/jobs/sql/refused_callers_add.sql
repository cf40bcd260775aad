-- SPDX-License-Identifier: EUPL-1.2
-- The counts of callers whom nobody knows, minute by minute (refused_caller_pk).
select refused_callers_add(array_agg(to_timestamp(x.minute_s)), array_agg(x.address), array_agg(x.key_prefix),
                           array_agg(x.reason), array_agg(x.count))
from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[]) as x(minute_s, address, key_prefix, reason, count)
where scope_writes_all($1::text) and $2::uuid is null
