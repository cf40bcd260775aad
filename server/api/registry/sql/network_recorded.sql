-- Another network that has this name already (network_one_name).
select x.item, n.id as recorded_id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, name, item)
join network n on n.name = x.name and n.id is distinct from x.id
where $1::text is not null
