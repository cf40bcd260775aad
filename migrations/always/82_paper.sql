-- SPDX-License-Identifier: EUPL-1.2
-- What each paper has to say, in the words of the API, with the names of those whom the API names by their ids. Read by document_told()
-- alone, as the owner.

create function person_told(person_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select jsonb_build_object('last_name', p.last_name, 'first_name', p.first_name) from person p where p.id = person_told.person_id);
end
$$;
comment on function person_told(uuid) is 'How papers name a member of staff or a juror; null of nobody';

create function organism_told(organism_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select jsonb_build_object('name', o.name, 'email', o.email, 'phone', o.phone) from organism o where o.id = organism_told.organism_id);
end
$$;
comment on function organism_told(uuid) is 'How papers name an organism, and how it is reached';

create function candidate_told(candidate_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select jsonb_build_object('birth_name', n.birth_name, 'usage_name', n.usage_name, 'first_name_1', n.first_name_1,
                                  'first_name_2', n.first_name_2, 'first_name_3', n.first_name_3, 'birth_year', n.birth_year,
                                  'birth_month', n.birth_month, 'birth_day', n.birth_day, 'birth_commune_insee', n.birth_commune_insee,
                                  'birth_commune_label', coalesce(n.birth_commune_label, commune_called(n.birth_commune_insee, d.days)),
                                  'birth_country_code', n.birth_country_code,
                                  'birth_country_label', coalesce(n.birth_country_label,
                                      country_called(birth_country(n.birth_commune_insee, n.birth_country_code), d.days)), 'sex', n.sex)
        from candidate n cross join lateral (select birth_days(n.birth_year, n.birth_month, n.birth_day) as days) d
        where n.id = candidate_told.candidate_id);
end
$$;
comment on function candidate_told(uuid) is 'How papers name a candidate: as a certificate names its holder';

-- --- of a référentiel ---

-- A domain without sub-domains is its own (code null): its result stands in its place.
create function referential_leaves(version_id uuid)
returns table (domain_place bigint, domain_code text, domain_title text, place int, code text, title text)
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select d.place, d.value ->> 'code', d.value ->> 'title',
           array_position(v.subdomain_codes, coalesce(s.value ->> 'code', d.value ->> 'code')), s.value ->> 'code', s.value ->> 'title'
    from referential_version v
    cross join lateral jsonb_array_elements(v.tree -> 'domains') with ordinality as d(value, place)
    left join lateral jsonb_array_elements(d.value -> 'subdomains') as s(value) on true
    where v.id = referential_leaves.version_id;
end
$$;
comment on function referential_leaves(uuid) is 'Sub-domains of a version by domain, with their titles and their places in every array of statuses';

create function certification_told(version_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select jsonb_build_object('title', v.title, 'referential_code', v.code, 'referential_version', v.version)
            from referential_version v where v.id = certification_told.version_id);
end
$$;
comment on function certification_told(uuid) is 'How papers name a certification';

create function domains_told(version_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select jsonb_agg(jsonb_build_object('code', d.value -> 'code', 'title', d.value -> 'title') order by d.place)
            from referential_version v cross join lateral jsonb_array_elements(v.tree -> 'domains') with ordinality as d(value, place)
            where v.id = domains_told.version_id);
end
$$;
comment on function domains_told(uuid) is 'Domains of a version with their titles, in its order';

-- A session has no version: its files may be of several. The paper bears the title that was in force.
create function session_version(session_id uuid) returns uuid language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select v.id from session s join commission k on k.id = s.commission_id join referential_version v on v.code = k.referential_code
            where s.id = session_version.session_id and v.status <> 'DRAFT'
            order by v.valid_from <= s.held_on and (v.valid_to is null or v.valid_to >= s.held_on) desc, v.valid_from desc limit 1);
end
$$;
comment on function session_version(uuid) is 'The version of the certification of a commission on the day of its session';

create function status_told(status text) returns text language sql immutable parallel safe
return case status when 'V' then 'VALIDATED' when 'N' then 'NOT_VALIDATED' end;
comment on function status_told(text) is 'One character of an array of statuses in the words of the API';

-- --- of a file ---

-- As the attestation of the API has them: of a domain that is taken up, what was validated before counts and is not listed (A12).
create function evaluation_domains_told(evaluation_id uuid) returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select jsonb_agg(d.told order by d.domain_place)
        from (
            select l.domain_place, jsonb_build_object(
                'code', l.domain_code, 'title', l.domain_title,
                'status', status_told(case when bool_and(l.status = 'V') then 'V' when bool_or(l.status = 'N') then 'N' end),
                'subdomains', coalesce(jsonb_agg(jsonb_build_object('code', l.code, 'title', l.title, 'status', status_told(l.status))
                                                 order by l.place) filter (where l.is_here and l.code is not null), '[]')) as told
            from (select r.*, taken.is_here, case when taken.is_here then substr(e.subdomain_statuses, r.place, 1) else 'V' end as status
                  from evaluation e
                  join candidacy c on c.id = e.candidacy_id
                  cross join lateral referential_leaves(c.referential_version_id) as r
                  cross join lateral (select e.scope_mask = 0 or (e.scope_mask >> (r.place - 1)) & 1 = 1 as is_here) as taken
                  where e.id = evaluation_domains_told.evaluation_id) as l
            group by l.domain_place, l.domain_code, l.domain_title
            having bool_or(l.is_here)) as d);
end
$$;
comment on function evaluation_domains_told(uuid) is 'Results of a completed evaluation by domain and sub-domain, with titles';

-- The same rule as lib/candidacy.c has: the latest validation after the last voiding, as it stood when this evaluation was given back.
create function domains_missing_after(evaluation_id uuid) returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('code', d.domain_code, 'title', d.domain_title) order by d.domain_place), '[]')
        from (
            select r.domain_place, r.domain_code, r.domain_title
            from evaluation e
            join candidacy c on c.id = e.candidacy_id
            cross join lateral referential_leaves(c.referential_version_id) as r
            cross join lateral (select exists (
                select from evaluation b
                where b.candidacy_id = e.candidacy_id and b.ordinal <= e.ordinal and (b.annulled_on is null or b.id = e.id)
                  and substr(b.subdomain_statuses, r.place, 1) = 'V'
                  and not exists (
                      select from subdomain_voiding z
                      where z.candidacy_id = e.candidacy_id and z.after_evaluation_ordinal >= b.ordinal
                        and z.after_evaluation_ordinal < e.ordinal and (z.subdomain_mask >> (r.place - 1)) & 1 = 1
                        and not exists (select from subdomain_voiding_lift f where f.voiding_id = z.id))) as is_validated) as found
            where e.id = domains_missing_after.evaluation_id
            group by r.domain_place, r.domain_code, r.domain_title
            having not bool_and(found.is_validated)) as d);
end
$$;
comment on function domains_missing_after(uuid) is 'Domains that were not validated yet when an evaluation was given back, all evaluations counted';

create function restitution_told(evaluation_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select certification_told(c.referential_version_id) || jsonb_build_object(
            'candidacy_reference', c.reference, 'kind', e.kind, 'completed_on', e.completed_on, 'restituted_on', e.restituted_on,
            'deadline_date', c.deadline_date, 'is_annulled', e.annulled_on is not null, 'candidate', candidate_told(c.candidate_id),
            'organism', organism_told(e.org_id),
            'sittings', (select jsonb_agg(jsonb_build_object('held_on', s.held_on, 'evaluator', person_told(s.evaluator_id))
                                          order by s.held_on, s.id) from sitting s where s.evaluation_id = e.id),
            'restitution', jsonb_build_object('given_on', r.given_on, 'given_by', person_told(r.given_by), 'modality', r.modality,
                                              'synthesis', r.synthesis),
            'domains', evaluation_domains_told(e.id), 'missing_domains', domains_missing_after(e.id))
        from restitution r
        join evaluation e on e.id = r.evaluation_id
        join candidacy c on c.id = r.candidacy_id
        where r.evaluation_id = restitution_told.evaluation_id);
end
$$;
comment on function restitution_told(uuid) is 'What the attestation of an evaluation has to say';

-- S10: what is validated, and never what is not; as it was handed over.
create function portfolio_told(id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select certification_told(c.referential_version_id) || jsonb_build_object(
            'candidacy_reference', c.reference, 'ordinal', o.ordinal, 'issued_on', o.issued_on, 'issued_by', person_told(o.issued_by),
            'valid_until', o.valid_until, 'candidate', candidate_told(c.candidate_id), 'organism', organism_told(o.acting_org_id),
            'content', jsonb_build_object('domains', (
                select jsonb_agg(jsonb_build_object(
                    'code', d.value -> 'code', 'is_validated', d.value -> 'is_validated',
                    'title', (select l.domain_title from referential_leaves(c.referential_version_id) l
                              where l.domain_code = d.value ->> 'code' limit 1),
                    'subdomains', coalesce((
                        select jsonb_agg(jsonb_build_object('code', l.code, 'title', l.title) order by l.place)
                        from referential_leaves(c.referential_version_id) l
                        where l.domain_code = d.value ->> 'code' and d.value -> 'subdomain_codes' ? l.code), '[]')) order by d.place)
                from jsonb_array_elements(o.content -> 'domains') with ordinality as d(value, place))))
        from portfolio o join candidacy c on c.id = o.candidacy_id
        where o.id = portfolio_told.id);
end
$$;
comment on function portfolio_told(uuid) is 'What a skills portfolio has to say';

create function path_told(id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select certification_told(c.referential_version_id) || jsonb_build_object(
            'candidacy_reference', c.reference, 'ordinal', p.ordinal, 'status', 'PROPOSED', 'proposed_on', p.proposed_on,
            'proposed_by', person_told(p.proposed_by), 'planned_start_date', p.planned_start_date, 'planned_end_date', p.planned_end_date,
            'deadline_date', c.deadline_date, 'candidate', candidate_told(c.candidate_id), 'organism', organism_told(p.acting_org_id),
            'training_organism', organism_told(p.training_org_id),
            'modules', (
                select jsonb_agg(jsonb_build_object(
                    'domain_code', m.domain_code, 'title', m.title, 'planned_minutes', m.planned_minutes, 'trainer', person_told(m.trainer_id),
                    'domain_title', (select l.domain_title from referential_leaves(c.referential_version_id) l
                                     where l.domain_code = m.domain_code limit 1),
                    'organism', organism_told(m.training_org_id), 'planned_start_date', m.planned_start_date,
                    'planned_end_date', m.planned_end_date) order by m.domain_code, m.id)
                from path_module m where m.path_id = p.id))
        from path p join candidacy c on c.id = p.candidacy_id
        where p.id = path_told.id);
end
$$;
comment on function path_told(uuid) is 'What the proposal of a path has to say: as it was proposed, whatever became of it before it is drawn';

create function decision_told(id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select certification_told(c.referential_version_id) || jsonb_build_object(
            'candidacy_reference', c.reference, 'deadline_date', c.deadline_date, 'session_reference', s.reference,
            'candidate', candidate_told(c.candidate_id) || jsonb_build_object(
                'address_line_1', n.address_line_1, 'address_line_2', n.address_line_2, 'postal_code', n.postal_code, 'city', n.city),
            'organism', organism_told(c.owner_org_id),
            'commission', jsonb_build_object('reference', k.reference, 'name', k.name),
            'decision', jsonb_build_object(
                'outcome', d.outcome, 'decided_on', d.decided_on, 'effective_on', d.effective_on, 'reasons', d.reasons,
                'domain_codes', d.domain_codes, 'request_text', d.request_text, 'answer_by_date', d.answer_by_date),
            'rectified_on', d.rectified_on, 'domains', domains_told(c.referential_version_id))
        from decision d
        join candidacy c on c.id = d.candidacy_id
        join candidate n on n.id = c.candidate_id
        join session s on s.id = d.session_id
        join commission k on k.id = d.commission_id
        where d.id = decision_told.id);
end
$$;
comment on function decision_told(uuid) is 'What the letter of a decision has to say';

-- --- of a session ---

create function local_time(instant timestamptz, time_zone text) returns text language sql stable parallel safe
return to_char(instant at time zone time_zone, 'HH24:MI');
comment on function local_time(timestamptz, text) is 'The time of day of an instant in a zone';

-- What was written down on another day than it was done has no hour.
create function local_time_of_day(instant timestamptz, time_zone text, day date) returns text language sql stable parallel safe
return case when (instant at time zone time_zone)::date = day then local_time(instant, time_zone) end;
comment on function local_time_of_day(timestamptz, text, date) is 'The time of day of an instant in a zone, on that day; null on any other';

create function session_told(session_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select certification_told(session_version(s.id)) || jsonb_build_object(
            'commission', jsonb_build_object('reference', k.reference, 'name', k.name),
            'session', jsonb_build_object(
                'reference', s.reference, 'held_on', s.held_on, 'modality', s.modality, 'place', s.place,
                'starts_at_local', local_time(s.starts_at, s.time_zone),
                'ends_at_local', (
                    select local_time(agenda_starts_at(s.starts_at, s.file_minutes, s.break_every_count, s.break_minutes, count(*) - 1)
                                      + make_interval(mins => s.file_minutes), s.time_zone)
                    from agenda_item i where i.session_id = s.id and i.removed_on is null having count(*) > 0)))
        from session s join commission k on k.id = s.commission_id
        where s.id = session_told.session_id);
end
$$;
comment on function session_told(uuid) is 'What papers say of a session, its commission and the certification';

-- No name of a candidate: a juror may read his files blind.
create function agenda_told(session_id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return session_told(agenda_told.session_id) || jsonb_build_object('items', coalesce((
        select jsonb_agg(jsonb_build_object(
            'position', i.place + 1, 'candidacy_reference', c.reference, 'starts_at_local', local_time(i.starts_at, i.time_zone),
            'ends_at_local', local_time(i.starts_at + make_interval(mins => i.file_minutes), i.time_zone),
            'recusals', coalesce((
                select jsonb_agg(person_told(m.person_id) order by r.place)
                from jsonb_array_elements(i.recusals) with ordinality as r(value, place)
                join commission_member m on m.id = (r.value ->> 'member_id')::uuid), '[]')) order by i.place)
        from (
            select t.candidacy_id, t.place, s.time_zone, s.file_minutes, said.by_item -> t.id::text as recusals,
                   agenda_starts_at(s.starts_at, s.file_minutes, s.break_every_count, s.break_minutes, t.place) as starts_at
            from session s
            cross join lateral (select session_recusals(s.id, null, null, false) as by_item offset 0) as said
            cross join lateral (select a.id, a.candidacy_id, row_number() over (order by a.position, a.id) - 1 as place
                                from agenda_item a where a.session_id = s.id and a.removed_on is null) as t
            where s.id = agenda_told.session_id) as i
        join candidacy c on c.id = i.candidacy_id), '[]'));
end
$$;
comment on function agenda_told(uuid) is 'What the agenda of a session says now';

create function convocation_told(id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select session_told(v.session_id) || jsonb_build_object(
            'member', person_told(v.person_id) || jsonb_build_object(
                'college', m.college, 'is_alternate', m.is_alternate, 'is_chair', s.chair_member_id is not distinct from m.id,
                'is_vice_chair', s.vice_chair_member_id is not distinct from m.id),
            'convened_on', v.convened_on, 'convened_by', person_told(v.convened_by),
            'replaces', (
                select jsonb_build_object('convened_on', o.convened_on, 'held_on', o.held_on, 'place', o.place, 'modality', o.modality,
                                          'starts_at_local', local_time(o.starts_at, o.time_zone))
                from convocation o where o.session_id = v.session_id and o.member_id = v.member_id and o.edition = v.edition - 1),
            'file_count', (select count(*) from agenda_item i where i.session_id = v.session_id and i.removed_on is null),
            'documents', jsonb_build_array(
                jsonb_build_object('title', 'Ordre du jour', 'candidacy_reference', null),
                jsonb_build_object('title', 'Dossier anonyme de la séance', 'candidacy_reference', null))
                || coalesce((
                    select jsonb_agg(jsonb_build_object(
                        'title', case f.kind when 'ATTESTATION' then 'Attestation de restitution, évaluation '
                                     || case e.kind when 'FINAL' then 'finale' else 'préalable' end when 'PORTFOLIO' then 'Portefeuille de compétences'
                                 else f.title end,
                        'candidacy_reference', c.reference) order by i.position, i.id, f.kind, e.ordinal, f.id)
                    from agenda_item i join candidacy c on c.id = i.candidacy_id join file_document f on f.file_id = i.file_id
                    left join evaluation e on e.id = f.evaluation_id
                    where i.session_id = v.session_id and i.removed_on is null), '[]'))
        from convocation v join commission_member m on m.id = v.member_id join session s on s.id = v.session_id
        where v.id = convocation_told.id);
end
$$;
comment on function convocation_told(uuid) is 'What the convocation of a juror says now';

-- Beside the content of minutes: the hours of the session, and who left when.
create function minutes_beside(content jsonb, time_zone text) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
    day date := (content ->> 'held_on')::date;
begin
    return jsonb_build_object(
        'starts_at_local', local_time((content ->> 'starts_at')::timestamptz, minutes_beside.time_zone),
        'opened_at_local', local_time_of_day((content ->> 'opened_at')::timestamptz, minutes_beside.time_zone, day),
        'closed_at_local', local_time_of_day((content ->> 'closed_at')::timestamptz, minutes_beside.time_zone, day),
        'departures', coalesce((
            select jsonb_agg(jsonb_build_object(
                'member_id', l.value -> 'member_id', 'position', l.value -> 'position',
                'left_at_local', local_time_of_day((l.value ->> 'left_at')::timestamptz, minutes_beside.time_zone, day)) order by l.place)
            from jsonb_array_elements(content -> 'departures') with ordinality as l(value, place)), '[]'));
end
$$;
comment on function minutes_beside(jsonb, text) is 'What papers say of the hours that minutes tell, in the zone of the session';

create function signature_told(session_id uuid, member_id uuid, person_id uuid, college text, signed_on date) returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return person_told(signature_told.person_id) || jsonb_build_object(
        'member_id', signature_told.member_id, 'college', signature_told.college, 'signed_on', signature_told.signed_on)
        || coalesce((select jsonb_build_object('in_place_of', person_told(m.person_id), 'stand_in_reason', b.reason)
                     from signed_in_place(signature_told.session_id, signature_told.member_id) as b
                     join commission_member m on m.id = b.in_place_of), '{}');
end
$$;
comment on function signature_told(uuid, uuid, uuid, text, date) is 'How papers tell a signature of minutes: by whom, for which college, and in whose place';

create function minutes_told(id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select certification_told(named.version_id) || jsonb_build_object(
            'reference', m.reference, 'sha256', encode(m.sha256, 'hex'), 'closed_on', m.closed_on, 'content', m.content,
            'domains', domains_told(named.version_id),
            'signatures', coalesce((
                select jsonb_agg(signature_told(s.id, g.member_id, g.person_id, g.college, g.signed_on) order by g.signed_at) from minutes_signature g where g.minutes_id = m.id), '[]')) || minutes_beside(m.content, s.time_zone)
        from minutes m join session s on s.id = m.session_id
        cross join lateral (select session_version(s.id) as version_id offset 0) as named
        where m.id = minutes_told.id);
end
$$;
comment on function minutes_told(uuid) is 'What signed minutes have to say: their content, byte for byte that of their digest, and who signed';

create function rectification_told(id uuid) returns jsonb language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select certification_told(named.version_id) || jsonb_build_object(
            'reference', r.reference, 'ordinal', r.ordinal, 'sha256', encode(r.sha256, 'hex'), 'drafted_on', r.drafted_on,
            'settled_on', r.settled_on, 'rectifies_reference', r.content #> '{rectifies,reference}',
            'rectifies_sha256', r.content #> '{rectifies,sha256}', 'reason', r.content -> 'reason', 'minutes', r.content -> 'minutes',
            'domains', domains_told(named.version_id),
            'mends', (
                select jsonb_agg(case when e.value ->> 'pointer' = '/starts_at' then e.value || jsonb_build_object(
                                     'was', local_time((e.value ->> 'was')::timestamptz, s.time_zone),
                                     'becomes', local_time((e.value ->> 'becomes')::timestamptz, s.time_zone)) else e.value end order by e.place)
                from jsonb_array_elements(r.content -> 'mends') with ordinality as e(value, place)),
            'signatures', coalesce((
                select jsonb_agg(signature_told(s.id, g.member_id, g.person_id, g.college, g.signed_on) order by g.signed_at) from rectification_signature g where g.rectification_id = r.id), '[]'))
            || minutes_beside(r.content -> 'minutes', s.time_zone)
        from rectification r join session s on s.id = r.session_id
        cross join lateral (select session_version(s.id) as version_id offset 0) as named
        where r.id = rectification_told.id);
end
$$;
comment on function rectification_told(uuid) is 'What signed rectifying minutes have to say';

-- --- who sees which paper ---

-- Whoever sees what it is of; of results, nobody of a network nor a funder (6.4), and of a path nobody who only trains there for another
-- organism: the proposal tells what is missing. In a function: an executor prepares every table that a policy names, asked or not.
create function document_is_seen(kind text, subject_id uuid) returns boolean language plpgsql stable as $$
begin
    case document_is_seen.kind
        when 'CERTIFICATE', 'ANNULMENT' then
            return exists (select from public.certificate_seen c where c.id = document_is_seen.subject_id);
        when 'DUPLICATE' then
            return exists (select from public.certificate_duplicate_seen u join public.certificate_seen c on c.id = u.certificate_id
                           where u.id = document_is_seen.subject_id);
        when 'CONVOCATION' then
            return exists (select from public.convocation v where v.id = document_is_seen.subject_id);
        when 'AGENDA' then
            return exists (select from public.session s where s.id = document_is_seen.subject_id);
        when 'MINUTES' then
            return exists (select from public.minutes m where m.id = document_is_seen.subject_id);
        when 'RECTIFYING_MINUTES' then
            return exists (select from public.rectification r where r.id = document_is_seen.subject_id);
        else
            null;
    end case;
    if public.current_scope() not in ('ORGANISM', 'COMMISSION', 'CANDIDATE') then
        return false;
    end if;
    case document_is_seen.kind
        when 'RESTITUTION' then
            return exists (select from public.restitution_seen r where r.evaluation_id = document_is_seen.subject_id);
        when 'PORTFOLIO' then
            return exists (select from public.portfolio_seen o where o.id = document_is_seen.subject_id);
        when 'PATH_PROPOSAL' then
            return exists (select from public.path_seen p where p.id = document_is_seen.subject_id
                           and not public.scope_trains_candidacy(public.current_scope(), public.current_scope_id(), p.candidacy_id));
        when 'DECISION' then
            return exists (select from public.decision_seen d where d.id = document_is_seen.subject_id and d.effective_on is not null);
    end case;
end
$$;
comment on function document_is_seen(text, uuid) is 'Whether a tenant sees a paper; read by row-level security';
grant execute on function document_is_seen(text, uuid) to clea_app, clea_read;
