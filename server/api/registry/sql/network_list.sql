-- Networks, newest first, by page (network_pk).
select x.item, {{network}}
from unnest($3::int[], $4::uuid[], $5::boolean[]) with ordinality as x(page_limit, cursor_id, is_backward, item)
cross join lateral (
    select n.*
    from network n
    where x.cursor_id is null or case when x.is_backward then n.id > x.cursor_id else n.id < x.cursor_id end
    order by case when x.is_backward then n.id end, n.id desc
    limit x.page_limit
) n
where $1::text is not null
