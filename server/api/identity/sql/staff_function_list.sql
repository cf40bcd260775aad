-- SPDX-License-Identifier: EUPL-1.2
-- Staff functions of a person that the caller sees, by page (staff_function_by_person).
select x.item, {{staff_function}}, {{marks f}}
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(page_limit, cursor_id, person_id, item)
cross join lateral (
    {{walk}}
      and (scope_sees_all($1::text) or (c.scope = $1::text and c.scope_id = $2::uuid))
    {{end}}
) f
order by x.item, {{order f}}
