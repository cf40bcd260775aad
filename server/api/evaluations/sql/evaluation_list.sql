-- Evaluations of a candidacy, oldest first (evaluation_one_ordinal).
select x.item, e.id, e.candidacy_id, e.kind, e.ordinal, e.org_id, e.method_id, e.path_id,
       case when e.completed_on is null then 'IN_PROGRESS' when e.restituted_on is null then 'COMPLETED'
            else 'RESTITUTED' end as status,
       e.completed_on, e.completed_by, e.stricter_min_pct, e.restituted_on, e.restituted_by,
       e.annulled_on is not null as is_annulled, e.annulled_on, e.annul_reason,
       (select coalesce(json_agg(json_build_object('id', s.id, 'held_on', s.held_on, 'modality', s.modality, 'place', s.place,
                                                   'site_id', s.site_id, 'evaluator_id', s.evaluator_id,
                                                   'acting_org_id', s.acting_org_id) order by s.held_on, s.id), '[]')
        from sitting s where s.evaluation_id = e.id) as sittings,
       c.version, wire_instant(e.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy c on c.id = named.id
join evaluation e on e.candidacy_id = c.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
order by x.item, e.ordinal
