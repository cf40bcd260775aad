-- SPDX-License-Identifier: EUPL-1.2
-- Who is to be invited: whether others have to do with him, what he is, and whether he has a login; of a system, whether its partner is
-- active; and in what the login, which has neither an end nor addresses, would go beyond the key that invites.
select x.item, c.id is not null as is_candidate, person_roles_held(p.id) as roles_held,
       case when x.partner_id is not null or scope_writes_all($1::text) then false
            when p.id is not null then person_is_of_others(p.id, $1::text, $2::uuid)
            else candidate_is_of_others(c.id, $1::text, $2::uuid) end
           or (not scope_writes_all($1::text) and invitation_is_of_others(p.id, c.id)) as is_of_others,
       login_is_bound(p.id, c.id) as has_login, coalesce(person_is_colleague(p.id, x.caller_id), false) as is_colleagues,
       x.partner_id is null or scope_is_open(x.partner_scope, x.partner_id) as is_open,
       case when x.candidate_id is null
            then api_key_excess(x.made_with, x.person_id, coalesce(string_to_array(x.roles, ','), '{}'), '{}', null, null) end as excess
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[]) with ordinality
     as x(person_id, candidate_id, partner_scope, partner_id, made_with, roles, caller_id, item)
left join person p on p.id = x.person_id and p.status = 'ACTIVE'
left join candidate c on c.id = x.candidate_id and c.status = 'ACTIVE'
left join organism o on x.partner_scope = 'ORGANISM' and o.id = x.partner_id
left join network n on x.partner_scope = 'NETWORK' and n.id = x.partner_id
left join commission k on x.partner_scope = 'COMMISSION' and k.id = x.partner_id
left join funder u on x.partner_scope = 'FUNDER' and u.id = x.partner_id
where $1::text is not null and coalesce(p.id, c.id, o.id, n.id, k.id, u.id) is not null
