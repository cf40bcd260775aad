-- A new organism; the reference is drawn here, of the year of the act.
insert into organism (id, reference, siret, name, region, branch_idcc, address, postal_code, city, email, phone,
     website, time_zone)
select x.id, next_reference('ORG', x.year), x.siret, x.name, x.region, x.branch_idcc, x.address, x.postal_code, x.city,
       x.email, x.phone, x.website, x.time_zone
from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
            $12::text[], $13::text[], $14::text[], $15::text[])
     as x(id, year, siret, name, region, branch_idcc, address, postal_code, city, email, phone, website, time_zone)
where $1::text is not null
