-- SPDX-License-Identifier: EUPL-1.2
-- Sites of all organisms, or of one, by page; all given criteria must match (site_pk, site_by_organism, site_by_insee_code,
-- site_by_department).
select x.item, {{site}}, {{marks s}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[]) with ordinality
     as x(page_limit, cursor_id, organism_id, insee_code, department, status, item)
cross join lateral (
    {{walk}}
      and (x.insee_code is null or c.insee_code = x.insee_code)
      and (x.department is null or c.department = x.department)
      and (x.status is null or c.status = x.status)
    {{end}}
) s
where $1::text is not null
order by x.item, {{order s}}
