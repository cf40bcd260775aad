-- The root of a change of a mandate.
select x.item, m.id, m.version, to_jsonb(m) as record
from unnest($3::uuid[]) with ordinality as x(id, item)
join commission_member m on m.id = x.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
