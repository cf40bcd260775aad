-- SPDX-License-Identifier: EUPL-1.2
-- Funders, by page (funder_pk).
select x.item, {{funder}}, {{marks u}}
from unnest($3::int[], $4::uuid[]) with ordinality as x(page_limit, cursor_id, item)
cross join lateral (
    {{walk}}
    {{end}}
) u
where $1::text is not null
order by x.item, {{order u}}
