-- A person whose record is to be closed (person_pk).
select x.item, p.id, p.version, p.status = 'ACTIVE' as is_active, person_is_operators(p.id) as is_operators
from unnest($3::uuid[]) with ordinality as x(id, item)
join person p on p.id = x.id
where scope_sees_all($1::text)
