-- SPDX-License-Identifier: EUPL-1.2
-- Planned appointments of two records that one person may not have both (appointment_twin, appointment_one_initial).
select x.item, t.kept_id, t.moved_id
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, duplicate_id, item)
cross join lateral (select c.id from candidate c where c.id = x.id or c.reference = x.reference offset 0) as c
cross join lateral appointments_twin(c.id, x.duplicate_id) as t
where scope_writes_all($1::text)
order by t.kept_id, t.moved_id
