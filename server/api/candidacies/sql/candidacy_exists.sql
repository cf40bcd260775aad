-- SPDX-License-Identifier: EUPL-1.2
-- Whether the candidacy of a list exists for the caller: an empty list of a stranger's file would tell too much.
select x.item, c.id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
