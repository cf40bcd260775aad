-- Staff functions of a person that the caller sees, newest record first, by page (staff_function_by_person).
select x.item, {{staff_function}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, person_id, item)
cross join lateral (
    select f.*
    from staff_function f
    where f.person_id = x.person_id
      and (scope_sees_all($1::text) or (f.scope = $1::text and f.scope_id = $2::uuid))
      and (x.cursor_id is null or case when x.is_backward then f.id > x.cursor_id else f.id < x.cursor_id end)
    order by case when x.is_backward then f.id end, f.id desc
    limit x.page_limit
) f
