-- SPDX-License-Identifier: EUPL-1.2
-- The handing-over of a certificate (certificate_handover_pk).
select x.item, {{handover}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join certificate_handover_seen r on r.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
