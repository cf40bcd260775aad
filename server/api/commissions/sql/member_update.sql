-- SPDX-License-Identifier: EUPL-1.2
-- The end of a mandate, or whether it is an alternate's: a merge patch.
update commission_member m
set ({{member_fields}}) = (select {{r.member_fields}} from jsonb_populate_record(m, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where m.id = x.id and m.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid))
