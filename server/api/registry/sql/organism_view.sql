-- An organism by id or reference (organism_pk, organism_one_reference).
select x.item, o.id, o.reference, o.siret, o.name, o.region, o.branch_idcc, o.address, o.postal_code, o.city, o.email,
       o.phone, o.website, o.time_zone, o.status, o.version, wire_instant(o.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join organism o on o.id = x.id or o.reference = x.reference
where $1::text is not null
