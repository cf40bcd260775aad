-- SPDX-License-Identifier: EUPL-1.2
-- The cycle of a candidate that came before the one to be opened (T30).
select x.item, s.previous_candidacy_id
from unnest($3::uuid[], $4::text[]) with ordinality as x(candidate_id, referential_code, item)
cross join lateral candidate_standing(array[x.candidate_id], array[x.referential_code], array[null::uuid]) s
where $1::text is not null
