-- SPDX-License-Identifier: EUPL-1.2
-- A new appointment; one planned initial one per candidate and organism (appointment_one_initial).
insert into appointment (id, organism_id, candidate_id, kind, starts_at, time_zone, {{appointment_fields}})
select x.id, $2::uuid, r.candidate_id, r.kind, r.starts_at, x.time_zone, {{r.appointment_fields}}
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::jsonb[]) as x(id, counsellor_id, time_zone, most, body)
cross join lateral jsonb_populate_record(null::appointment, x.body || jsonb_build_object('counsellor_id', x.counsellor_id)) as r
cross join lateral (select r.candidate_id) as f
where $1::text = 'ORGANISM'
  -- Under the lock of the candidate: nothing is planned for a record that was merged, the same appointment once, and no more than there may be.
  and candidate_now(r.candidate_id) = r.candidate_id
  and not exists (select from appointment a where a.organism_id = $2::uuid and a.candidate_id = r.candidate_id and a.kind = r.kind
                  and a.counsellor_id = x.counsellor_id and a.starts_at = r.starts_at and a.state = 'PLANNED')
  and {{appointment_present}} < x.most
