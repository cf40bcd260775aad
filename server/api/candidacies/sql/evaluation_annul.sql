-- SPDX-License-Identifier: EUPL-1.2
-- Decision 12: from now on its validations do not count; what was evaluated stays as it was.
update evaluation e
set annulled_on = x.annulled_on, annulled_by = x.person_id, annul_reason = x.reason, version = e.version + 1
from unnest($3::uuid[], $4::date[], $5::uuid[], $6::text[])
     as x(id, annulled_on, person_id, reason)
where e.id = x.id and e.annulled_on is null and scope_writes_candidacy($1::text, $2::uuid, e.candidacy_id)
