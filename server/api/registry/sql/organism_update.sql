-- SPDX-License-Identifier: EUPL-1.2
-- A correction from the version that was read: a merge patch, and what the name is looked for by.
update organism o
set ({{organism_fields}}, status) = (select {{r.organism_fields}}, r.status from jsonb_populate_record(o, x.body) as r),
    search_name = x.search_name, name_rule = x.name_rule
from unnest($3::uuid[], $4::int[], $5::jsonb[], $6::text[], $7::int[]) as x(id, version, body, search_name, name_rule)
where o.id = x.id and o.version = x.version and $1::text is not null
