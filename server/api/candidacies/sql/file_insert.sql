-- SPDX-License-Identifier: EUPL-1.2
-- T17: the file goes to its commission with a frozen copy of what it rests on, the attestation of each evaluation, and the
-- last portfolio that the candidate was handed; with why, where the certifier named that commission (commission_override_one_standing).
with sent as (
    insert into file (id, candidacy_id, commission_id, ordinal, submitted_on, moved_on, submitted_by, acting_org_id, is_direct_route,
                      override_id, override_reason, snapshot)
    select x.id, x.candidacy_id, x.commission_id, x.ordinal, x.submitted_on, x.submitted_on, x.person_id, x.org_id, x.is_direct_route,
           o.id, o.reason, json_build_object(
               'candidacy_reference', c.reference, 'referential_code', c.referential_code,
               'cycle_start_date', c.cycle_start_date, 'deadline_date', c.deadline_date,
               'candidate_id', c.candidate_id,
               'evaluations', (select json_agg(json_build_object(
                       'id', e.id, 'kind', e.kind, 'org_id', e.org_id, 'completed_on', e.completed_on,
                       'restituted_on', e.restituted_on, 'results', e.results,
                       'subdomain_statuses', e.subdomain_statuses) order by e.ordinal)
                   from evaluation e where e.candidacy_id = c.id and e.annulled_on is null),
               'paths', coalesce((select json_agg(json_build_object(
                       'id', p.id, 'status', p.status, 'training_org_id', p.training_org_id,
                       'planned_end_date', p.planned_end_date, 'closed_on', p.closed_on) order by p.ordinal)
                   from path p where p.candidacy_id = c.id), '[]'))
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::date[], $8::uuid[], $9::uuid[], $10::boolean[])
     as x(id, candidacy_id, commission_id, ordinal, submitted_on, person_id, org_id, is_direct_route)
    join candidacy c on c.id = x.candidacy_id
    left join commission_override o on o.candidacy_id = x.candidacy_id and o.ended_on is null and o.commission_id = x.commission_id
    where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
    returning id, candidacy_id
), attested as (
    insert into file_document (id, file_id, candidacy_id, kind, evaluation_id, title)
    select gen_random_uuid(), s.id, s.candidacy_id, 'ATTESTATION', e.id,
           'Attestation ' || e.kind || ' ' || e.completed_on
    from sent s
    join evaluation e on e.candidacy_id = s.candidacy_id and e.restituted_on is not null and e.annulled_on is null
    returning file_id
), handed as (
    insert into file_document (id, file_id, candidacy_id, kind, title, content)
    select gen_random_uuid(), s.id, s.candidacy_id, 'PORTFOLIO', 'Portefeuille ' || p.issued_on, p.content
    from sent s
    join lateral (select p.issued_on, p.content from portfolio p where p.candidacy_id = s.candidacy_id order by p.ordinal desc limit 1) p on true
    returning file_id
)
select s.id from sent s where (select count(*) from attested) + (select count(*) from handed) >= 0
