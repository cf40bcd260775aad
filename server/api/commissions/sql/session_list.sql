-- SPDX-License-Identifier: EUPL-1.2
-- Sessions of a commission, by page (session_by_commission_id).
select x.item, r.id, r.reference, r.commission_id, r.held_on, r.modality, r.state, r.place, r.capacity,
       (select count(*) from agenda_item i where i.session_id = r.id and i.removed_on is null) as file_count,
       session_outdated_convocations(r.id, r.held_on, r.state) as outdated_convocation_count, r.version,
       wire_instant(r.created_at) as created_at, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
     with ordinality as x(page_limit, cursor_id, commission_id, commission_reference, state, item)
cross join lateral (select t.* from commission t where t.id = x.commission_id or t.reference = x.commission_reference offset 0) as k
cross join lateral (
    {{walk}}
      and c.commission_id = k.id
      and (x.state is null or c.state = x.state)
    {{end}}
) r
where $1::text = 'COMMISSION' and k.id = $2::uuid or scope_sees_all($1::text)
order by x.item, {{order r}}
