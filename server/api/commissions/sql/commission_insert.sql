-- SPDX-License-Identifier: EUPL-1.2
-- A new commission; the reference is drawn here, of the year of the act.
insert into commission (id, reference, {{commission_fields}})
select x.id, next_reference('COM', x.year), {{r.commission_fields}}
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, year, body)
cross join lateral jsonb_populate_record(null::commission, x.body) as r
where $1::text is not null
