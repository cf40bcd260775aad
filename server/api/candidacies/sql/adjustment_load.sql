-- SPDX-License-Identifier: EUPL-1.2
-- The candidacy and the version of what is recorded of it; 1 stands for nothing (adjustment_pk).
select x.item, c.id, coalesce(d.version, 1) as version
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
left join adjustment d on d.candidacy_id = c.id
where $1::text in ('ORGANISM', 'CANDIDATE') and scope_writes_candidacy($1::text, $2::uuid, c.id)
