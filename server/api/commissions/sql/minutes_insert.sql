-- SPDX-License-Identifier: EUPL-1.2
-- The minutes, from the rows of the session as it closes. The number has no gaps (decision 5): this is the last statement.
-- The digest is that of the content as PostgreSQL prints it, which is what the wire carries.
insert into minutes (id, session_id, commission_id, reference, content, sha256, closed_on, edition)
select x.id, s.id, s.commission_id, next_reference('PV', extract(year from x.closed_on)::int), written.content,
       sha256(convert_to(written.content::text, 'UTF8')), x.closed_on,
       1 + (select count(*) from minutes n where n.session_id = s.id)::int
from unnest($3::uuid[], $4::uuid[], $5::date[]) as x(id, session_id, closed_on)
join session s on s.id = x.session_id
join commission k on k.id = s.commission_id
cross join lateral (select session_recusals(s.id, null, null, false) as by_item offset 0) as recused
cross join lateral (
    select jsonb_build_object(
        'session_id', s.id, 'session_reference', s.reference, 'commission_id', k.id, 'commission_reference', k.reference,
        'commission_name', k.name, 'referential_code', k.referential_code, 'held_on', s.held_on,
        'starts_at', wire_instant(s.starts_at), 'opened_at', wire_instant(s.opened_at), 'closed_at', wire_instant(act_instant()), 'place', s.place, 'modality', s.modality,
        'min_per_college', s.min_per_college, 'chair_member_id', s.chair_member_id,
        'vice_chair_member_id', s.vice_chair_member_id, 'closed_on', x.closed_on,
        'replaces', coalesce((select jsonb_agg(n.reference order by n.edition) from minutes n where n.session_id = s.id), '[]'),
        'jurors', coalesce((
            select jsonb_agg(jsonb_build_object(
                'member_id', m.id, 'last_name', p.last_name, 'first_name', p.first_name, 'college', m.college,
                'is_alternate', m.is_alternate, 'is_convened', told.is_convened,
                'presence', coalesce(a.presence, 'ABSENT')) order by m.college, p.last_name, p.first_name, m.id)
            from commission_member m
            join person p on p.id = m.person_id
            left join attendance a on a.session_id = s.id and a.member_id = m.id
            cross join lateral (select exists (select from convocation v where v.session_id = s.id and v.member_id = m.id) as is_convened) as told
            where m.commission_id = s.commission_id and (a.presence <> 'ABSENT' or (
                told.is_convened and m.mandate_from <= s.held_on and (m.mandate_to is null or m.mandate_to >= s.held_on)))), '[]'),
        'departures', coalesce((
            select jsonb_agg(jsonb_build_object(
                'member_id', l.member_id, 'left_at', wire_instant(l.left_at), 'agenda_item_id', l.agenda_item_id,
                'position', (select i.position from agenda_item i where i.id = l.agenda_item_id)) order by l.left_at, l.member_id)
            from departure l where l.session_id = s.id), '[]'),
        'files', coalesce((
            select jsonb_agg(jsonb_build_object(
                'agenda_item_id', i.id, 'position', i.position, 'file_id', i.file_id,
                'candidacy_reference', c.reference, 'outcome', i.outcome, 'decision_id', d.id,
                'is_proposal_to_defer', i.is_proposal_to_defer, 'voter_count', d.voter_count,
                'for_count', d.for_count, 'against_count', d.against_count, 'abstain_count', d.abstain_count,
                'reasons', d.reasons, 'domain_codes', d.domain_codes, 'request_text', d.request_text,
                'answer_by_date', d.answer_by_date,
                'step_downs', coalesce((select jsonb_agg(t.member_id order by t.member_id)
                                        from step_down t where t.agenda_item_id = i.id and not t.is_recusal and not t.is_departure), '[]'),
                'recusals', coalesce((select jsonb_agg(jsonb_build_object('member_id', y.value -> 'member_id', 'is_declared', y.value -> 'is_declared')
                                                       order by y.ordinality)
                                      from jsonb_array_elements(recused.by_item -> i.id::text) with ordinality as y
                                      join attendance a on a.session_id = s.id and a.member_id = (y.value ->> 'member_id')::uuid
                                           and a.presence <> 'ABSENT'), '[]'),
                'cast_votes', case when d.outcome = 'NOT_EXAMINED' then (
                    select jsonb_build_object('for_count', count(*) filter (where v.choice = 'FOR'),
                                              'against_count', count(*) filter (where v.choice = 'AGAINST'),
                                              'abstain_count', count(*) filter (where v.choice = 'ABSTAIN'))
                    from vote v where v.agenda_item_id = i.id and v.standing <> 'CONTESTED' having count(*) > 0) end,
                'recorded_votes', coalesce((select jsonb_agg(jsonb_build_object(
                    'member_id', v.member_id, 'choice', v.choice, 'standing', v.standing, 'recorded_by', v.recorded_by)
                    order by v.member_id) from vote v where v.agenda_item_id = i.id and v.recorded_by is not null), '[]'),
                'taken_back', coalesce((select jsonb_agg(jsonb_build_object(
                    'member_id', v.member_id, 'choice', v.taken_back_choice, 'recorded_by', v.taken_back_from)
                    order by v.member_id) from vote v where v.agenda_item_id = i.id and v.taken_back_choice is not null), '[]'),
                'reversals', coalesce((select jsonb_agg(jsonb_build_object('member_id', r.member_id, 'reversed_on', r.reversed_on)
                    order by r.reversed_at) from vote_reversal r where r.agenda_item_id = i.id and r.member_id is not null), '[]'))
                order by i.position, i.id)
            from agenda_item i
            join candidacy c on c.id = i.candidacy_id
            left join standing_decision d on d.agenda_item_id = i.id
            where i.session_id = s.id and i.removed_on is null), '[]')) as content
    offset 0 -- once: it tells the hour
) written
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
