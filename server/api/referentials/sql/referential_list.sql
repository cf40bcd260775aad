-- SPDX-License-Identifier: EUPL-1.2
-- Versions of the référentiels, by page (referential_version_pk).
select x.item, r.id, r.code, r.version, r.title, r.status, r.valid_from, r.valid_to, r.declared_counts, r.listed_counts,
       r.item_count, r.subdomain_count, r.row_version, wire_instant(r.created_at) as created_at,
       wire_instant(r.activated_at) as activated_at, {{marks r}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::text[]) with ordinality as x(page_limit, cursor_id, code, status, item)
cross join lateral (
    {{walk}}
      and (x.code is null or c.code = x.code)
      and (x.status is null or c.status = x.status)
    {{end}}
) r
where $1::text is not null
order by x.item, {{order r}}
