-- The end of a login, from the version that was read.
update login l
set ended_at = clock_timestamp()
from unnest($3::uuid[], $4::int[]) as x(id, version)
where l.id = x.id and l.version = x.version and l.ended_at is null
  and (scope_writes_all($1::text) or l.candidate_id = $2::uuid or (l.partner_scope = $1::text and l.partner_id = $2::uuid)
       or exists (select from invitation i where i.id = l.invitation_id and i.scope = $1::text and i.scope_id = $2::uuid))
