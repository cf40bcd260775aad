-- SPDX-License-Identifier: EUPL-1.2
-- What is decided about a version (referential_version_one_label).
select x.item, v.id, v.status, v.valid_from, v.valid_to, v.tree::text as tree, v.shape,
       coalesce((v.declared_counts ->> 'domains')::int, 0) as declared_domains,
       coalesce((v.declared_counts ->> 'subdomains')::int, 0) as declared_subdomains,
       coalesce((v.declared_counts ->> 'criteria')::int, 0) as declared_criteria,
       coalesce((v.listed_counts ->> 'domains')::int, 0) as listed_domains,
       coalesce((v.listed_counts ->> 'subdomains')::int, 0) as listed_subdomains,
       coalesce((v.listed_counts ->> 'criteria')::int, 0) as listed_criteria, v.row_version
from unnest($3::text[], $4::text[]) with ordinality as x(code, version, item)
join referential_version v on v.code = x.code and v.version = x.version
where $1::text is not null
