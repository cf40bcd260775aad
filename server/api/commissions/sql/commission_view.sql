-- A commission by id or reference.
select x.item, {{commission}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join commission k on k.id = x.id or k.reference = x.reference
where $1::text is not null
