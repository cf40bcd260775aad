-- SPDX-License-Identifier: EUPL-1.2
-- An appointment by id, for its organism, its candidate and who sees all (appointment_pk).
select x.item, {{appointment}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join appointment p on p.id = x.id
left join candidate_seen n on n.id = p.candidate_id
where scope_sees_all($1::text) or ($1::text = 'ORGANISM' and p.organism_id = $2::uuid)
   or ($1::text = 'CANDIDATE' and p.candidate_id = $2::uuid)
