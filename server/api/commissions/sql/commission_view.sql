-- SPDX-License-Identifier: EUPL-1.2
-- A commission by id or reference.
select x.item, {{commission}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from commission t where t.id = x.id or t.reference = x.reference offset 0) as k
where $1::text is not null
