-- A new site of an organism.
insert into site (id, organism_id, siret, name, address, postal_code, city, insee_code, time_zone)
select x.id, x.organism_id, x.siret, x.name, x.address, x.postal_code, x.city, x.insee_code, x.time_zone
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
     as x(id, organism_id, siret, name, address, postal_code, city, insee_code, time_zone)
where $1::text is not null
