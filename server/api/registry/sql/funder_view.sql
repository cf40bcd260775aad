-- SPDX-License-Identifier: EUPL-1.2
-- A funder by id (funder_pk).
select x.item, {{funder}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join funder u on u.id = x.id
where $1::text is not null
