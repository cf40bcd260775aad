-- SPDX-License-Identifier: EUPL-1.2
-- A suspension begins.
insert into habilitation_spell (id, habilitation_id, suspended_from, reason)
select x.id, x.habilitation_id, x.suspended_from, x.reason
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::text[]) as x(id, habilitation_id, suspended_from, reason)
where $1::text is not null
