-- SPDX-License-Identifier: EUPL-1.2
-- The next status of a version; activation is dated for the record.
update referential_version v
set status = x.status,
    valid_to = x.valid_to,
    activated_at = case when v.status = 'DRAFT' then clock_timestamp() else v.activated_at end
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[]) as x(id, version, status, valid_to)
where v.id = x.id and v.row_version = x.version and $1::text is not null
