-- SPDX-License-Identifier: EUPL-1.2
-- The same for lists that who trains the candidate of another organism reads too (candidacy_exists).
select x.item, c.id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
where scope_sees_candidacy($1::text, $2::uuid, c.id) or scope_trains_candidacy($1::text, $2::uuid, c.id)
