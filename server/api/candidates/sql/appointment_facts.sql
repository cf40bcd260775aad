-- SPDX-License-Identifier: EUPL-1.2
-- What planning an appointment rests on: who and what exists for the organism, and the functions of who receives on that day.
-- offset 0: one probe each, never a list of all that the organism sees.
select x.item,
       exists (select from candidate_seen n where n.id = f.candidate_id
               and candidate_is_seen($1::text, $2::uuid, n.id) offset 0) as sees_candidate,
       exists (select from candidacy c where c.id = x.candidacy_id and c.candidate_id = f.candidate_id
               and scope_writes_candidacy($1::text, $2::uuid, c.id) offset 0) as has_candidacy,
       f.site_status, f.time_zone,
       exists (select from person n where n.id = f.counsellor_id offset 0) as has_counsellor,
       coalesce(bool_or(a.role = 'COUNSELLOR'), false) as is_counsellor, count(a.id) > 0 as is_staff,
       {{appointment_present}} as present_count
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[],
            $9::text[], $10::text[]) with ordinality
     as x(appointment_id, candidate_id, candidacy_id, site_id, counsellor_id, starts_at, time_zone, own_time_zone, item)
left join appointment p on p.id = x.appointment_id
left join site s on s.id = x.site_id and s.organism_id = $2::uuid
-- Of a new one that says no zone: that of its site, else the organism's.
cross join lateral (select coalesce(x.time_zone, p.time_zone, s.time_zone, x.own_time_zone) as time_zone, s.status as site_status) as z
cross join lateral (
    select z.site_status, z.time_zone, coalesce(x.candidate_id, p.candidate_id) as candidate_id, coalesce(x.counsellor_id, p.counsellor_id) as counsellor_id,
           (coalesce(to_timestamp(x.starts_at / 1000.0), p.starts_at) at time zone z.time_zone)::date as on_date) as f
left join affiliation a on a.person_id = f.counsellor_id and a.organism_id = $2::uuid
     and a.valid_from <= f.on_date and (a.valid_to is null or a.valid_to >= f.on_date)
where $1::text is not null
group by x.item, f.candidate_id, f.counsellor_id, x.candidacy_id, f.site_status, f.time_zone
