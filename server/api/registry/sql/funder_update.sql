-- SPDX-License-Identifier: EUPL-1.2
-- A funder's name or status, from the version that was read: a merge patch.
update funder u
set (name, status, search_name, name_rule) = (
    select r.name, r.status, case when r.name is distinct from u.name then x.search_name else u.search_name end,
           case when r.name is distinct from u.name then x.name_rule else u.name_rule end
    from jsonb_populate_record(u, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[], $6::text[], $7::int[]) as x(id, version, body, search_name, name_rule)
where u.id = x.id and u.version = x.version and scope_writes_all($1::text)
