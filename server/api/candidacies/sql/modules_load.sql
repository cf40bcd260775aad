-- Modules of every path of a cycle, behind their paths (path_module_by_candidacy).
select x.item, m.candidacy_id, m.path_id, m.id, m.domain_code, m.trainer_id, m.trainer_human_id, m.training_org_id, m.status,
       m.closed_on, m.hours, m.attended_hours
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join path_module_seen m on m.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, m.candidacy_id)
order by x.item, m.candidacy_id, m.path_id, m.id
