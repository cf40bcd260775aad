-- The history of a candidacy by page, oldest first (candidacy_event_one_sequence; the cursor by candidacy_event_pk).
select x.item, {{event}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::text[])
     with ordinality as x(page_limit, cursor_id, is_backward, id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
left join candidacy_event c on c.id = x.cursor_id and c.candidacy_id = named.id
cross join lateral (
    select h.*
    from candidacy_event h
    where h.candidacy_id = named.id and scope_sees_candidacy($1::text, $2::uuid, h.candidacy_id)
      and (x.cursor_id is null or case when x.is_backward then h.sequence < c.sequence else h.sequence > c.sequence end)
    order by case when x.is_backward then -h.sequence end, h.sequence
    limit x.page_limit
) e
