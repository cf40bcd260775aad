-- A correction from the version that was read: a merge patch.
update organism o
set ({{organism_fields}}, status) = (select {{r.organism_fields}}, r.status from jsonb_populate_record(o, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where o.id = x.id and o.version = x.version and $1::text is not null
