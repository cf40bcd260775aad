-- SPDX-License-Identifier: EUPL-1.2
-- Where the record of a path went, for those who see the survivor.
select x.item, s.id as survivor_id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidates_moved(array[x.id], array[x.reference]) m
join candidate_seen s on s.id = m.survivor_id
where candidate_is_seen($1::text, $2::uuid, s.id)
