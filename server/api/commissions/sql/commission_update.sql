-- A correction of a commission from the version that was read: a merge patch.
update commission k
set (name, region, idcc, time_zone) = (select r.name, r.region, r.idcc, r.time_zone from jsonb_populate_record(k, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where k.id = x.id and k.version = x.version and scope_writes_all($1::text)
