-- An appointment by id, for its organism, its candidate and who sees all (appointment_pk).
select x.item, p.id, p.organism_id, p.candidate_id, n.reference as candidate_reference, p.candidacy_id, p.site_id,
       p.counsellor_id, p.kind, wire_instant(p.starts_at) as starts_at, p.time_zone, p.duration_minutes, p.modality, p.place,
       p.state, p.cancel_reason, p.version, wire_instant(p.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join appointment p on p.id = x.id
left join candidate n on n.id = p.candidate_id
where scope_sees_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid)
   or ($1::text = 'CANDIDATE' and p.candidate_id = $2::uuid)
