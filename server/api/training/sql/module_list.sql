-- Modules of a path (path_module_by_path).
select x.item, m.id, m.path_id, m.domain_code, m.title, m.hours, m.attended_hours, m.trainer_id, m.training_org_id, m.status,
       m.waive_reason, m.overrun_reason, m.planned_start_date, m.planned_end_date, m.closed_on, wire_instant(m.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join path_module_seen m on m.path_id = x.id
where scope_sees_candidacy($1::text, $2::uuid, m.candidacy_id) or scope_trains_candidacy($1::text, $2::uuid, m.candidacy_id)
order by x.item, m.domain_code, m.id
