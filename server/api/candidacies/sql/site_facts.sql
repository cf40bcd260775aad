-- SPDX-License-Identifier: EUPL-1.2
-- The site that a sitting names, if it is one of the organism that acts (key (id, organism_id)), whether it is open, and its zone.
select x.item, s.status = 'ACTIVE' as is_open, s.time_zone
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(id, organism_id, item)
join site s on s.id = x.id and s.organism_id = x.organism_id
where $1::text is not null
