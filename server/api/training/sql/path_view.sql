-- A path by id, with its modules; its version is that of the candidacy.
select x.item, p.id, p.candidacy_id, p.ordinal, p.status, p.training_org_id, p.proposed_on, p.proposed_by, p.answered_on,
       p.planned_start_date, p.planned_end_date, p.closed_on,
       (select coalesce(json_agg(json_build_object('id', m.id, 'domain_code', m.domain_code, 'title', m.title,
                                                   'hours', m.hours, 'attended_hours', m.attended_hours,
                                                   'trainer_id', m.trainer_id, 'training_org_id', m.training_org_id,
                                                   'status', m.status, 'closed_on', m.closed_on) order by m.domain_code, m.id), '[]')
        from path_module m where m.path_id = p.id) as modules,
       c.version, wire_instant(p.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join path p on p.id = x.id
join candidacy c on c.id = p.candidacy_id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
