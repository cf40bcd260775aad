-- The one row of the clock; the real day is the caller's.
select x.item, c.today, coalesce(c.today, x.real_day) as effective_date, c.today is null as is_real
from unnest($3::date[]) with ordinality as x(real_day, item)
cross join sandbox_clock c
where $1::text is not null
