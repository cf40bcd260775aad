-- SPDX-License-Identifier: EUPL-1.2
-- The restitution of an evaluation (restitution_pk).
select x.item, r.evaluation_id, r.candidacy_id, r.given_on, r.given_by, r.acting_org_id, r.modality, r.synthesis,
       wire_instant(r.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join restitution_seen r on r.evaluation_id = x.id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
