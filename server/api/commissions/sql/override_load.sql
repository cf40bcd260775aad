-- SPDX-License-Identifier: EUPL-1.2
-- One naming of a commission, and whether it still holds (commission_override_pk).
select x.item, o.id, o.candidacy_id, o.commission_id, o.ended_on is null as is_standing
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(candidacy_id, candidacy_reference, id, item)
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id offset 0) as named
cross join lateral (select t.* from commission_override t where t.id = x.id and t.candidacy_id = named.id offset 0) as o
where scope_writes_candidacy($1::text, $2::uuid, o.candidacy_id)
