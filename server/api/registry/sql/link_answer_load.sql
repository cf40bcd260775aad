-- SPDX-License-Identifier: EUPL-1.2
-- The request that a code answers, and what stands against its link today (link_request_one_code).
select x.item, r.id, r.version, r.state, r.role, r.asked_name, r.valid_from, r.valid_to, r.answer_until, k.overlapping_id, k.is_excluded,
       k.meets_session_id
from unnest($3::bytea[]) with ordinality as x(hash, item)
cross join lateral link_request_of_code(x.hash) as r
cross join lateral link_conflicts(r.network_id, r.organism_id, r.commission_id, null, r.person_id, r.role, greatest(r.valid_from, current_day()), r.valid_to) as k
where $1::text is not null
