-- The last day of a quality certificate, from the version that was read.
update quality_certificate q
set valid_to = x.valid_to
from unnest($3::uuid[], $4::int[], $5::date[]) as x(id, version, valid_to)
where q.id = x.id and q.version = x.version and scope_writes_all($1::text)
