-- Memberships of a network, past ones included, newest record first, by page.
select x.item, {{membership}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, network_id, item)
cross join lateral (
    select m.*
    from network_membership m
    where m.network_id = x.network_id
      and (x.cursor_id is null or case when x.is_backward then m.id > x.cursor_id else m.id < x.cursor_id end)
    order by case when x.is_backward then m.id end, m.id desc
    limit x.page_limit
) m
join organism o on o.id = m.organism_id
where $1::text is not null
order by x.item, case when x.is_backward then m.id end, m.id desc
