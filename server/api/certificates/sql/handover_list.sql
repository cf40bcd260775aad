-- SPDX-License-Identifier: EUPL-1.2
-- How a certificate, or a duplicate of it, was handed over, oldest record first (certificate_handover_by_certificate).
select x.item, {{handover}}
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, certificate_duplicate_id, item)
cross join lateral (select t.id from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as named
join certificate_handover_seen r on r.certificate_id = named.id and r.duplicate_id is not distinct from x.certificate_duplicate_id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
order by x.item, r.id
