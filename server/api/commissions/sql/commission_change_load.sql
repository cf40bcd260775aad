-- SPDX-License-Identifier: EUPL-1.2
-- A commission that is to be corrected, as it stands (commission_pk; file_by_commission, session_by_commission_state).
select x.item, k.id, k.version, k.region, k.idcc, k.time_zone, k.status,
       commission_is_in_use(k.id) as is_in_use, commission_is_busy(k.id) as is_busy, to_jsonb(k) as record
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from commission t where t.id = x.id or t.reference = x.reference offset 0) as k
where scope_sees_all($1::text)
