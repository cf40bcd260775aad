-- SPDX-License-Identifier: EUPL-1.2
-- A juror contests what was written down, as long as it awaits the juror's word: it counts as not cast from now on.
update vote v
set standing = 'CONTESTED', contest_reason = x.reason, answered_at = clock_timestamp()
from unnest($3::uuid[], $4::uuid[], $5::text[]) as x(agenda_item_id, member_id, reason)
where v.agenda_item_id = x.agenda_item_id and v.member_id = x.member_id and v.standing = 'RECORDED'
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and v.commission_id = $2::uuid))
