-- SPDX-License-Identifier: EUPL-1.2
-- The last day of a membership, from the version that was read.
update network_membership m
set valid_to = (select r.valid_to from jsonb_populate_record(m, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where m.id = x.id and m.version = x.version and $1::text is not null
