-- SPDX-License-Identifier: EUPL-1.2
-- The agenda of a session with what was decided (agenda_item_by_session, decision_one_per_item). One probe each (offset 0): joined, the plan
-- began with all that a juror ever sat over, and asked row-level security about each file of it.
select x.item, i.id, i.file_id, i.candidacy_id, i.outcome, i.is_proposal_to_defer, f.submitted_on, d.id as decision_id,
       coalesce(d.edition, 0) as decision_edition,
       array_to_string(d.domain_codes, ',') as domain_codes, d.answer_by_date, d.voter_count, d.for_count, d.against_count,
       d.abstain_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, brings_mandates, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
cross join lateral (select t.* from agenda_item t where t.session_id = named.id and t.removed_on is null offset 0) as i
cross join lateral (select t.submitted_on from file t where t.id = i.file_id offset 0) as f
left join lateral (select t.* from standing_decision t where t.agenda_item_id = i.id offset 0) as d on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid)
order by x.item, i.position, i.id
