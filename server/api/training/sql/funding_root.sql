-- SPDX-License-Identifier: EUPL-1.2
-- The candidacy that is funded, whether the caller may write beside it, whether the module is one of its own, and how many the organism
-- recorded already; those of a former owner are its own.
select x.item, c.id as candidacy_id, scope_writes_candidacy($1::text, $2::uuid, c.id) as may_write,
       exists (select from path_module_seen m where m.id = x.module_id and m.candidacy_id = c.id) as has_module,
       exists (select from funder u where u.id = x.funder_id and u.status = 'ACTIVE') as has_funder,
       {{funding_present}} as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality as x(id, reference, module_id, funder_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
