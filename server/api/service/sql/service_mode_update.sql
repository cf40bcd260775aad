-- SPDX-License-Identifier: EUPL-1.2
-- Sets the mode of the service, for every instance.
update service_mode m
set mode = x.mode, reason = x.reason, ends_at = to_timestamp(x.ends_at / 1000.0), set_at = clock_timestamp(), set_by_id = x.set_by_id
from unnest($3::text[], $4::text[], $5::bigint[], $6::uuid[]) as x(mode, reason, ends_at, set_by_id)
where $1::text is not null and $2::uuid is null
