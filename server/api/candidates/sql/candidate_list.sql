-- Candidates the caller sees, newest first, by page.
select x.item, r.id, r.reference, r.birth_name, r.usage_name, r.first_name_1, r.birth_year, r.status, r.birth_name is null as is_withheld, r.version,
       wire_instant(r.created_at) as created_at
from unnest($3::int[], $4::uuid[], $5::boolean[]) with ordinality as x(page_limit, cursor_id, is_backward, item)
cross join lateral (
    select c.*
    from candidate_seen c
    where candidate_is_seen($1::text, $2::uuid, c.id) and c.status <> 'MERGED'
      and (x.cursor_id is null or case when x.is_backward then c.id > x.cursor_id else c.id < x.cursor_id end)
    order by case when x.is_backward then c.id end, c.id desc
    limit x.page_limit
) r
