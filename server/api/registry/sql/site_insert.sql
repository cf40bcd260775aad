-- A new site of an organism.
insert into site (id, organism_id, {{site_fields}})
select x.id, x.organism_id, {{r.site_fields}}
from unnest($3::uuid[], $4::uuid[], $5::jsonb[]) as x(id, organism_id, body)
cross join lateral jsonb_populate_record(null::site, x.body) as r
where $1::text is not null
