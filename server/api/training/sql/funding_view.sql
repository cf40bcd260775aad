-- SPDX-License-Identifier: EUPL-1.2
-- A funding by id; row-level security leaves out networks, commissions and what is not the former owner's (funding_pk).
select x.item, {{funding}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join funding_seen f on f.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
