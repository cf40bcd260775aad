-- SPDX-License-Identifier: EUPL-1.2
-- A correction of an appointment, from the version that was read: a merge patch.
update appointment p
set (kind, time_zone, {{appointment_fields}}) = (select r.kind, r.time_zone, {{r.appointment_fields}} from jsonb_populate_record(p, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where p.id = x.id and p.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid))
  -- Under the lock of the candidate, with another counsellor or of another kind: the same appointment is planned once.
  and not exists (
      select from appointment a where a.organism_id = p.organism_id and a.candidate_id = p.candidate_id and a.kind = coalesce(x.body ->> 'kind', p.kind)
         and (x.body ? 'counsellor_id' or x.body ? 'kind')
         and a.counsellor_id = coalesce((x.body ->> 'counsellor_id')::uuid, p.counsellor_id) and a.starts_at = p.starts_at
         and a.id <> p.id and a.state = 'PLANNED')
