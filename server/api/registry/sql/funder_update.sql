-- A funder's name or status, from the version that was read: a merge patch.
update funder u
set (name, status) = (select r.name, r.status from jsonb_populate_record(u, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where u.id = x.id and u.version = x.version and scope_writes_all($1::text)
