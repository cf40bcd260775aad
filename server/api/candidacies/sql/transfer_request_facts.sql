-- SPDX-License-Identifier: EUPL-1.2
-- What a request for a transfer rests on: the contact, whether it has asked already, how often its organism has asked about this
-- candidate within so many days (candidacy_by_candidate, transfer_request_by_contact), and whether there is a file to ask for
-- (transfer_request_one_pending).
select x.item, c.id, c.owner_org_id, c.state, c.opened_on,
       (select r.id from transfer_request r where r.contact_candidacy_id = c.id and r.state = 'PENDING') as pending_id,
       candidate_needs_sight(c.candidate_id, c.owner_org_id) as needs_sight,
       (select count(*) from candidacy k join transfer_request r on r.contact_candidacy_id = k.id
        where k.candidate_id = c.candidate_id and r.requesting_org_id = c.owner_org_id and r.requested_on >= current_day() - x.days) as asked_count,
       s.is_elsewhere, s.here_id
from unnest($3::uuid[], $4::text[], $5::int[]) with ordinality as x(id, reference, days, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
cross join lateral transfer_standing(array[c.id]) as s(place, is_elsewhere, here_id)
where scope_sees_candidacy($1::text, $2::uuid, c.id)
