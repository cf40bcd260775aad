-- SPDX-License-Identifier: EUPL-1.2
-- A file that waits leaves the commission that it was sent to.
-- growth: 3, its triggers look at the agendas and the accesses of the file
update file f
set status = 'WITHDRAWN'
from unnest($3::uuid[]) as x(id)
where f.id = x.id and f.status = 'SUBMITTED' and scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id)
