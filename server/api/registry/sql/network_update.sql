-- The name of a network is corrected, from the version that was read: a merge patch.
update network n
set name = (select r.name from jsonb_populate_record(n, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where n.id = x.id and n.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'NETWORK' and n.id = $2::uuid))
