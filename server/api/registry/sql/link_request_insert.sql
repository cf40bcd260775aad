-- SPDX-License-Identifier: EUPL-1.2
-- A link is asked for, or granted at once by the certifier: a trigger makes the link then.
insert into link_request (id, kind, network_id, organism_id, commission_id, funder_id, person_id, role, college, is_alternate, valid_from,
                          valid_to, asked_scope, asked_scope_id, asked_by, asked_with, asked_on, answer_until, message, state, settled_on, settled_by, reason,
                          link_id)
select x.id, x.kind, x.network_id, x.organism_id, x.commission_id, x.funder_id, x.person_id, x.role, x.college, x.is_alternate, x.valid_from,
       x.valid_to, $1::text, $2::uuid, x.asked_by, x.asked_with, x.asked_on, x.answer_until, x.message, x.state, x.settled_on, x.settled_by, x.reason, x.link_id
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::boolean[],
            $13::date[], $14::date[], $15::uuid[], $16::uuid[], $17::date[], $18::date[], $19::text[], $20::text[], $21::date[], $22::uuid[],
            $23::text[], $24::uuid[])
     as x(id, kind, network_id, organism_id, commission_id, funder_id, person_id, role, college, is_alternate, valid_from, valid_to, asked_by,
          asked_with, asked_on, answer_until, message, state, settled_on, settled_by, reason, link_id)
where $1::text is not null
