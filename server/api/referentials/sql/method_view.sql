-- SPDX-License-Identifier: EUPL-1.2
-- An evaluation method by id.
select x.item, {{method}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join evaluation_method m on m.id = x.id
where $1::text is not null
