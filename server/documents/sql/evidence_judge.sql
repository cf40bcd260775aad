-- SPDX-License-Identifier: EUPL-1.2
-- What the scanner said, or that there is none: once (evidence_pk).
update evidence e
set state = x.state, finding = x.finding, fault = null,
    scanned_at = case when x.state <> 'UNSCANNED' then clock_timestamp() end
from unnest($1::uuid[], $2::text[], $3::text[]) as x(id, state, finding)
where e.id = x.id and e.state in ('PENDING_SCAN', 'UNSCANNED')
