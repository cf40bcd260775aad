-- SPDX-License-Identifier: EUPL-1.2
-- Another funder that has this name already, however it is spelt (funder_one_name, funder_one_spelling).
select x.item, t.id as recorded_id
from unnest($3::uuid[], $4::text[], $5::text[]) with ordinality as x(id, name, search_name, item)
cross join lateral (
    select u.id from funder u
    where (u.name = x.name or (u.search_name <> '' and u.search_name = x.search_name)) and u.id is distinct from x.id
    order by u.id limit 1) t
where $1::text is not null
