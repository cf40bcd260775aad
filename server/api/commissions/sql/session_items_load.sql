-- The agenda of a session with what was decided (agenda_item_by_session, decision_one_per_item).
select x.item, i.id, i.file_id, i.candidacy_id, i.outcome, i.is_proposal_to_defer, f.submitted_on, d.id as decision_id,
       array_to_string(d.domain_codes, ',') as domain_codes, d.answer_by_date, d.voter_count, d.for_count, d.against_count,
       d.abstain_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
join agenda_item i on i.session_id = named.id and i.removed_on is null
join file f on f.id = i.file_id
left join standing_decision d on d.agenda_item_id = i.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid)
order by x.item, i.position, i.id
