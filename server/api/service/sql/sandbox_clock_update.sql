-- Sets the pretended day of a sandbox, or gives the real one back.
update sandbox_clock c
set today = x.today
from unnest($3::date[]) as x(today)
where c.is_sandbox and $1::text is not null
