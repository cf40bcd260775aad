-- SPDX-License-Identifier: EUPL-1.2
-- A new person, of whoever records it; a second record of a human already known points at it.
insert into person (id, human_id, last_name, first_name, created_by_scope, created_by_scope_id)
select x.id, coalesce(x.human_id, x.id), x.last_name, x.first_name, $1::text, $2::uuid
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as x(id, human_id, last_name, first_name)
where $1::text is not null
