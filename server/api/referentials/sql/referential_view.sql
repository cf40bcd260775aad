-- SPDX-License-Identifier: EUPL-1.2
-- A version with its tree, by its label (referential_version_one_label).
select x.item, v.id, v.code, v.version, v.title, v.status, v.valid_from, v.valid_to, v.declared_counts, v.listed_counts,
       v.item_count, v.subdomain_count, v.row_version, wire_instant(v.created_at) as created_at,
       wire_instant(v.activated_at) as activated_at, v.tree ->> 'status' as source_status,
       nullif(v.tree -> 'notes', 'null') as notes, nullif(v.tree -> 'sources', 'null') as sources,
       v.tree -> 'domains' as domains
from unnest($3::text[], $4::text[]) with ordinality as x(code, version, item)
join referential_version v on v.code = x.code and v.version = x.version
where $1::text is not null
