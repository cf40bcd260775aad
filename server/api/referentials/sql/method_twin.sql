-- SPDX-License-Identifier: EUPL-1.2
-- The very same evaluation method of a network or a branch, recorded already (evaluation_method_by_network): whoever asks again is answered by it.
select x.item, t.id as twin_id
from unnest($3::uuid[], $4::jsonb[]) with ordinality as x(network_id, body, item)
cross join lateral jsonb_populate_record(null::evaluation_method, x.body) as r
cross join lateral (
    select m.id from evaluation_method m
    where m.network_id is not distinct from x.network_id and m.status = 'ACTIVE'
      and ({{m.method_fields}}) is not distinct from ({{r.method_fields}})
    order by m.id limit 1) t
where $1::text is not null
