-- SPDX-License-Identifier: EUPL-1.2
-- Another organism that goes by this name and is no establishment of the same company, which its SIRET begins with.
select x.item, o.id as twin_id
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) with ordinality as x(id, reference, siret, search_name, item)
left join organism own on own.id = x.id or own.reference = x.reference
cross join lateral (
    select t.id from organism t
    where t.search_name = x.search_name and t.status <> 'CLOSED' and t.id is distinct from own.id
      and left(t.siret, 9) <> left(coalesce(x.siret, own.siret), 9)
    order by t.id limit 1) as o
where $1::text is not null
