-- SPDX-License-Identifier: EUPL-1.2
-- T11: every module is closed.
update path p
set status = 'CLOSED', closed_on = x.closed_on, closed_by = x.person_id
from unnest($3::uuid[], $4::date[], $5::uuid[])
     as x(id, closed_on, person_id)
where p.id = x.id and coalesce(p.status = 'ACCEPTED', false) and scope_writes_candidacy($1::text, $2::uuid, p.candidacy_id)
