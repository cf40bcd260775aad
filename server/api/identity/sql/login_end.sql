-- SPDX-License-Identifier: EUPL-1.2
-- The end of a login, from the version that was read; who may end it was decided (login_giver_guard).
update login l
set ended_at = clock_timestamp()
from unnest($3::uuid[], $4::int[], $5::uuid[]) as x(id, version, caller_id)
where l.id = x.id and l.version = x.version and l.ended_at is null
  and (scope_writes_all($1::text) or l.candidate_id = $2::uuid or (l.partner_scope = $1::text and l.partner_id = $2::uuid)
       or l.person_id in (select q.id from person me join person q on q.human_id = me.human_id where me.id = x.caller_id)
       or exists (select from invitation i where i.id = l.invitation_id and i.scope = $1::text and i.scope_id = $2::uuid))
