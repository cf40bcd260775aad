-- SPDX-License-Identifier: EUPL-1.2
-- How far the next slice of the invariants goes, and how many candidacies are in it: so many of them behind the last one, or so many
-- sessions, whichever comes first; at the end up to the last id that there can be (candidacy_pk, session_pk).
select x.item, slice.through,
       (select count(*) from candidacy c where c.id > x.after and c.id <= slice.through) as candidacy_count
from unnest($3::uuid[], $4::int[]) with ordinality as x(after, size, item)
cross join lateral (
    select coalesce(least((select c.id from candidacy c where c.id > x.after order by c.id offset x.size - 1 limit 1),
                          (select s.id from session s where s.id > x.after order by s.id offset x.size - 1 limit 1)),
                    'ffffffff-ffff-ffff-ffff-ffffffffffff') as through
) as slice
where scope_sees_all($1::text)
