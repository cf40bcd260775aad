-- SPDX-License-Identifier: EUPL-1.2
-- An evaluation method that is to be changed, as it stands (evaluation_method_pk).
select x.item, m.id, m.network_id, m.version, to_jsonb(m) as record
from unnest($3::uuid[]) with ordinality as x(id, item)
join evaluation_method m on m.id = x.id
where $1::text is not null
