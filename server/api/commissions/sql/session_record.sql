-- SPDX-License-Identifier: EUPL-1.2
-- A session as it stands, for the change that is laid over it.
select x.item, to_jsonb(s) as record
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
