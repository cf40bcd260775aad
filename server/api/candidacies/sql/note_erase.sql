-- SPDX-License-Identifier: EUPL-1.2
-- A note that its evaluator takes back (evidence_note_pk).
delete from evidence_note n
using unnest($3::uuid[], $4::uuid[], $5::text[]) as x(evaluation_id, candidacy_id, item_code)
where n.evaluation_id = x.evaluation_id and n.item_code = x.item_code and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
