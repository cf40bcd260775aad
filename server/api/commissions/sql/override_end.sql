-- SPDX-License-Identifier: EUPL-1.2
-- A naming ends, once; with the reason of the one that takes its place, or of its own.
update commission_override o
set ended_on = x.ended_on, ended_by = x.person_id, end_reason = x.reason
from unnest($3::uuid[], $4::date[], $5::uuid[], $6::text[]) as x(id, ended_on, person_id, reason)
where o.id = x.id and o.ended_on is null and scope_writes_candidacy($1::text, $2::uuid, o.candidacy_id)
