-- Sessions of a commission, newest first, by page.
select x.item, r.id, r.reference, r.commission_id, r.held_on, r.modality, r.state, r.place, r.capacity, r.file_count, r.version,
       wire_instant(r.created_at) as created_at
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::text[], $8::text[])
     with ordinality as x(page_limit, cursor_id, is_backward, commission_id, commission_reference, state, item)
cross join lateral (
    select s.*, (select count(*) from agenda_item i where i.session_id = s.id and i.removed_on is null) as file_count
    from session s
    join commission k on k.id = s.commission_id
    where (k.id = x.commission_id or k.reference = x.commission_reference)
      and (scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
      and (x.cursor_id is null or case when x.is_backward then s.id > x.cursor_id else s.id < x.cursor_id end)
      and (x.state is null or s.state = x.state)
    order by case when x.is_backward then s.id end, s.id desc
    limit x.page_limit
) r
