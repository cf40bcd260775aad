-- SPDX-License-Identifier: EUPL-1.2
-- A link that the caller wants: whether another side has to accept it, what stands against it, and whether it is asked for
-- already (link_request_one_pending), and how often the caller's side has asked for it within so many days (link_request_by_person,
-- link_request_by_network).
select x.item, x.person_id is null or function_needs_consent($1::text, $2::uuid, function_body(x.role),
                                                             coalesce(x.commission_id, x.organism_id, x.network_id, x.funder_id),
                                                             x.person_id, x.valid_from) as needs_consent,
       person_is_closed(x.person_id) as is_closed, k.overlapping_id, k.is_excluded, k.meets_session_id,
       (select r.id from link_request r
        where r.state = 'PENDING' and r.organism_id is not distinct from x.organism_id and r.network_id is not distinct from x.network_id
                 and r.commission_id is not distinct from x.commission_id and r.funder_id is not distinct from x.funder_id
                 and r.person_id is not distinct from x.person_id and r.role is not distinct from x.role) as pending_id,
       (select count(*) from link_request r
        where r.person_id = x.person_id and r.role = x.role and r.asked_on >= current_day() - x.days
          and coalesce(r.organism_id, r.network_id, r.commission_id, r.funder_id)
              is not distinct from coalesce(x.organism_id, x.network_id, x.commission_id, x.funder_id)
          and r.asked_scope = $1::text and r.asked_scope_id is not distinct from $2::uuid)
       + (select count(*) from link_request r
          where r.network_id = x.network_id and r.organism_id = x.organism_id and x.person_id is null and r.asked_on >= current_day() - x.days
            and r.asked_scope = $1::text and r.asked_scope_id is not distinct from $2::uuid) as asked_count,
       scope_time_zone(case when x.commission_id is null then 'ORGANISM' else 'COMMISSION' end, coalesce(x.commission_id, x.organism_id)) as time_zone
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::date[], $10::date[], $11::int[]) with ordinality
     as x(network_id, organism_id, commission_id, funder_id, person_id, role, valid_from, valid_to, days, item)
cross join lateral link_conflicts(x.network_id, x.organism_id, x.commission_id, x.funder_id, x.person_id, x.role, x.valid_from, x.valid_to) as k
