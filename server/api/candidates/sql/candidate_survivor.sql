-- SPDX-License-Identifier: EUPL-1.2
-- Where the record that a body names went, whoever sees it: it names the same person as the number that is known (candidates_moved).
select x.item, m.survivor_id
from unnest($3::uuid[]) with ordinality as x(candidate_id, item)
cross join lateral candidates_moved(array[x.candidate_id], array[null::text]) as m(place, survivor_id)
where $1::text is not null
