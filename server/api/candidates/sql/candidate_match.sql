-- SPDX-License-Identifier: EUPL-1.2
-- The candidate of the very same civil identity, whoever recorded it (A37): its id and nothing else.
select x.item, m.candidate_id as twin_id
from unnest($3::text[], $4::text[]) with ordinality as x(identity_key, identity_parts, item)
cross join lateral match_candidates(array[x.identity_key], array[x.identity_parts]) as m
where $1::text is not null
