-- What a request for a transfer rests on: the contact, whether it has asked already, and whether there is a file to ask for
-- (transfer_request_one_pending).
select x.item, c.id, c.owner_org_id, c.state, c.opened_on,
       exists (select from transfer_request r where r.contact_candidacy_id = c.id and r.state = 'PENDING') as is_pending,
       s.is_elsewhere, s.is_here
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
cross join lateral transfer_standing(array[c.id]) as s(place, is_elsewhere, is_here)
where scope_sees_candidacy($1::text, $2::uuid, c.id)
