-- SPDX-License-Identifier: EUPL-1.2
-- The record of a candidate is opened by his code.
select o.id
from unnest($3::bytea[], $4::text[], $5::date[], $6::text[]) as x(digest, reference, accepted_on, reason)
cross join lateral sight_open_by_code(x.digest, x.reference, x.accepted_on, x.reason) as o(id)
where $1::text is not null
