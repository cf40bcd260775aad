-- SPDX-License-Identifier: EUPL-1.2
-- A new site of an organism, whose zone is that of the organism where none is told.
insert into site (id, organism_id, entered_by_network_id, {{site_fields}})
select x.id, x.organism_id, case when $1::text = 'NETWORK' then $2::uuid end, {{r.site_fields}}
from unnest($3::uuid[], $4::uuid[], $5::int[], $6::boolean[], $7::jsonb[]) as x(id, organism_id, most, tells_zone, body)
cross join lateral (select x.organism_id as id) as o
cross join lateral (select case when $1::text = 'NETWORK' then $2::uuid end as network_id) as side
cross join lateral (select case when x.tells_zone then x.body else x.body || (
    select jsonb_build_object('time_zone', g.time_zone) from organism g where g.id = x.organism_id) end as body offset 0) as told
cross join lateral jsonb_populate_record(null::site, told.body) as r
where $1::text is not null
  -- Under the lock of the organism: the very same site is recorded once, and no more of them than there may be.
  and not exists (select from site s where s.organism_id = x.organism_id and s.status = 'ACTIVE'
                  and ({{s.site_fields}}) is not distinct from ({{r.site_fields}}))
  and {{site_present}} < x.most
