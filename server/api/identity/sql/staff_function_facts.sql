-- What a new staff function is decided on: the person, whether others have to do with him, the network or commission, and a period like it.
select x.item,
       x.scope_id is null or exists (select from network n where x.scope = 'NETWORK' and n.id = x.scope_id)
           or exists (select from commission c where x.scope = 'COMMISSION' and c.id = x.scope_id) as has_scope,
       person_is_of_others(x.person_id, $1::text, $2::uuid) as is_of_others,
       exists (select from staff_function f
               where f.person_id = x.person_id and f.role = x.role and f.scope_id is not distinct from x.scope_id
                 and daterange(f.valid_from, f.valid_to, '[]')
                     && case when x.valid_to < x.valid_from then 'empty'::daterange else daterange(x.valid_from, x.valid_to, '[]') end) as is_overlapping
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::date[], $8::date[]) with ordinality
     as x(person_id, scope, scope_id, role, valid_from, valid_to, item)
join person p on p.id = x.person_id
where $1::text is not null
