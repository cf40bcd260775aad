-- Evaluation methods, newest first, by page; all given criteria must match.
select x.item, {{method}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::text[], $8::text[]) with ordinality
     as x(page_limit, cursor_id, is_backward, network_id, branch_idcc, referential_code, item)
cross join lateral (
    select m.*
    from evaluation_method m
    where (x.cursor_id is null or case when x.is_backward then m.id > x.cursor_id else m.id < x.cursor_id end)
      and (x.network_id is null or m.network_id = x.network_id)
      and (x.branch_idcc is null or m.branch_idcc = x.branch_idcc)
      and (x.referential_code is null or m.referential_code = x.referential_code)
    order by case when x.is_backward then m.id end, m.id desc
    limit x.page_limit
) m
where $1::text is not null
