-- A correction from the version that was read; the mask says which columns the merge patch named.
update organism o
set siret = case when substr(x.mask, 1, 1) = '1' then x.siret else o.siret end,
    name = case when substr(x.mask, 2, 1) = '1' then x.name else o.name end,
    region = case when substr(x.mask, 3, 1) = '1' then x.region else o.region end,
    branch_idcc = case when substr(x.mask, 4, 1) = '1' then x.branch_idcc else o.branch_idcc end,
    address = case when substr(x.mask, 5, 1) = '1' then x.address else o.address end,
    postal_code = case when substr(x.mask, 6, 1) = '1' then x.postal_code else o.postal_code end,
    city = case when substr(x.mask, 7, 1) = '1' then x.city else o.city end,
    email = case when substr(x.mask, 8, 1) = '1' then x.email else o.email end,
    phone = case when substr(x.mask, 9, 1) = '1' then x.phone else o.phone end,
    website = case when substr(x.mask, 10, 1) = '1' then x.website else o.website end,
    time_zone = case when substr(x.mask, 11, 1) = '1' then x.time_zone else o.time_zone end,
    status = case when substr(x.mask, 12, 1) = '1' then x.status else o.status end
from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
            $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[])
     as x(id, version, mask, siret, name, region, branch_idcc, address, postal_code, city, email, phone, website, time_zone, status)
where o.id = x.id and o.version = x.version and $1::text is not null
