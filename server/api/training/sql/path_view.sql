-- SPDX-License-Identifier: EUPL-1.2
-- A path by id, with its modules; its version is that of the candidacy.
select x.item, {{path}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join path_seen p on p.id = x.id
join candidacy_seen c on c.id = p.candidacy_id
cross join lateral (select scope_trains_candidacy($1::text, $2::uuid, c.id) as is_withheld offset 0) as w
where w.is_withheld or scope_sees_candidacy($1::text, $2::uuid, c.id)
