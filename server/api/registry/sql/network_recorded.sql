-- The network that has this name already (network_one_name).
select x.item, n.id as recorded_id
from unnest($3::text[]) with ordinality as x(name, item)
join network n on n.name = x.name
where $1::text is not null
