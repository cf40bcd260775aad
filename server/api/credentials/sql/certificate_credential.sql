-- SPDX-License-Identifier: EUPL-1.2
-- The signed credential of a certificate, by id or number: none yet while it waits to be signed. All by their keys.
select x.item, c.candidate_id, c.status, k.attempts, wire_instant(k.created_at) as created_at, k.with_proof, k.token
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as c
left join credential k on k.certificate_id = c.id
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
