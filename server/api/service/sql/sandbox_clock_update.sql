-- SPDX-License-Identifier: EUPL-1.2
-- Sets the pretended day or instant of a sandbox, or gives the real one back.
update sandbox_clock c
set today = x.today, instant = to_timestamp(x.instant / 1000.0)
from unnest($3::date[], $4::bigint[]) as x(today, instant)
where c.is_sandbox and $1::text is not null
