-- SPDX-License-Identifier: EUPL-1.2
-- A new organism; the reference is drawn here, of the year of the act.
insert into organism (id, reference, search_name, name_rule, {{organism_fields}})
select x.id, next_reference('ORG', x.year), x.search_name, x.name_rule, {{r.organism_fields}}
from unnest($3::uuid[], $4::int[], $5::jsonb[], $6::text[], $7::int[]) as x(id, year, body, search_name, name_rule)
cross join lateral jsonb_populate_record(null::organism, x.body) as r
where $1::text is not null
