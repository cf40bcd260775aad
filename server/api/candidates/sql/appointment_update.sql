-- A correction, or a move of the appointment, from the version that was read.
update appointment p
set candidacy_id = x.candidacy_id, site_id = x.site_id, counsellor_id = x.counsellor_id,
    starts_at = to_timestamp(x.starts_at / 1000.0), duration_minutes = x.duration_minutes, modality = x.modality,
    place = x.place, state = x.state, cancel_reason = x.cancel_reason
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[], $9::int[], $10::text[], $11::text[],
            $12::text[], $13::text[])
     as x(id, version, candidacy_id, site_id, counsellor_id, starts_at, duration_minutes, modality, place, state, cancel_reason)
where p.id = x.id and p.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid))
