-- SPDX-License-Identifier: EUPL-1.2
-- Paths of a candidacy, oldest first (path_one_ordinal).
select x.item, {{path}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
cross join lateral (select t.* from path_seen t where t.candidacy_id = c.id offset 0) as p
cross join lateral (select scope_trains_candidacy($1::text, $2::uuid, c.id) as is_withheld offset 0) as w
where w.is_withheld or scope_sees_candidacy($1::text, $2::uuid, c.id)
order by x.item, p.ordinal
