-- SPDX-License-Identifier: EUPL-1.2
-- A site by id.
select x.item, {{site}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join site s on s.id = x.id
where $1::text is not null
