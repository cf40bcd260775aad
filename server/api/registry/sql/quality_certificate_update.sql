-- SPDX-License-Identifier: EUPL-1.2
-- The number and the days of a quality certificate, from the version that was read.
update quality_certificate q
set (number, valid_from, valid_to) = (select r.number, r.valid_from, r.valid_to from jsonb_populate_record(q, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where q.id = x.id and q.version = x.version and scope_writes_all($1::text)
