-- SPDX-License-Identifier: EUPL-1.2
-- What a new staff function is decided on: the person, and the network, commission or funder.
select x.item,
       x.scope_id is null or exists (select from network n where x.scope = 'NETWORK' and n.id = x.scope_id)
           or exists (select from commission c where x.scope = 'COMMISSION' and c.id = x.scope_id)
           or exists (select from funder u where x.scope = 'FUNDER' and u.id = x.scope_id) as has_scope
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(person_id, scope, scope_id, item)
join person p on p.id = x.person_id
where $1::text is not null
