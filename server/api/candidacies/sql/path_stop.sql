-- SPDX-License-Identifier: EUPL-1.2
-- T12, T25, T26, T29: a live path ends before its time; the modules that were closed stay as history.
update path p
set status = 'INTERRUPTED', interrupted_on = x.interrupted_on, interrupt_reason = x.reason
from unnest($3::uuid[], $4::date[], $5::text[])
     as x(id, interrupted_on, reason)
where p.id = x.id and coalesce(p.status in ('PROPOSED', 'ACCEPTED'), false) and scope_writes_candidacy($1::text, $2::uuid, p.candidacy_id)
