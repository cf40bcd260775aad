-- SPDX-License-Identifier: EUPL-1.2
-- What a new key rests on: its organism, network or commission, its person with the functions held there today, and the credential by
-- which it is made, whose bounds are its own. How many work of the same person there, or of the systems (api_key_by_scope).
select x.item, coalesce(o.id, n.id, c.id, u.id) is not null as has_place, scope_is_open(x.scope, x.place_id) as is_open,
       p.id is not null as has_person, p.status = 'ACTIVE' as is_active, person_roles_today(p.id, x.scope, x.place_id) as held,
       api_key_excess(x.made_with, x.person_id, string_to_array(x.roles, ','), '{}', string_to_array(x.allowed_from, ',')::cidr[],
                      to_timestamp(x.expires_ms / 1000.0)) as excess,
       {{api_key_present}} as present_count
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::bigint[]) with ordinality
     as x(scope, place_id, person_id, made_with, roles, allowed_from, expires_ms, item)
left join organism o on x.scope = 'ORGANISM' and o.id = x.place_id
left join network n on x.scope = 'NETWORK' and n.id = x.place_id
left join commission c on x.scope = 'COMMISSION' and c.id = x.place_id
left join funder u on x.scope = 'FUNDER' and u.id = x.place_id
left join person p on p.id = x.person_id
where $1::text is not null
