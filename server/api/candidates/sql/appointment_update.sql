-- A correction of an appointment, from the version that was read: a merge patch.
update appointment p
set ({{appointment_fields}}) = (select {{r.appointment_fields}} from jsonb_populate_record(p, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where p.id = x.id and p.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid))
