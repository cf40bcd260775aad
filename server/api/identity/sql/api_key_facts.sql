-- What a new key rests on: its organism, network or commission, and its person with the functions held there today.
select x.item, coalesce(o.id, n.id, c.id, u.id) is not null as has_place, scope_is_open(x.scope, x.place_id) as is_open,
       p.id is not null as has_person, p.status = 'ACTIVE' as is_active, person_roles_today(p.id, x.scope, x.place_id) as held,
       (select count(*) from api_key k where k.scope = x.scope and k.scope_id = x.place_id and k.person_id = x.person_id
        and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())) as present_count
from unnest($3::text[], $4::uuid[], $5::uuid[]) with ordinality as x(scope, place_id, person_id, item)
left join organism o on x.scope = 'ORGANISM' and o.id = x.place_id
left join network n on x.scope = 'NETWORK' and n.id = x.place_id
left join commission c on x.scope = 'COMMISSION' and c.id = x.place_id
left join funder u on x.scope = 'FUNDER' and u.id = x.place_id
left join person p on p.id = x.person_id
where $1::text is not null
