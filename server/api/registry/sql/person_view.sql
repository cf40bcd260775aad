-- SPDX-License-Identifier: EUPL-1.2
-- A person by id: the record is national, its identifier is not guessed.
select x.item, {{person}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join person p on p.id = x.id
where $1::text is not null
