-- Sites of an organism, newest first, by page (site_by_organism).
select x.item, {{site}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::text[]) with ordinality
     as x(page_limit, cursor_id, is_backward, organism_id, reference, item)
join organism o on o.id = x.organism_id or o.reference = x.reference
cross join lateral (
    select s.*
    from site s
    where s.organism_id = o.id
      and (x.cursor_id is null or case when x.is_backward then s.id > x.cursor_id else s.id < x.cursor_id end)
    order by case when x.is_backward then s.id end, s.id desc
    limit x.page_limit
) s
where $1::text is not null
