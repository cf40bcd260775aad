-- SPDX-License-Identifier: EUPL-1.2
-- A request to annul a certificate: the certifier's own (annulment_request_pk).
select x.item, {{annulment_request}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join annulment_request r on r.id = x.id
join certificate c on c.id = r.certificate_id
where scope_sees_all($1::text)
