-- A new commission; the reference is drawn here, of the year of the act.
insert into commission (id, reference, kind, name, region, idcc, referential_code)
select x.id, next_reference('COM', x.year), x.kind, x.name, x.region, x.idcc, x.referential_code
from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
     as x(id, year, kind, name, region, idcc, referential_code)
where $1::text is not null
