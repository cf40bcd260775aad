-- SPDX-License-Identifier: EUPL-1.2
-- 9.3: ISSUED to ANNULLED, once, from the version that was read. The register keeps it.
update certificate c
set status = 'ANNULLED', annulled_on = x.annulled_on, annulled_by = x.person_id, annul_reason = x.reason
from unnest($3::uuid[], $4::int[], $5::date[], $6::uuid[], $7::text[])
     as x(id, version, annulled_on, person_id, reason)
where c.id = x.id and c.version = x.version and c.status = 'ISSUED' and scope_writes_all($1::text)
