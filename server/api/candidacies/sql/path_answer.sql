-- SPDX-License-Identifier: EUPL-1.2
-- T8, T9: the candidate's answer (path_pk; coalesce, or the index of live paths would be read whole while they are few).
update path p
set status = x.status, answered_on = x.answered_on, answered_by = x.person_id, answer_proof = x.proof
from unnest($3::uuid[], $4::text[], $5::date[], $6::uuid[], $7::text[])
     as x(id, status, answered_on, person_id, proof)
where p.id = x.id and coalesce(p.status = 'PROPOSED', false) and scope_writes_candidacy($1::text, $2::uuid, p.candidacy_id)
