-- SPDX-License-Identifier: EUPL-1.2
-- An appeal is filed.
insert into appeal (id, candidacy_id, decision_id, filed_on, filed_by, acting_org_id, grounds, proof)
select x.id, x.candidacy_id, x.decision_id, x.filed_on, x.person_id, x.org_id, x.grounds, x.proof
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::uuid[], $8::uuid[], $9::text[], $10::text[])
     as x(id, candidacy_id, decision_id, filed_on, person_id, org_id, grounds, proof)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
