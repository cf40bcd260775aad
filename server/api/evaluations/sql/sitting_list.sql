-- SPDX-License-Identifier: EUPL-1.2
-- Sittings of an evaluation by day (sitting_by_evaluation).
select x.item, s.id, s.evaluation_id, s.held_on, wire_instant(s.starts_at) as starts_at, wire_instant(s.ends_at) as ends_at,
       s.time_zone, s.modality, s.place, s.site_id, s.evaluator_id, person_named(s.evaluator_id) as evaluator_name, s.acting_org_id, wire_instant(s.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join sitting_seen s on s.evaluation_id = x.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
order by x.item, s.held_on, s.id
