-- SPDX-License-Identifier: EUPL-1.2
-- A suspension ends: its last day.
update habilitation_spell s
set suspended_to = x.suspended_to
from unnest($3::uuid[], $4::date[]) as x(id, suspended_to)
where s.id = x.id and s.suspended_to is null and $1::text is not null
