-- SPDX-License-Identifier: EUPL-1.2
-- A network by id.
select x.item, {{network}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join network n on n.id = x.id
where $1::text is not null
