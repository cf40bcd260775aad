-- SPDX-License-Identifier: EUPL-1.2
-- A juror says, as a word of the juror's own, what was written down: found as it was read, or the snapshot was stale.
update vote v
set standing = 'CONFIRMED', cast_by = x.cast_by, answered_at = clock_timestamp()
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[]) as x(agenda_item_id, member_id, choice, cast_by)
where v.agenda_item_id = x.agenda_item_id and v.member_id = x.member_id and v.standing = 'RECORDED' and v.choice = x.choice
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and v.commission_id = $2::uuid))
