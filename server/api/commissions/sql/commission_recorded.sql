-- SPDX-License-Identifier: EUPL-1.2
-- The active commission of this certification in this region, or of this branch (commission_one_per_region, commission_one_per_branch).
select x.item, k.id as recorded_id
from unnest($3::text[], $4::text[], $5::text[], $6::text[]) with ordinality as x(kind, referential_code, region, idcc, item)
join commission k on k.referential_code = x.referential_code and k.kind = x.kind and k.status = 'ACTIVE'
    and case k.kind when 'REGIONAL' then k.region = x.region else k.idcc = x.idcc end
where $1::text is not null
