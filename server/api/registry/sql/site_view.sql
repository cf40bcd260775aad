-- A site by id.
select x.item, s.id, s.organism_id, s.siret, s.name, s.address, s.postal_code, s.city, s.insee_code, s.time_zone,
       s.status, s.version, wire_instant(s.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join site s on s.id = x.id
where $1::text is not null
