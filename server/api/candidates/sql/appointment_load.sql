-- SPDX-License-Identifier: EUPL-1.2
-- An appointment that is to be changed, or asked about, as it stands (appointment_pk).
select x.item, p.id, p.candidate_id, p.version, p.state, p.kind, (extract(epoch from p.starts_at) * 1000)::bigint as starts_at,
       p.time_zone, to_jsonb(p) as record
from unnest($3::uuid[]) with ordinality as x(id, item)
join appointment p on p.id = x.id
where scope_sees_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid)
   or ($1::text = 'CANDIDATE' and p.candidate_id = $2::uuid)
