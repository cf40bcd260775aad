-- SPDX-License-Identifier: EUPL-1.2
-- One naming of a commission by the certifier (commission_override_pk).
select x.item, {{override}}
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(candidacy_id, candidacy_reference, id, item)
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id offset 0) as named
cross join lateral (select t.* from commission_override t where t.id = x.id and t.candidacy_id = named.id offset 0) as o
where scope_sees_candidacy($1::text, $2::uuid, o.candidacy_id)
