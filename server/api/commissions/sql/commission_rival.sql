-- SPDX-License-Identifier: EUPL-1.2
-- Another active commission that has the region, or the branch, which one is to have, or has when it opens again (commission_one_per_region, commission_one_per_branch).
select x.item, o.id as recorded_id
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) with ordinality as x(id, reference, region, idcc, item)
cross join lateral (select t.* from commission t where t.id = x.id or t.reference = x.reference offset 0) as k
join commission o on o.id <> k.id and o.status = 'ACTIVE' and o.kind = k.kind and o.referential_code = k.referential_code
    and case k.kind when 'REGIONAL' then o.region = coalesce(x.region, k.region) else o.idcc = coalesce(x.idcc, k.idcc) end
where $1::text is not null
