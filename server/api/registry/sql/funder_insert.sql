-- A new funder.
insert into funder (id, name)
select x.id, x.name
from unnest($3::uuid[], $4::text[]) as x(id, name)
where scope_writes_all($1::text)
