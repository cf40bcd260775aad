-- SPDX-License-Identifier: EUPL-1.2
-- The end of a person's record, with what rests on it, from the version that was read.
select closed.id
from unnest($3::uuid[], $4::int[], $5::date[], $6::text[]) as x(id, version, closed_on, reason)
cross join lateral person_close(x.id, x.version, x.closed_on, x.reason) as closed(id)
where scope_writes_all($1::text)
