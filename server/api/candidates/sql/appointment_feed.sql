-- Appointments for a calendar, soonest first: of the last 30 days on unless said otherwise, 2000 at most (appointment_by_organism).
select x.item, r.id, r.candidate_id, n.reference, r.kind, r.state, r.version,
       to_char(r.starts_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as starts,
       to_char((r.starts_at + make_interval(mins => r.duration_minutes)) at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as ends,
       to_char(r.changed_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as changed, r.place
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[]) with ordinality
     as x(from_date, to_date, states, counsellor_id, candidate_id, item)
cross join lateral (
    select p.*
    from appointment p
    where (scope_sees_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid)
           or ($1::text = 'CANDIDATE' and p.candidate_id = $2::uuid))
      and p.starts_at >= (coalesce(x.from_date, day_in(p.time_zone) - 30)::timestamp at time zone p.time_zone)
      and (x.to_date is null or p.starts_at < ((x.to_date + 1)::timestamp at time zone p.time_zone))
      and (x.states is null or p.state = any (string_to_array(x.states, ',')))
      and (x.counsellor_id is null or p.counsellor_id = x.counsellor_id)
      and (x.candidate_id is null or p.candidate_id = x.candidate_id)
    order by p.starts_at, p.id
    limit 2000
) r
left join candidate_seen n on n.id = r.candidate_id
order by x.item, r.starts_at, r.id
