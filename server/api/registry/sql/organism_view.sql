-- An organism by id or reference (organism_pk, organism_one_reference).
select x.item, {{organism}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join organism o on o.id = x.id or o.reference = x.reference
where $1::text is not null
