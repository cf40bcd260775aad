-- SPDX-License-Identifier: EUPL-1.2
-- The one row of the clock; the real day is the caller's.
select x.item, c.today, wire_instant(c.instant) as instant,
       coalesce(c.today, (c.instant at time zone 'Europe/Paris')::date, x.real_day) as effective_date,
       c.today is null and c.instant is null as is_real
from unnest($3::date[]) with ordinality as x(real_day, item)
cross join sandbox_clock c
where $1::text is not null
