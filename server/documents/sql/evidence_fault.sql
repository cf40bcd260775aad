-- SPDX-License-Identifier: EUPL-1.2
-- Why it could not be scanned: it comes again (evidence_pk).
update evidence e set fault = x.fault
from unnest($1::uuid[], $2::text[]) as x(id, fault)
where e.id = x.id and e.state in ('PENDING_SCAN', 'UNSCANNED')
