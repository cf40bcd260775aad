-- Who is to be invited: whether others have to do with him, what he is, and whether he has a login.
select x.item, c.id is not null as is_candidate, person_roles_held(p.id) as roles_held,
       case when scope_writes_all($1::text) then false
            when p.id is not null then person_is_of_others(p.id, $1::text, $2::uuid)
            else candidate_is_of_others(c.id, $1::text, $2::uuid) end
           or (not scope_writes_all($1::text) and invitation_is_of_others(p.id, c.id)) as is_of_others,
       login_is_bound(p.id, c.id) as has_login
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(person_id, candidate_id, item)
left join person p on p.id = x.person_id and p.status = 'ACTIVE'
left join candidate c on c.id = x.candidate_id and c.status = 'ACTIVE'
where $1::text is not null and coalesce(p.id, c.id) is not null
