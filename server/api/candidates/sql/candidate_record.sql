-- SPDX-License-Identifier: EUPL-1.2
-- A record that is to be merged or to be merged into.
select x.item, c.id, c.version, c.status, c.merged_into_id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from candidate t where t.id = x.id or t.reference = x.reference offset 0) as c
where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id)
