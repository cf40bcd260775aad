-- What the offer of a file rests on: the file, whether it is offered already, and whether there is such an organism to offer it to
-- (transfer_request_one_offer, organism_pk).
select x.item, c.id, c.owner_org_id, c.state, c.opened_on,
       exists (select from transfer_request r where r.offered_candidacy_id = c.id and r.state in ('PENDING', 'AGREED')) as is_offered,
       exists (select from organism o where o.id = x.to_org_id and o.status = 'ACTIVE') as has_organism
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, to_org_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
