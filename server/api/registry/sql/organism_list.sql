-- SPDX-License-Identifier: EUPL-1.2
-- The directory of organisms, by page; all given criteria must match (organism_pk, organism_one_siret).
select x.item, {{organism}}, {{marks o}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[]) with ordinality
     as x(page_limit, cursor_id, q, region, siret, status, item)
cross join lateral (
    {{walk}}
      and (x.q is null or (x.q <> '' and c.search_name like '%' || x.q || '%'))
      and (x.region is null or c.region = x.region)
      and (x.siret is null or c.siret = x.siret)
      and (x.status is null or c.status = x.status)
    {{end}}
) o
where $1::text is not null
order by x.item, {{order o}}
