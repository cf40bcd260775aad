-- SPDX-License-Identifier: EUPL-1.2
-- Whether there is the certificate, or the duplicate of it, that a path names (certificate_pk, certificate_by_number, certificate_duplicate_pk).
select x.item, c.id
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, certificate_duplicate_id, item)
{{handover_paper}}
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id) and (x.certificate_duplicate_id is null or u.id is not null)
