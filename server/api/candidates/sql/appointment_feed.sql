-- SPDX-License-Identifier: EUPL-1.2
-- Appointments for a calendar, soonest first: of the last 30 days on unless said otherwise; 2000, and one more when there are more
-- (appointment_by_organism, appointment_by_candidate, appointment_by_start). `begins` is a day that no zone is ahead of: what the
-- index serves (with coalesce it would not: what holds one could leak, as the planner sees it).
-- growth: 3, an organism has more of them among more files, up to 2000
select x.item, r.id, r.candidate_id, n.reference, r.kind, r.state, r.version,
       to_char(r.starts_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as starts,
       to_char((r.starts_at + make_interval(mins => r.duration_minutes)) at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as ends,
       to_char(r.changed_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') as changed, r.place
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[]) with ordinality
     as x(from_date, to_date, states, counsellor_id, candidate_id, item)
cross join lateral (select candidate_now(x.candidate_id) as candidate_id offset 0) as whose
cross join lateral (select (case when x.from_date is null then current_day() - 31 else x.from_date end - 1)::timestamp at time zone 'UTC' as begins offset 0) span
cross join lateral (
    select p.* from (
        (select p.* from appointment p
         where $1::text = 'ORGANISM' and p.organism_id = $2::uuid and {{appointment_asked}}
         order by p.starts_at, p.id limit 2001)
        union all
        (select p.* from appointment p
         where $1::text = 'CANDIDATE' and p.candidate_id = $2::uuid and {{appointment_asked}}
         order by p.starts_at, p.id limit 2001)
        union all
        (select p.* from appointment p
         where scope_sees_all($1::text) and {{appointment_asked}}
         order by p.starts_at, p.id limit 2001)
    ) p
    order by p.starts_at, p.id
    limit 2001
) r
left join lateral (select n.reference from candidate_seen n where n.id = r.candidate_id offset 0) n on true
order by x.item, r.starts_at, r.id
