-- SPDX-License-Identifier: EUPL-1.2
-- The same appointment, planned already: who comes, whom he meets, for what and when (appointment_by_candidate); and whether the rest
-- of it is the same too. Of a first one, else that which is planned for another time: there is one with each organism
-- (appointment_one_initial).
select x.item, p.id as twin_id, p.is_same
from unnest($3::uuid[], $4::text[], $5::text[], $6::jsonb[]) with ordinality
     as x(counsellor_id, time_zone, own_time_zone, body, item)
cross join lateral jsonb_populate_record(null::appointment, x.body || jsonb_build_object('counsellor_id', x.counsellor_id)) as r
left join site s on s.id = r.site_id and s.organism_id = $2::uuid
cross join lateral (
    select a.id, (a.counsellor_id, a.starts_at, a.time_zone, {{a.appointment_fields}})
                 is not distinct from (x.counsellor_id, r.starts_at, coalesce(x.time_zone, s.time_zone, x.own_time_zone), {{r.appointment_fields}}) as is_same
    from appointment a
    where a.organism_id = $2::uuid and a.candidate_id = r.candidate_id and a.kind = r.kind and a.state = 'PLANNED'
      and (a.kind = 'INFORMATION' or (a.counsellor_id = x.counsellor_id and a.starts_at = r.starts_at))
    order by (a.counsellor_id, a.starts_at) = (x.counsellor_id, r.starts_at) desc, a.id limit 1) p
where $1::text = 'ORGANISM'
