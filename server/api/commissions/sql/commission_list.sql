-- SPDX-License-Identifier: EUPL-1.2
-- Commissions, by page (commission_pk).
select x.item, {{commission}}, {{marks k}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
     with ordinality as x(page_limit, cursor_id, kind, region, idcc, referential_code, item)
cross join lateral (
    {{walk}}
      and (x.kind is null or c.kind = x.kind)
      and (x.region is null or c.region = x.region)
      and (x.idcc is null or c.idcc = x.idcc)
      and (x.referential_code is null or c.referential_code = x.referential_code)
    {{end}}
) k
where $1::text is not null
order by x.item, {{order k}}
