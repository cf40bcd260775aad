-- SPDX-License-Identifier: EUPL-1.2
-- A correction of a commission, or its closing, from the version that was read: a merge patch.
update commission k
set (name, region, idcc, time_zone, status) = (select r.name, r.region, r.idcc, r.time_zone, r.status from jsonb_populate_record(k, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where k.id = x.id and k.version = x.version and scope_writes_all($1::text)
