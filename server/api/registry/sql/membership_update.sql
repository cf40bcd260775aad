-- The last day of a membership, from the version that was read.
update network_membership m
set valid_to = x.valid_to
from unnest($3::uuid[], $4::int[], $5::date[]) as x(id, version, valid_to)
where m.id = x.id and m.version = x.version and $1::text is not null
