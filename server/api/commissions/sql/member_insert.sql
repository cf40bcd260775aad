-- A mandate begins.
insert into commission_member (id, commission_id, person_id, college, mandate_from, mandate_to, is_alternate)
select x.id, x.commission_id, x.person_id, x.college, x.mandate_from, x.mandate_to, x.is_alternate
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::date[], $8::date[], $9::boolean[])
     as x(id, commission_id, person_id, college, mandate_from, mandate_to, is_alternate)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
