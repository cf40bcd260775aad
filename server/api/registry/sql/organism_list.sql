-- The directory of organisms, newest first, by page; all given criteria must match.
select x.item, {{organism}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[]) with ordinality
     as x(page_limit, cursor_id, is_backward, q, region, siret, status, item)
cross join lateral (
    select o.*
    from organism o
    where (x.cursor_id is null or case when x.is_backward then o.id > x.cursor_id else o.id < x.cursor_id end)
      and (x.q is null or (x.q <> '' and o.search_name like '%' || x.q || '%'))
      and (x.region is null or o.region = x.region)
      and (x.siret is null or o.siret = x.siret)
      and (x.status is null or o.status = x.status)
    order by case when x.is_backward then o.id end, o.id desc
    limit x.page_limit
) o
where $1::text is not null
