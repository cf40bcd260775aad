-- The root of a change: identity and version only.
select x.item, c.id, c.version
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join candidate c on c.id = x.id or c.reference = x.reference
where scope_sees_candidate($1::text, $2::uuid, c.id)
