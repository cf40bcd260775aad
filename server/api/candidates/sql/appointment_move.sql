-- An event of an appointment, from the version that was read.
update appointment p
set starts_at = to_timestamp(x.starts_at / 1000.0), state = x.state, cancel_reason = x.cancel_reason
from unnest($3::uuid[], $4::int[], $5::bigint[], $6::text[], $7::text[]) as x(id, version, starts_at, state, cancel_reason)
where p.id = x.id and p.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid))
