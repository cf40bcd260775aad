-- A network by id.
select x.item, n.id, n.name, n.status, n.version, wire_instant(n.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join network n on n.id = x.id
where $1::text is not null
