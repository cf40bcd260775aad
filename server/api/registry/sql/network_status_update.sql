-- The certifier's correction of a network, its status too, from the version that was read: a merge patch.
update network n
set (name, status) = (select r.name, r.status from jsonb_populate_record(n, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where n.id = x.id and n.version = x.version and scope_writes_all($1::text)
