-- A new network.
insert into network (id, name)
select x.id, x.name
from unnest($3::uuid[], $4::text[]) as x(id, name)
where $1::text is not null
