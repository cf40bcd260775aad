-- A new affiliation.
insert into affiliation (id, person_id, organism_id, role, valid_from, valid_to)
select x.id, x.person_id, x.organism_id, x.role, x.valid_from, x.valid_to
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::date[], $8::date[])
     as x(id, person_id, organism_id, role, valid_from, valid_to)
where $1::text is not null
