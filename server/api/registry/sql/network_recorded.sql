-- SPDX-License-Identifier: EUPL-1.2
-- Another network that has this name already, however it is spelt (network_one_name, network_one_spelling).
select x.item, t.id as recorded_id
from unnest($3::uuid[], $4::text[], $5::text[]) with ordinality as x(id, name, search_name, item)
cross join lateral (
    select n.id from network n
    where (n.name = x.name or (n.search_name <> '' and n.search_name = x.search_name)) and n.id is distinct from x.id
    order by n.id limit 1) t
where $1::text is not null
