-- Another funder that has this name already (funder_one_name).
select x.item, u.id as recorded_id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, name, item)
join funder u on u.name = x.name and u.id is distinct from x.id
where $1::text is not null
