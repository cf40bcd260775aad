-- SPDX-License-Identifier: EUPL-1.2
-- A new network.
insert into network (id, name, search_name, name_rule)
select x.id, x.name, x.search_name, x.name_rule
from unnest($3::uuid[], $4::text[], $5::text[], $6::int[]) as x(id, name, search_name, name_rule)
where $1::text is not null
