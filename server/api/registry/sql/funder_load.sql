-- SPDX-License-Identifier: EUPL-1.2
-- A funder that is to be changed, as it stands (funder_pk).
select x.item, u.id, u.version, to_jsonb(u) as record
from unnest($3::uuid[]) with ordinality as x(id, item)
join funder u on u.id = x.id
where $1::text is not null
