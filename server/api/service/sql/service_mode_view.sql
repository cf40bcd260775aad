-- SPDX-License-Identifier: EUPL-1.2
-- The one row of the mode.
select x.item, m.mode, m.reason, wire_instant(m.ends_at) as ends_at, wire_instant(m.set_at) as set_at, m.set_by_id
from unnest($3::int[]) with ordinality as x(number, item)
cross join service_mode m
where $1::text is not null
