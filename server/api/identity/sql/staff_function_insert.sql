-- A new staff function.
insert into staff_function (id, person_id, scope, scope_id, role, valid_from, valid_to)
select x.id, x.person_id, x.scope, x.scope_id, x.role, x.valid_from, x.valid_to
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::date[], $9::date[])
     as x(id, person_id, scope, scope_id, role, valid_from, valid_to)
where scope_writes_all($1::text) or (x.scope = $1::text and x.scope_id = $2::uuid)
