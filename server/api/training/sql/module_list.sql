-- SPDX-License-Identifier: EUPL-1.2
-- Modules of a path (path_module_by_path).
select x.item, m.id, m.path_id, m.domain_code, m.title, m.planned_minutes, m.attended_minutes, m.trainer_id, person_named(m.trainer_id) as trainer_name, m.training_org_id, m.status,
       case when not w.is_withheld then m.waive_reason end as waive_reason, m.overrun_reason, m.planned_start_date, m.planned_end_date,
       m.closed_on, wire_instant(m.created_at) as created_at, w.is_withheld
from unnest($3::uuid[]) with ordinality as x(id, item)
join path_module_seen m on m.path_id = x.id
cross join lateral (select scope_trains_candidacy($1::text, $2::uuid, m.candidacy_id) as is_withheld offset 0) as w
where w.is_withheld or scope_sees_candidacy($1::text, $2::uuid, m.candidacy_id)
order by x.item, m.domain_code, m.id
