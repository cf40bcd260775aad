-- Candidates the caller sees, newest first, by page; all given criteria must match.
select x.item, r.id, r.reference, r.birth_name, r.usage_name, r.first_name_1, r.birth_year, r.status, r.version,
       wire_instant(r.created_at) as created_at
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[])
     with ordinality as x(page_limit, cursor_id, is_backward, name, birth_name, first_name_1, reference, birth_year, item)
cross join lateral (
    select c.*
    from candidate c
    where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
      and (x.cursor_id is null or case when x.is_backward then c.id > x.cursor_id else c.id < x.cursor_id end)
      and (x.name is null or c.search_name like x.name || '%')
      and (x.birth_name is null or split_part(c.search_name, ' ', 1) = x.birth_name)
      and (x.first_name_1 is null or split_part(c.search_name, ' ', 2) = x.first_name_1)
      and (x.reference is null or c.reference = x.reference)
      and (x.birth_year is null or c.birth_year = x.birth_year)
    order by case when x.is_backward then c.id end, c.id desc
    limit x.page_limit
) r
