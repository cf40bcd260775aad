-- SPDX-License-Identifier: EUPL-1.2
-- Whether the evaluation of a list exists for the caller (evaluation_pk).
select x.item, e.id
from unnest($3::uuid[]) with ordinality as x(id, item)
join evaluation_seen e on e.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
