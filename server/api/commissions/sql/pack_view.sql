-- SPDX-License-Identifier: EUPL-1.2
-- What a juror decides on, of the whole agenda, with pseudonyms in the place of the candidate, the centres and the people, and no words that
-- somebody typed (agenda_item_by_session, file_pk, sitting_by_evaluation, path_module_by_path).
select x.item, s.id as session_id, s.held_on, k.referential_code, coalesce(said.files, '[]'::json) as files
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
join commission k on k.id = s.commission_id
cross join lateral (
    select json_agg(json_build_object(
        'position', i.position, 'candidate', session_pseudonym(s.blind_salt, 'C', c.candidate_id),
        'centre', session_pseudonym(s.blind_salt, 'O', f.acting_org_id), 'is_direct_route', f.is_direct_route,
        'evaluations', coalesce((
            select json_agg(json_build_object(
                'kind', e.value ->> 'kind', 'completed_on', e.value ->> 'completed_on', 'restituted_on', e.value ->> 'restituted_on',
                'centre', session_pseudonym(s.blind_salt, 'O', (e.value ->> 'org_id')::uuid),
                'evaluators', coalesce((
                    select json_agg(distinct session_pseudonym(s.blind_salt, 'P', t.evaluator_human_id))
                    from sitting t where t.evaluation_id = (e.value ->> 'id')::uuid), '[]'),
                'subdomains', (
                    select json_agg(json_build_object(
                        'code', v.subdomain_codes[n.place],
                        'status', case substr(e.value ->> 'subdomain_statuses', n.place, 1)
                                  when 'V' then 'VALIDATED' when 'N' then 'NOT_VALIDATED' else 'NOT_EVALUATED' end,
                        'failed_criterion_codes', coalesce((
                            select json_agg(v.item_codes[m.place] order by m.place)
                            from generate_subscripts(v.item_codes, 1) as m(place)
                            where v.item_subdomains[m.place] = n.place and substr(e.value ->> 'results', m.place, 1) = 'N'), '[]'))
                        order by n.place)
                    from generate_subscripts(v.subdomain_codes, 1) as n(place))) order by e.place)
            from jsonb_array_elements(f.snapshot -> 'evaluations') with ordinality as e(value, place)), '[]'),
        'paths', coalesce((
            select json_agg(json_build_object(
                'status', p.value ->> 'status', 'closed_on', p.value ->> 'closed_on',
                'centre', session_pseudonym(s.blind_salt, 'O', (p.value ->> 'training_org_id')::uuid),
                'modules', coalesce((
                    select json_agg(json_build_object(
                        'domain_code', m.domain_code, 'planned_minutes', m.planned_minutes, 'status', m.status,
                        'centre', session_pseudonym(s.blind_salt, 'O', m.training_org_id),
                        'trainer', session_pseudonym(s.blind_salt, 'P', m.trainer_human_id)) order by m.domain_code, m.id)
                    from path_module m where m.path_id = (p.value ->> 'id')::uuid), '[]')) order by p.place)
            from jsonb_array_elements(f.snapshot -> 'paths') with ordinality as p(value, place)), '[]')) order by i.position, i.id) as files
    from agenda_item i
    cross join lateral (select t.* from file t where t.id = i.file_id offset 0) as f
    cross join lateral (select t.* from candidacy t where t.id = i.candidacy_id offset 0) as c
    cross join lateral (select t.* from referential_version t where t.id = c.referential_version_id offset 0) as v
    where i.session_id = s.id and i.removed_on is null
) as said
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid
      and (current_reach() is null or s.id = any (current_reach()))) -- who was only convened is told of the session, and reads no file
