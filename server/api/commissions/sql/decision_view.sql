-- SPDX-License-Identifier: EUPL-1.2
-- The decision on a file of an agenda (decision_one_per_item).
select x.item, d.id, d.agenda_item_id, d.session_id, d.candidacy_id, d.file_id, d.outcome, d.reasons,
       array_to_json(d.domain_codes) as domain_codes, d.request_text, d.answer_by_date, i.is_proposal_to_defer, d.voter_count,
       d.for_count, d.against_count, d.abstain_count, d.decided_on, d.effective_on, d.statement_id, d.rectified_on
from unnest($3::uuid[]) with ordinality as x(id, item)
join standing_decision d on d.agenda_item_id = x.id
join agenda_item i on i.id = d.agenda_item_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid)
