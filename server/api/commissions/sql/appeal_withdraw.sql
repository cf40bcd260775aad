-- SPDX-License-Identifier: EUPL-1.2
-- An appeal is withdrawn by the candidate, or by the organism that filed it, from the version that was read.
update appeal r
set state = 'WITHDRAWN', settled_on = x.occurred_on, settled_by = x.person_id, reason = x.reason, withdraw_proof = x.proof
from unnest($3::uuid[], $4::int[], $5::date[], $6::uuid[], $7::text[], $8::text[])
     as x(id, version, occurred_on, person_id, reason, proof)
where r.id = x.id and r.version = x.version and scope_writes_candidacy($1::text, $2::uuid, r.candidacy_id)
  and ($1::text = 'CANDIDATE' or ($1::text = 'ORGANISM' and r.acting_org_id = $2::uuid))
