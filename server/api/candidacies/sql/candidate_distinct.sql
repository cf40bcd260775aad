-- SPDX-License-Identifier: EUPL-1.2
-- The caller states that his candidate, with the identity that a correction gives him (null: as he is), is none of those alike.
select state_distinct(x.candidate_id, string_to_array(x.identity_parts, '|', ''), x.first_name_1)
from unnest($3::uuid[], $4::text[], $5::text[]) as x(candidate_id, identity_parts, first_name_1)
where $1::text is not null
