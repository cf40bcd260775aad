-- A new membership.
insert into network_membership (id, network_id, organism_id, valid_from, valid_to)
select x.id, x.network_id, x.organism_id, x.valid_from, x.valid_to
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::date[])
     as x(id, network_id, organism_id, valid_from, valid_to)
where $1::text is not null
