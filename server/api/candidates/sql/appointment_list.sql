-- SPDX-License-Identifier: EUPL-1.2
-- Appointments the caller sees, by page (appointment_pk, appointment_by_organism_id, appointment_by_candidate).
select x.item, {{appointment}}, {{marks p}}
from unnest($3::int[], $4::uuid[], $5::date[], $6::date[], $7::text[], $8::uuid[], $9::uuid[]) with ordinality
     as x(page_limit, cursor_id, from_date, to_date, states, counsellor_id, candidate_id, item)
cross join lateral (select candidate_now(x.candidate_id) as candidate_id offset 0) as whose
cross join lateral (
    {{walk}}
      and (x.from_date is null or c.starts_at >= (x.from_date::timestamp at time zone c.time_zone))
      and (x.to_date is null or c.starts_at < ((x.to_date + 1)::timestamp at time zone c.time_zone))
      and (x.states is null or c.state = any (string_to_array(x.states, ',')))
      and (x.counsellor_id is null or c.counsellor_id = x.counsellor_id)
      and (whose.candidate_id is null or c.candidate_id = whose.candidate_id)
    {{end}}
) p
left join candidate_seen n on n.id = p.candidate_id
where $1::text is not null
order by x.item, {{order p}}
