-- A juror votes on a file after all.
delete from step_down d
using unnest($3::uuid[], $4::uuid[]) as x(agenda_item_id, member_id)
where d.agenda_item_id = x.agenda_item_id and d.member_id = x.member_id
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid))
