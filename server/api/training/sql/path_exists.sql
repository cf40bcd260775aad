-- SPDX-License-Identifier: EUPL-1.2
-- Whether the path of a list exists for the caller (path_pk).
select x.item, p.id
from unnest($3::uuid[]) with ordinality as x(id, item)
join path_seen p on p.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id) or scope_trains_candidacy($1::text, $2::uuid, p.candidacy_id)
