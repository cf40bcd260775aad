-- A new appointment; one planned initial one per candidate and organism (appointment_one_initial).
insert into appointment (id, organism_id, candidate_id, candidacy_id, site_id, counsellor_id, kind, starts_at, time_zone,
                         duration_minutes, modality, place)
select x.id, $2::uuid, x.candidate_id, x.candidacy_id, x.site_id, x.counsellor_id, x.kind, to_timestamp(x.starts_at / 1000.0),
       x.time_zone, x.duration_minutes, x.modality, x.place
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::bigint[], $10::text[], $11::int[],
            $12::text[], $13::text[])
     as x(id, candidate_id, candidacy_id, site_id, counsellor_id, kind, starts_at, time_zone, duration_minutes, modality, place)
where $1::text = 'ORGANISM'
