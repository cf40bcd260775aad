-- SPDX-License-Identifier: EUPL-1.2
-- The very same site of an organism, recorded already (site_by_organism): whoever asks again is answered by it.
select x.item, t.id as twin_id
from unnest($3::uuid[], $4::text[], $5::boolean[], $6::jsonb[]) with ordinality as x(id, reference, tells_zone, body, item)
cross join lateral (select t.* from organism t where t.id = x.id or t.reference = x.reference offset 0) as o
cross join lateral (select case when x.tells_zone then x.body else x.body || jsonb_build_object('time_zone', o.time_zone) end as body offset 0) as told
cross join lateral jsonb_populate_record(null::site, told.body) as r
cross join lateral (
    select s.id from site s
    where s.organism_id = o.id and s.status = 'ACTIVE' and ({{s.site_fields}}) is not distinct from ({{r.site_fields}})
    order by s.id limit 1) t
where $1::text is not null
