-- An organism by id or reference (organism_pk, organism_one_reference).
select x.item, o.id, o.reference, {{o.organism_fields}}, o.status, o.version, wire_instant(o.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join organism o on o.id = x.id or o.reference = x.reference
where $1::text is not null
