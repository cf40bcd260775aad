-- SPDX-License-Identifier: EUPL-1.2
-- What the revocation of an invitation is decided on.
select x.item, i.id, i.version, i.status = 'OPEN' as is_open, i.partner_id is not null as is_of_partner
from unnest($3::uuid[]) with ordinality as x(id, item)
join invitation i on i.id = x.id
where scope_sees_all($1::text) or (i.scope = $1::text and i.scope_id = $2::uuid)
