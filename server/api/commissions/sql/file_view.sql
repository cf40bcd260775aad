-- SPDX-License-Identifier: EUPL-1.2
-- A file as the commission reads it: the frozen copy, its documents, who the candidate is; and the last decision on it that
-- has taken effect (decision_by_candidacy): what is decided and not signed is told to nobody here.
select x.item, f.id, f.candidacy_id, c.reference as candidacy_reference, f.commission_id, f.ordinal, f.status, f.submitted_on, f.notification_due_on,
       f.acting_org_id, f.is_direct_route, f.answer_text, f.answered_on,
       json_build_object('id', n.id, 'reference', n.reference, 'birth_name', n.birth_name, 'usage_name', n.usage_name,
                         'first_name_1', n.first_name_1, 'birth_year', n.birth_year) as candidate,
       array_to_json(candidacy_identity_changes(f.candidacy_id)) as identity_changes, f.snapshot, f.override_reason,
       coalesce((select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'title', d.title,
                                                   'evaluation_id', d.evaluation_id, 'media_type', d.media_type)
                                 order by d.created_at, d.id)
                 from file_document_seen d where d.file_id = f.id), '[]'::json) as documents,
       (select i.session_id from agenda_item i where i.file_id = f.id and i.is_live) as agenda_session_id,
       (select i.id from agenda_item i where i.file_id = f.id and i.is_live) as agenda_item_id,
       last.outcome, last.reasons as outcome_reasons, last.request_text, last.answer_by_date,
       last.rectified_on,
       coalesce(array_to_json(last.domain_codes), '[]'::json) as refused_domain_codes,
       c.version, wire_instant(f.created_at) as created_at
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(id, juror_id, item)
cross join lateral (select f.* from file_seen f where f.id = x.id offset 0) f
cross join lateral (select c.reference, c.candidate_id, c.version from candidacy_seen c where c.id = f.candidacy_id offset 0) c
cross join lateral (select n.* from candidate_seen n where n.id = c.candidate_id offset 0) n
left join lateral (
    select d.outcome, d.reasons, d.request_text, d.domain_codes, d.answer_by_date, d.rectified_on
    from decision_seen d
    where d.candidacy_id = f.candidacy_id and d.file_id = f.id and d.effective_on is not null
    order by d.id desc
    limit 1
) as last on true
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
  and ($1::text <> 'COMMISSION' or f.commission_id = $2::uuid)
  and (x.juror_id is null or exists (
      -- From the file to its sessions: the planner would begin with all sessions of the commission.
      select from (select i.session_id from agenda_item i
                   where i.candidacy_id = f.candidacy_id and i.file_id = f.id and i.removed_on is null offset 0) i
      cross join lateral (select s.commission_id, s.held_on from session s where s.id = i.session_id offset 0) s
      join commission_member m on m.commission_id = s.commission_id and m.mandate_from <= s.held_on
           and (m.mandate_to is null or m.mandate_to >= s.held_on)
      where m.person_id = x.juror_id offset 0))
