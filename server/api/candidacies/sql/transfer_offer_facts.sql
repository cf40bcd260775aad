-- SPDX-License-Identifier: EUPL-1.2
-- What the offer of a file rests on: the file, whether it is offered already, and whether there is such an organism to offer it to
-- (transfer_request_one_offer, organism_pk); how often it was offered there within so many days (transfer_request_route_by_candidacy).
select x.item, c.id, c.owner_org_id, c.state, c.opened_on,
       (select r.id from transfer_request r where r.offered_candidacy_id = c.id and r.state in ('PENDING', 'AGREED')) as offered_id,
       (select count(*) from transfer_request_route t join transfer_request r on r.id = t.request_id
        where t.candidacy_id = c.id and r.offering_org_id = c.owner_org_id and r.requesting_org_id = x.to_org_id
          and r.requested_on >= current_day() - x.days) as asked_count,
       exists (select from organism o where o.id = x.to_org_id and o.status = 'ACTIVE') as has_organism
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::int[]) with ordinality as x(id, reference, to_org_id, days, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
