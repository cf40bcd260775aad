-- Who calls: the scope, by its primary key, and the person.
select x.item, x.credential, x.credential_id, x.function_id, $1::text as scope, $2::uuid as scope_id,
       coalesce(o.reference, c.reference) as scope_reference,
       coalesce(o.name, n.name, c.name, case when $1::text = 'CERTIFIER' then x.certifier_name end) as scope_name,
       array_to_json(string_to_array(nullif(x.roles, ''), ' ')) as roles,
       case when p.id is not null then json_build_object('id', p.id, 'last_name', p.last_name, 'first_name', p.first_name) end
           as person,
       coalesce(o.time_zone, c.time_zone, 'Europe/Paris') as time_zone,
       day_in(coalesce(o.time_zone, c.time_zone, 'Europe/Paris')) as today
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[]) with ordinality
     as x(credential, credential_id, function_id, person_id, roles, certifier_name, item)
left join organism o on $1::text = 'ORGANISM' and o.id = $2::uuid
left join network n on $1::text = 'NETWORK' and n.id = $2::uuid
left join commission c on $1::text = 'COMMISSION' and c.id = $2::uuid
left join person p on p.id = x.person_id
