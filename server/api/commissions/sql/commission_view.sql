-- A commission by id or reference.
select x.item, k.id, k.reference, k.kind, k.name, k.region, k.idcc, k.referential_code, k.status, k.version,
       wire_instant(k.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join commission k on k.id = x.id or k.reference = x.reference
where $1::text is not null
