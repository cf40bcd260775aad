-- Habilitations, newest record first, by page; a request is seen by its holder and the certifier only.
select x.item, {{habilitation}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[])
     with ordinality as x(page_limit, cursor_id, is_backward, organism_id, network_id, activity, referential_code, state, item)
cross join lateral (
    select h.*
    from habilitation h
    where (h.state <> 'REQUESTED' or scope_sees_all($1::text) or coalesce(h.organism_id, h.network_id) = $2::uuid)
      and (x.cursor_id is null or case when x.is_backward then h.id > x.cursor_id else h.id < x.cursor_id end)
      and (x.organism_id is null or h.organism_id = x.organism_id)
      and (x.network_id is null or h.network_id = x.network_id)
      and (x.activity is null or h.activity = x.activity)
      and (x.referential_code is null or h.referential_code = x.referential_code)
      and (x.state is null or h.state = x.state)
    order by case when x.is_backward then h.id end, h.id desc
    limit x.page_limit
) h
left join organism o on o.id = h.organism_id
left join network n on n.id = h.network_id
order by x.item, case when x.is_backward then h.id end, h.id desc
