-- SPDX-License-Identifier: EUPL-1.2
-- The next state of a habilitation, from the version that was read; a null leaves a date as it is.
update habilitation h
set state = x.state,
    valid_from = coalesce(x.valid_from, h.valid_from),
    valid_to = case when x.sets_valid_to then x.valid_to else h.valid_to end,
    granted_on = coalesce(x.granted_on, h.granted_on),
    ended_on = coalesce(x.ended_on, h.ended_on),
    decision_note = x.decision_note
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::boolean[], $8::date[], $9::date[], $10::date[], $11::text[])
     as x(id, version, state, valid_from, sets_valid_to, valid_to, granted_on, ended_on, decision_note)
where h.id = x.id and h.version = x.version and $1::text is not null
