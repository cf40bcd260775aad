-- SPDX-License-Identifier: EUPL-1.2
-- A new habilitation, requested or granted at once.
insert into habilitation (id, organism_id, network_id, activity, referential_code, valid_from, valid_to, state,
                          requested_on, granted_on)
select x.id, x.organism_id, x.network_id, x.activity, x.referential_code, x.valid_from, x.valid_to, x.state,
       x.requested_on, x.granted_on
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::date[], $9::date[], $10::text[], $11::date[],
            $12::date[])
     as x(id, organism_id, network_id, activity, referential_code, valid_from, valid_to, state, requested_on, granted_on)
where $1::text is not null
