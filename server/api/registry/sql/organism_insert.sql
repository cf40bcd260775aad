-- A new organism; the reference is drawn here, of the year of the act.
insert into organism (id, reference, {{organism_fields}})
select x.id, next_reference('ORG', x.year), {{r.organism_fields}}
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, year, body)
cross join lateral jsonb_populate_record(null::organism, x.body) as r
where $1::text is not null
