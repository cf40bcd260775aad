-- SPDX-License-Identifier: EUPL-1.2
-- A correction of a funding, from the version that was read: a merge patch.
update funding f
set ({{funding_fields}}) = (select {{r.funding_fields}} from jsonb_populate_record(f, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where f.id = x.id and f.version = x.version and scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id)
