-- SPDX-License-Identifier: EUPL-1.2
-- What an appointment would be the twin of, moved to another time, given to another counsellor or of another kind (appointment_by_candidate).
select x.item, t.id as twin_id
from unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::text[]) with ordinality as x(id, counsellor_id, starts_at, kind, item)
join appointment p on p.id = x.id
cross join lateral (
    select a.id from appointment a
    where a.organism_id = p.organism_id and a.candidate_id = p.candidate_id and a.kind = coalesce(x.kind, p.kind) and a.id <> p.id and a.state = 'PLANNED'
      and a.counsellor_id = coalesce(x.counsellor_id, p.counsellor_id)
      and a.starts_at = coalesce(to_timestamp(x.starts_at / 1000.0), p.starts_at)
    order by a.id limit 1) t
where $1::text = 'ORGANISM' and p.organism_id = $2::uuid
