-- SPDX-License-Identifier: EUPL-1.2
-- A piece of evidence by id; row-level security leaves out what others may not read yet, or no longer (evidence_pk).
select x.item, {{evidence}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join evidence_seen e on e.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
