-- SPDX-License-Identifier: EUPL-1.2
-- An event of an appointment, from the version that was read.
update appointment p
set starts_at = to_timestamp(x.starts_at / 1000.0), state = x.state, cancel_reason = x.cancel_reason
from unnest($3::uuid[], $4::int[], $5::bigint[], $6::text[], $7::text[]) as x(id, version, starts_at, state, cancel_reason)
where p.id = x.id and p.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid))
  -- Under the lock of the candidate: the same appointment is planned once.
  and not (x.state = 'PLANNED' and exists (
      select from appointment a where a.organism_id = p.organism_id and a.candidate_id = p.candidate_id and a.kind = p.kind
         and a.counsellor_id = p.counsellor_id and a.starts_at = to_timestamp(x.starts_at / 1000.0) and a.id <> p.id and a.state = 'PLANNED'))
