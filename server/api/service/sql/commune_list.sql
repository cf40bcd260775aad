-- SPDX-License-Identifier: EUPL-1.2
-- Communes in force on a day, by name, by page: those that begin with what is typed (commune_by_label), also behind their article
-- (commune_by_name); those of a code (commune_by_code).
select x.item, c.id, c.code, c.label, c.kind, c.valid_from, c.valid_to
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::date[]) with ordinality
     as x(page_limit, cursor_id, is_backward, q, code, asked_day, item)
left join commune k on k.id = x.cursor_id
cross join lateral (select coalesce(x.asked_day, current_day()) as day, coalesce(x.q, '') as first, coalesce(x.q, '') || '~' as beyond) d
cross join lateral (
    select f.*
    from (
        (select c.* from commune c
         where x.code is null and not x.is_backward and x.q is distinct from '' and c.search_label < d.beyond
           and (c.search_label, c.id) > (coalesce(k.search_label, d.first), coalesce(k.id, '00000000-0000-0000-0000-000000000000'))
           and daterange(c.valid_from, c.valid_to, '[]') @> d.day
         order by c.search_label, c.id
         limit x.page_limit)
        union all
        (select c.* from commune c
         where x.code is null and x.is_backward and x.q is distinct from '' and c.search_label >= d.first
           and (c.search_label, c.id) < (k.search_label, k.id) and daterange(c.valid_from, c.valid_to, '[]') @> d.day
         order by c.search_label desc, c.id desc
         limit x.page_limit)
        union all
        select c.* from commune c
        where x.code is null and x.q <> '' and c.search_name >= x.q and c.search_name < d.beyond
          and not (c.search_label >= x.q and c.search_label < d.beyond) and daterange(c.valid_from, c.valid_to, '[]') @> d.day
          and (x.cursor_id is null or case when x.is_backward then (c.search_label, c.id) < (k.search_label, k.id)
                                           else (c.search_label, c.id) > (k.search_label, k.id) end)
        union all
        select c.* from commune c
        where c.code = x.code and daterange(c.valid_from, c.valid_to, '[]') @> d.day
          and ((c.search_label >= d.first and c.search_label < d.beyond) or (c.search_name >= d.first and c.search_name < d.beyond))
          and (x.cursor_id is null or case when x.is_backward then (c.search_label, c.id) < (k.search_label, k.id)
                                           else (c.search_label, c.id) > (k.search_label, k.id) end)
    ) f
    order by case when x.is_backward then f.search_label end desc, case when x.is_backward then f.id end desc, f.search_label, f.id
    limit x.page_limit
) c
where $1::text is not null
