-- Appointments the caller sees, newest first, by page (appointment_by_organism, appointment_by_candidate).
select x.item, {{appointment}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::date[], $7::date[], $8::text[], $9::uuid[], $10::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, from_date, to_date, states, counsellor_id, candidate_id, item)
cross join lateral (
    select p.*
    from appointment p
    where (scope_sees_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid)
           or ($1::text = 'CANDIDATE' and p.candidate_id = $2::uuid))
      and (x.cursor_id is null or case when x.is_backward then p.id > x.cursor_id else p.id < x.cursor_id end)
      and (x.from_date is null or p.starts_at >= (x.from_date::timestamp at time zone p.time_zone))
      and (x.to_date is null or p.starts_at < ((x.to_date + 1)::timestamp at time zone p.time_zone))
      and (x.states is null or p.state = any (string_to_array(x.states, ',')))
      and (x.counsellor_id is null or p.counsellor_id = x.counsellor_id)
      and (x.candidate_id is null or p.candidate_id = x.candidate_id)
    order by case when x.is_backward then p.id end, p.id desc
    limit x.page_limit
) p
left join candidate_seen n on n.id = p.candidate_id
order by x.item, case when x.is_backward then p.id end, p.id desc
