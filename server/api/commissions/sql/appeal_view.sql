-- SPDX-License-Identifier: EUPL-1.2
-- An appeal (appeal_pk).
select x.item, {{appeal}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join appeal_seen r on r.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
