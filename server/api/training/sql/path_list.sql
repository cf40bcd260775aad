-- Paths of a candidacy, oldest first (path_one_ordinal).
select x.item, p.id, p.candidacy_id, p.ordinal, p.status, p.training_org_id, p.proposed_on, p.proposed_by, p.answered_on,
       p.planned_start_date, p.planned_end_date, p.closed_on,
       (select coalesce(json_agg(json_build_object('id', m.id, 'domain_code', m.domain_code, 'title', m.title,
                                                   'hours', m.hours, 'attended_hours', m.attended_hours,
                                                   'trainer_id', m.trainer_id, 'training_org_id', m.training_org_id,
                                                   'status', m.status, 'closed_on', m.closed_on) order by m.domain_code, m.id), '[]')
        from path_module m where m.path_id = p.id) as modules,
       c.version, wire_instant(p.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy c on c.id = named.id
join path p on p.candidacy_id = c.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
order by x.item, p.ordinal
