-- SPDX-License-Identifier: EUPL-1.2
-- Evidence is removed, from the version that was read; its bytes go with the commit (evidence_emptied).
update evidence e
set state = 'REMOVED', removed_at = clock_timestamp(), removed_by = x.person_id, removal_reason = x.reason
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::text[]) as x(id, version, person_id, reason)
where e.id = x.id and e.version = x.version and (scope_writes_candidacy($1::text, $2::uuid, e.candidacy_id) or scope_writes_all($1::text))
