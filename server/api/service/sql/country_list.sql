-- SPDX-License-Identifier: EUPL-1.2
-- Countries in force on a day, by name, by page (country_by_label); the beginning of a name.
select x.item, c.id, c.code, c.label, c.kind, c.valid_from, c.valid_to
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::date[]) with ordinality
     as x(page_limit, cursor_id, is_backward, q, code, asked_day, item)
left join country k on k.id = x.cursor_id
cross join lateral (
    select c.*
    from country c
    where daterange(c.valid_from, c.valid_to, '[]') @> coalesce(x.asked_day, current_day())
      and (x.code is null or c.code = x.code)
      and (x.q is null
           or (x.q <> '' and c.search_label >= x.q and c.search_label < x.q || '~'))
      and (x.cursor_id is null or case when x.is_backward then (c.search_label, c.id) < (k.search_label, k.id)
                                       else (c.search_label, c.id) > (k.search_label, k.id) end)
    order by case when x.is_backward then c.search_label end desc, case when x.is_backward then c.id end desc, c.search_label, c.id
    limit x.page_limit
) c
where $1::text is not null
