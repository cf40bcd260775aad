-- The same appointment, planned already: who comes, whom he meets, for what and when (appointment_by_candidate).
select x.item, p.id as twin_id
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::bigint[])
     with ordinality as x(candidate_id, counsellor_id, kind, starts_at, item)
cross join lateral (
    select a.id from appointment a
    where a.organism_id = $2::uuid and a.candidate_id = x.candidate_id and a.counsellor_id = x.counsellor_id and a.kind = x.kind
      and a.starts_at = to_timestamp(x.starts_at / 1000.0) and a.state = 'PLANNED'
    order by a.id limit 1) p
where $1::text = 'ORGANISM'
