-- One item of an agenda.
select x.item, i.id, i.session_id, i.position, i.file_id, i.candidacy_id, c.reference as candidacy_reference, i.outcome,
       i.is_proposal_to_defer, i.added_on, i.removed_on, i.removed_reason, i.settled_on, d.reasons as outcome_reasons,
       coalesce(array_to_json(d.domain_codes), '[]'::json) as domain_codes, d.request_text, d.answer_by_date, d.decided_on,
       d.effective_on
from unnest($3::uuid[]) with ordinality as x(id, item)
join agenda_item i on i.id = x.id
join candidacy c on c.id = i.candidacy_id
left join decision d on d.agenda_item_id = i.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid)
