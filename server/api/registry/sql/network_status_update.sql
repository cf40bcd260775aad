-- SPDX-License-Identifier: EUPL-1.2
-- The certifier's correction of a network, its status too, from the version that was read: a merge patch.
update network n
set (name, status, search_name, name_rule) = (
    select r.name, r.status, case when r.name is distinct from n.name then x.search_name else n.search_name end,
           case when r.name is distinct from n.name then x.name_rule else n.name_rule end
    from jsonb_populate_record(n, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[], $6::text[], $7::int[]) as x(id, version, body, search_name, name_rule)
where n.id = x.id and n.version = x.version and scope_writes_all($1::text)
