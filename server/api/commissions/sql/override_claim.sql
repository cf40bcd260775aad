-- The commission of a candidacy is named: its version moves, from the one that was read, so that nothing is sent or put on an agenda
-- meanwhile.
update candidacy c
set version = c.version + 1
from unnest($3::uuid[], $4::int[]) as x(id, version)
where c.id = x.id and c.version = x.version and scope_writes_owned($1::text, $2::uuid, c.id, c.owner_org_id)
