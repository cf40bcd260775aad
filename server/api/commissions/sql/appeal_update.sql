-- SPDX-License-Identifier: EUPL-1.2
-- The next state of an appeal, from the version that was read.
update appeal r
set state = x.state,
    admissible_on = case when x.state = 'ADMISSIBLE' then x.occurred_on else r.admissible_on end,
    settled_on = case when x.state <> 'ADMISSIBLE' then x.occurred_on end,
    settled_by = case when x.state <> 'ADMISSIBLE' then x.person_id end,
    admissible_reason = case when x.state = 'ADMISSIBLE' then x.reason else r.admissible_reason end,
    reason = case when x.state <> 'ADMISSIBLE' then x.reason end
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::uuid[], $8::text[])
     as x(id, version, state, occurred_on, person_id, reason)
where r.id = x.id and r.version = x.version and scope_writes_all($1::text)
