-- SPDX-License-Identifier: EUPL-1.2
-- The request of this holder for this activity and certification that awaits its answer (habilitation_one_request).
select x.item, h.id as recorded_id
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) with ordinality as x(organism_id, network_id, activity, referential_code, item)
join habilitation h on coalesce(h.network_id, h.organism_id) = coalesce(x.network_id, x.organism_id) and h.activity = x.activity
     and h.referential_code = x.referential_code and h.state = 'REQUESTED'
where $1::text is not null
