-- Whether a network exists.
select x.item, n.id
from unnest($3::uuid[]) with ordinality as x(id, item)
join network n on n.id = x.id
where $1::text is not null
