-- SPDX-License-Identifier: EUPL-1.2
-- A portfolio by id.
select x.item, {{portfolio}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join portfolio_seen p on p.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
