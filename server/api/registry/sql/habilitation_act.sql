-- SPDX-License-Identifier: EUPL-1.2
-- An event of a habilitation, with the words that came with it: no later one writes over them.
insert into habilitation_act (id, habilitation_id, event, occurred_on, valid_to, note)
select x.id, x.habilitation_id, x.event, x.occurred_on, x.valid_to, x.note
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::text[])
     as x(id, habilitation_id, event, occurred_on, valid_to, note)
where $1::text is not null
