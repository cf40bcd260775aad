-- SPDX-License-Identifier: EUPL-1.2
-- An organism by id or reference (organism_pk, organism_one_reference).
select x.item, {{organism}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from organism t where t.id = x.id or t.reference = x.reference offset 0) as o
where $1::text is not null
