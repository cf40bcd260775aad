-- SPDX-License-Identifier: EUPL-1.2
-- T9: the candidate's answer was a mistake of who entered it; what was typed with it stays in the history (path_pk).
update path p
set status = 'PROPOSED', answered_on = null, answered_by = null, answer_proof = null
from unnest($3::uuid[]) as x(id)
where p.id = x.id and coalesce(p.status = 'DECLINED', false) and scope_writes_candidacy($1::text, $2::uuid, p.candidacy_id)
